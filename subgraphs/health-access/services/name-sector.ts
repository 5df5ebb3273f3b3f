import type { HealthAccessContext } from "../context.ts";
import { Sector } from "../entities/sector.ts";
import { MOST_SECTORS, Sectors } from "../repositories/sectors.ts";
import { writeOnce } from "../repositories/write-once.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface NameSector {
  readonly organization: string;
  readonly code: string;
  readonly label: string;
}

/** Names a sector of the navigator's association. A retry is safe: a code names one sector, and keeps its name. */
export async function nameSector(context: HealthAccessContext, { organization, code, label }: NameSector) {
  const navigator = requireNavigator(context.viewer);
  const organizationId = requireFound(navigator.organization === organization ? organization : null, "organization");
  return context.em.transactional(async (em) => {
    const sector = await writeOnce(em, Sector, { organizationId, code }, { label });
    if (sector.label !== label) throw refuseState("This code names another sector; choose a new one.", ["code"]);
    if ((await new Sectors(em).countHeld(navigator)) > MOST_SECTORS)
      throw refuseState(`An association has ${MOST_SECTORS} sectors at most.`, ["code"]);
    return { sector };
  });
}
