import type { FilterQuery } from "@mikro-orm/core";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Appointment } from "../entities/appointment.ts";
import { AppointmentChange } from "../entities/appointment-change.ts";
import type { AppointmentStatus } from "../policies/appointment-words.ts";
import { isInternalReadAllowed, type Navigator } from "../policies/internal-roles.ts";

/** Appointments, reached from their support or as the worklist of the viewer's association. */
export class Appointments {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  readonly ofSupport = loadManyByKey(
    async (supports) =>
      this.#em.find(
        Appointment,
        { supportId: { $in: supports } },
        { orderBy: { startsAt: "asc", version: "desc", id: "asc" } },
      ),
    (appointment) => appointment.supportId,
  );

  readonly replacedBy = loadByKey(
    async (ids) => this.#em.find(Appointment, { replacesId: { $in: ids } }),
    (appointment) => appointment.replacesId!,
  );

  readonly byId = loadByKey(
    async (ids) => this.#em.find(Appointment, { id: { $in: ids } }),
    (appointment) => appointment.id,
  );

  readonly changesOf = loadManyByKey(
    async (ids) => this.#em.find(AppointmentChange, { appointmentId: { $in: ids } }, { orderBy: { version: "asc" } }),
    (change) => change.appointmentId,
  );

  /** The appointments of the viewer's own association, the earliest first; none for who may not read them. */
  async ofTeam(first: number, after?: string | null, status?: AppointmentStatus | null): Promise<Page<Appointment>> {
    const viewer = this.#viewer;
    if (!viewer?.organization || !isInternalReadAllowed(viewer, "APPOINTMENTS_LOGISTICS"))
      return toPage([], first, cursorOf, 0);
    const own: FilterQuery<Appointment> = { organizationId: viewer.organization, ...(status ? { status } : {}) };
    const where = after ? { $and: [own, following(after)] } : own;
    const rows = await this.#em.find(Appointment, where, {
      orderBy: { startsAt: "asc", id: "asc" },
      limit: first + 1,
    });
    return toPage(rows, first, cursorOf, () => this.#em.count(Appointment, own));
  }

  /** Locks an appointment of the navigator's association until the transaction ends; null for any other, known or not. */
  async lockHeld(navigator: Navigator, id: string): Promise<Appointment | null> {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: navigator.organization };
    return this.#em.findOne(Appointment, held, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  }

  /** What the navigator's association wrote under a key of its own. */
  async ownByRequestKey({ organization }: Navigator, requestKey: string): Promise<Appointment | null> {
    return this.#em.findOne(Appointment, { organizationId: organization, requestKey });
  }
}

const cursorOf = ({ startsAt, id }: Appointment) => encodeCursor([startsAt.getTime(), id]);

function following(after: string): FilterQuery<Appointment> {
  const [time, id] = decodeCursor(after, 2);
  const startsAt = new Date(Number(time));
  if (typeof time !== "number" || Number.isNaN(startsAt.getTime()) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ startsAt: { $gt: startsAt } }, { startsAt, id: { $gt: id } }] };
}
