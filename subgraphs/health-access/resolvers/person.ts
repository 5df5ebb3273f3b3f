import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import { Appointment } from "../entities/appointment.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { Person } from "../entities/person.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { PlanStep } from "../entities/plan-step.ts";
import { supportOrAbsence } from "./support-or-absence.ts";

const LOGISTICS = rule("APPOINTMENTS_LOGISTICS", "CARE_ACCESS_COORDINATION");
const PLAN = rule("HEALTH_PLAN_FULL", "CARE_ACCESS_COORDINATION");
const BY_TYPE = "Each item follows the rules of its own type.";

@Resolver(() => Person)
export class PersonResolver {
  @Public(BY_TYPE)
  @FieldResolver(() => [HealthSupport], {
    nullable: true,
    description: "Her health supports you may see, newest first.",
  })
  healthSupports(@Root() { id }: Person, @Ctx() context: HealthAccessContext) {
    return supportOrAbsence(context, context.supports.ofPerson.load(id));
  }

  @Public(BY_TYPE)
  @FieldResolver(() => [PlanExtract], {
    nullable: true,
    description: "The extracts of her health action plans you may see, newest first.",
  })
  planExtracts(@Root() { id }: Person, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.ofPerson.load(id);
  }

  @Public(BY_TYPE)
  @FieldResolver(() => [Appointment], {
    nullable: true,
    description: "Her next appointment in each health support that goes on and that you may see, the earliest first.",
  })
  async nextAppointments(@Root() { id }: Person, @Ctx() { nextCare, enforcement }: HealthAccessContext) {
    const { appointments } = (await nextCare.load(id))!;
    if (appointments.length === 0) await enforcement.confirmAbsence(LOGISTICS);
    return appointments;
  }

  @Public(BY_TYPE)
  @FieldResolver(() => [PlanStep], {
    nullable: true,
    description: "The next step of each health action plan of hers that goes on and that you may see.",
  })
  async nextPlanSteps(@Root() { id }: Person, @Ctx() { nextCare, enforcement }: HealthAccessContext) {
    const { steps } = (await nextCare.load(id))!;
    if (steps.length === 0) await enforcement.confirmAbsence(PLAN);
    return steps;
  }
}
