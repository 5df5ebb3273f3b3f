import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Prescription } from "../entities/prescription.ts";
import { PrescriptionOutcome } from "../entities/prescription-outcome.ts";
import { PrescriptionTransition } from "../entities/prescription-transition.ts";

/** Prescriptions in a viewer's name; those of others are filtered by the rule of the type before they leave. */
export class Prescriptions {
  constructor(
    private readonly em: EntityManager,
    private readonly viewer: Viewer | null,
  ) {}

  async byIds(ids: string[]): Promise<Prescription[]> {
    return this.viewer ? this.em.find(Prescription, { id: ids }) : [];
  }

  /** Every prescription about these people, the newest first. */
  async ofPeople(personIds: string[]): Promise<Prescription[]> {
    if (!this.viewer) return [];
    return this.em.find(Prescription, { personId: personIds }, { orderBy: { requestedAt: "desc", id: "desc" } });
  }

  async transitionsOf(ids: string[]): Promise<PrescriptionTransition[]> {
    if (!this.viewer) return [];
    return this.em.find(PrescriptionTransition, { prescriptionId: ids }, { orderBy: { version: "asc" } });
  }

  async outcomesOf(ids: string[]): Promise<PrescriptionOutcome[]> {
    return this.viewer ? this.em.find(PrescriptionOutcome, { prescriptionId: ids }) : [];
  }

  /** What these prescriptions were handed over to. */
  async successorsOf(ids: string[]): Promise<Prescription[]> {
    return this.viewer ? this.em.find(Prescription, { partOfId: ids }) : [];
  }

  /** One to which the viewer's organisation is a party, locked until the transaction ends; null when there is none. */
  async lockAsParty(id: string): Promise<Prescription | null> {
    const organization = this.viewer?.organization;
    if (!organization || !isIdentifier(id)) return null;
    return this.em.findOne(
      Prescription,
      { id, $or: [{ organizationId: organization }, { recipientOrganizationId: organization }] },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
  }

  /** What the viewer's organisation wrote under a key of its own. */
  async ownByRequestKey(requestKey: string): Promise<Prescription | null> {
    if (!this.viewer?.organization) return null;
    return this.em.findOne(Prescription, { organizationId: this.viewer.organization, requestKey });
  }

  /** The step that brought a prescription where it is. */
  async lastTransition(prescription: Prescription): Promise<PrescriptionTransition | null> {
    return this.em.findOne(PrescriptionTransition, { prescriptionId: prescription.id, version: prescription.version });
  }
}

/** Read in the hub's own name, for an event of the association; locked until the transaction ends. */
export async function lockPrescriptionForEvent(em: EntityManager, id: string | null | undefined) {
  if (!isIdentifier(id)) return null;
  return em.findOne(Prescription, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}
