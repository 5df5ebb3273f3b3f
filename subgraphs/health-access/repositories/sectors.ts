import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Sector } from "../entities/sector.ts";
import { isNavigator, type Navigator } from "../policies/internal-roles.ts";

/** So many parts a territory has at most. */
export const MOST_SECTORS = 100;

/** Sectors in a viewer's name: navigators see those of their own association. */
export class Sectors {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Of a support that may be read, whoever reads it. */
  readonly byId = loadByKey(
    async (ids) => this.#em.find(Sector, { id: { $in: ids } }),
    (sector) => sector.id,
  );

  async ofTeam(viewer: Viewer | null): Promise<Sector[]> {
    if (!isNavigator(viewer)) return [];
    return this.#em.find(
      Sector,
      { organizationId: viewer.organization },
      { orderBy: { code: "asc" }, limit: MOST_SECTORS },
    );
  }

  /** A sector of the navigator's association; null for any other, known or not. */
  async findHeld(navigator: Navigator, id: string): Promise<Sector | null> {
    return isIdentifier(id) ? this.#em.findOne(Sector, { id, organizationId: navigator.organization }) : null;
  }

  async countHeld(navigator: Navigator): Promise<number> {
    return this.#em.count(Sector, { organizationId: navigator.organization });
  }
}
