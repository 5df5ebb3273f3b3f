import type { HealthAccessContext } from "../context.ts";
import { Appointments } from "../repositories/appointments.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { isWrittenAlready, type NewAppointment, requirePlausible, writeAppointment } from "./write-appointment.ts";

export interface PlanAppointment extends NewAppointment {
  readonly healthSupport: string;
}

/** Plans an appointment within a support under way. A retry under the same `requestKey` returns the first attempt. */
export async function planAppointment(context: HealthAccessContext, input: PlanAppointment) {
  const navigator = requireNavigator(context.viewer);
  requirePlausible(input);
  return context.em.transactional(async (em) => {
    const support = requireFound(
      await new HealthSupports(em, navigator).lockHeld(navigator, input.healthSupport),
      "healthSupport",
    );
    const written = await new Appointments(em, navigator).ownByRequestKey(navigator, input.requestKey);
    if (isWrittenAlready(written, input, { supportId: support.id, replacesId: null })) return { appointment: written };
    if (support.status === "ENDED")
      throw refuseState("This support has ended; no appointment can be added.", ["healthSupport"]);
    return { appointment: writeAppointment(em, navigator, support, input, null) };
  });
}
