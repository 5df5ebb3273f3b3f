import type { RightsKind } from "../../rights-kinds.ts";
import type { HealthAccessContext } from "../context.ts";
import type { HealthSupport } from "../entities/health-support.ts";
import { SupportAct } from "../entities/support-act.ts";
import type { SupportActKind } from "../policies/support-words.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { today } from "./today.ts";

/** `heldOn` is a day, `minutes` from 1 to 1440, `travelMinutes` from 0 to 1440, `rankOfDay` from 1. */
export interface RecordSupportAct {
  readonly healthSupport: string;
  readonly kind: SupportActKind;
  readonly heldOn: string;
  readonly minutes: number;
  readonly travelMinutes: number;
  readonly rankOfDay: number;
  readonly openedRight?: RightsKind | null;
}

/**
 * Records an act; the first one starts the support and tells the prescription's subgraph. A retry is safe: the same act of
 * the same professional on the same day under the same rank is the one recorded already.
 */
export async function recordSupportAct(context: HealthAccessContext, input: RecordSupportAct) {
  const navigator = requireNavigator(context.viewer);
  if (input.heldOn > today()) throw refuseInput("An act is recorded once it was held.", ["heldOn"]);
  if (input.openedRight && input.kind !== "RIGHTS_OPENING")
    throw refuseInput("A right is opened by an act of the kind RIGHTS_OPENING.", ["openedRight"]);
  return context.em.transactional(async (em) => {
    const supports = new HealthSupports(em, navigator);
    const support = requireFound(await supports.lockHeld(navigator, input.healthSupport), "healthSupport");
    const { kind, heldOn, minutes, travelMinutes, rankOfDay, openedRight = null } = input;
    const key = { supportId: support.id, authorSubject: navigator.subject, kind, heldOn, rankOfDay };
    const recorded = await supports.findAct(key);
    const spent = { minutes, travelMinutes, openedRight };
    if (recorded && isSame(recorded, spent)) return { supportAct: recorded, healthSupport: support };
    if (recorded)
      throw refuseState("You recorded such an act for that day; give the next rankOfDay for a further one.", [
        "rankOfDay",
      ]);
    if (support.status === "ENDED")
      throw refuseState("This support has ended; no act can be added.", ["healthSupport"]);

    const { personId, organizationId } = support;
    const supportAct = em.create(SupportAct, { ...key, ...spent, personId, organizationId });
    if (support.status === "OPEN") {
      start(support, heldOn);
      const data = { prescription: support.prescriptionId };
      await context.publish(em, { type: "support.started", subject: support.id, data });
    }
    return { supportAct, healthSupport: support };
  });
}

const isSame = (recorded: SupportAct, asked: Pick<SupportAct, "minutes" | "travelMinutes" | "openedRight">): boolean =>
  recorded.minutes === asked.minutes &&
  recorded.travelMinutes === asked.travelMinutes &&
  recorded.openedRight === asked.openedRight;

function start(support: HealthSupport, heldOn: string): void {
  support.status = "STARTED";
  support.startedOn = heldOn;
}
