import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { FhirResource } from "../../fhir-resource.ts";
import type { HealthAccessContext } from "../context.ts";
import { HealthActionPlan } from "../entities/health-action-plan.ts";
import { HealthPlanFull } from "../entities/protected-as.ts";
import { planInFhir } from "../fhir/plan-in-fhir.ts";

@Resolver(() => HealthActionPlan)
export class HealthActionPlanFhirResolver {
  /** All that a plan holds is of the same person and association, under the same rule: who reads it may read the whole. */
  @HealthPlanFull
  @FieldResolver(() => FhirResource, {
    nullable: true,
    description: "The version in force as a FHIR R4 Bundle: a CarePlan and its Goals.",
  })
  async fhir(@Root() plan: HealthActionPlan, @Ctx() { plans }: HealthAccessContext) {
    const version = (await plans.versionsOf.load(plan.id)).find(({ number }) => number === plan.currentVersion);
    if (!version) return null;
    const [goals, constraints] = await Promise.all([
      plans.goalsOf.load(version.id),
      plans.constraintsOf.load(version.id),
    ]);
    const steps = await Promise.all(goals.map(({ id }) => plans.stepsOf.load(id)));
    return planInFhir(plan, {
      number: version.number,
      writtenAt: version.writtenAt,
      goals: goals.map(({ id, code }, index) => ({ id, code, steps: steps[index]! })),
      constraints,
    });
  }
}
