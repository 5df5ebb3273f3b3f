import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import type { HealthAccessContext } from "../context.ts";
import { Diagnosis } from "../entities/diagnosis.ts";
import { HealthActionPlan } from "../entities/health-action-plan.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { Prescription } from "../entities/prescription.ts";
import { CareNavigation, HealthObservation, HealthPlanFull } from "../entities/protected-as.ts";
import { Sector } from "../entities/sector.ts";
import { SupportAct } from "../entities/support-act.ts";
import { supportOrAbsence } from "./support-or-absence.ts";

const HealthSupportConnection = declareConnection(HealthSupport, "HealthSupport", "health supports");

@Resolver(() => HealthSupport)
export class HealthSupportResolver {
  @Query(() => HealthSupportConnection, {
    nullable: true,
    description: "The health supports held by your association, newest first.",
  })
  healthSupports(@Args(() => PageArguments) { first, after }: PageArguments, @Ctx() { supports }: HealthAccessContext) {
    return supports.ofTeam(first, after);
  }

  @Query(() => HealthSupport, { nullable: true, description: "A health support by its identifier." })
  healthSupport(
    @Arg("id", () => ID, { description: "Identifier of the support." }) id: string,
    @Ctx() context: HealthAccessContext,
  ) {
    return supportOrAbsence(context, context.supports.byId.load(id));
  }

  @CareNavigation
  @FieldResolver(() => Person, { nullable: true, description: "The person who is accompanied." })
  person(@Root() { personId }: HealthSupport) {
    return { id: personId };
  }

  @CareNavigation
  @FieldResolver(() => Organization, { nullable: true, description: "The association that accompanies her." })
  organization(@Root() { organizationId }: HealthSupport) {
    return { id: organizationId };
  }

  @CareNavigation
  @FieldResolver(() => Prescription, { nullable: true, description: "The prescription it answers." })
  prescription(@Root() { prescriptionId }: HealthSupport) {
    return { id: prescriptionId };
  }

  @CareNavigation
  @FieldResolver(() => Sector, { nullable: true, description: "The sector it belongs to, once it was given one." })
  sector(@Root() { sectorId }: HealthSupport, @Ctx() { sectors }: HealthAccessContext) {
    return sectorId ? sectors.byId.load(sectorId) : null;
  }

  @CareNavigation
  @FieldResolver(() => [SupportAct], { nullable: true, description: "What was done, in the order of days." })
  acts(@Root() { id }: HealthSupport, @Ctx() { supports }: HealthAccessContext) {
    return supports.actsOf.load(id);
  }

  @HealthObservation
  @FieldResolver(() => [Diagnosis], { nullable: true, description: "The diagnoses established, oldest first." })
  diagnoses(@Root() { id }: HealthSupport, @Ctx() { supports }: HealthAccessContext) {
    return supports.diagnosesOf.load(id);
  }

  @HealthPlanFull
  @FieldResolver(() => HealthActionPlan, { nullable: true, description: "The health action plan, once created." })
  healthActionPlan(@Root() { id }: HealthSupport, @Ctx() { plans }: HealthAccessContext) {
    return plans.ofSupport.load(id);
  }
}
