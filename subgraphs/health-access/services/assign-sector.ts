import type { HealthAccessContext } from "../context.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { Sectors } from "../repositories/sectors.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface AssignSector {
  readonly healthSupport: string;
  readonly sector: string;
}

/** Says to which sector a support belongs, until it ends. A retry is safe: the same sector again changes nothing. */
export async function assignSector(context: HealthAccessContext, input: AssignSector) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const held = await new HealthSupports(em, navigator).lockHeld(navigator, input.healthSupport);
    const healthSupport = requireFound(held, "healthSupport");
    const sector = requireFound(await new Sectors(em).findHeld(navigator, input.sector), "sector");
    if (healthSupport.sectorId === sector.id) return { healthSupport };
    if (healthSupport.status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);
    healthSupport.sectorId = sector.id;
    return { healthSupport };
  });
}
