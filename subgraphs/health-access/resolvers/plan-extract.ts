import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import type { HealthAccessContext } from "../context.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { PlanExtractLine } from "../entities/plan-extract-line.ts";
import { PlanTransmission } from "../entities/plan-transmission.ts";
import { CareNavigation, EmploymentExtract } from "../entities/protected-as.ts";
import { newestOfEachPlan, pageOfProposals } from "./page-of-proposals.ts";

const PlanProposalConnection = declareConnection(
  PlanExtract,
  "PlanProposal",
  "plan extracts proposed to your organisation",
);

@Resolver(() => PlanExtract)
export class PlanExtractResolver {
  @Query(() => PlanProposalConnection, {
    nullable: true,
    description:
      "Extracts of health action plans that were sent to your organisation and that it may read now, newest first.",
  })
  async planProposals(@Args(() => PageArguments) page: PageArguments, @Ctx() context: HealthAccessContext) {
    return pageOfProposals(context, await context.extracts.proposals(), page);
  }

  @Query(() => PlanProposalConnection, {
    nullable: true,
    description:
      "Extracts sent to your organisation that it may read now and that are newer than the one a contract of yours names; the newest of each plan, newest first.",
  })
  async planUpdates(@Args(() => PageArguments) page: PageArguments, @Ctx() context: HealthAccessContext) {
    return pageOfProposals(context, await context.extracts.updates(), page, newestOfEachPlan);
  }

  @EmploymentExtract
  @FieldResolver(() => Person, { nullable: true, description: "The person whose plan it is from." })
  person(@Root() { personId }: PlanExtract) {
    return { id: personId };
  }

  @EmploymentExtract
  @FieldResolver(() => Organization, { nullable: true, description: "The association that derived it with her." })
  organization(@Root() { organizationId }: PlanExtract) {
    return { id: organizationId };
  }

  @EmploymentExtract
  @FieldResolver(() => [PlanExtractLine], { nullable: true, description: "Its lines: goals, steps, then constraints." })
  lines(@Root() { id, lines, personId, organizationId, contentHash }: PlanExtract): PlanExtractLine[] {
    return lines.map((line) => ({ ...line, personId, organizationId, consentResource: id, contentHash }));
  }

  /** Each of them follows its own rule: one that she has not approved for the viewer is as one that is not there. */
  @EmploymentExtract
  @FieldResolver(() => [PlanExtract], {
    nullable: true,
    description: "Extracts of the same plan derived since, that you may read as well; newest first.",
  })
  async newerExtracts(
    @Root() { planId, derivedAt }: PlanExtract,
    @Ctx() { extracts }: HealthAccessContext,
  ): Promise<PlanExtract[]> {
    return (await extracts.ofPlan.load(planId)).filter((other) => other.derivedAt > derivedAt);
  }

  @EmploymentExtract
  @FieldResolver(() => [EmploymentContract], {
    nullable: true,
    description: "Contracts of your organisation, or your own, that name an earlier extract of the same plan.",
  })
  async contractsToUpdate(@Root() { id }: PlanExtract, @Ctx() { contractsToUpdate }: HealthAccessContext) {
    return (await contractsToUpdate.load(id)).map(({ contract }) => ({ id: contract }));
  }

  @CareNavigation
  @FieldResolver(() => [PlanTransmission], {
    nullable: true,
    description: "To whom it was sent, for those who accompany her towards care.",
  })
  transmissions(@Root() { id }: PlanExtract, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.transmissionsOf.load(id);
  }
}

@Resolver(() => PlanTransmission)
export class PlanTransmissionResolver {
  @CareNavigation
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation it was sent to." })
  recipientOrganization(@Root() { recipientOrganizationId }: PlanTransmission) {
    return { id: recipientOrganizationId };
  }

  @CareNavigation
  @FieldResolver(() => PlanExtract, { nullable: true, description: "The extract that was sent." })
  planExtract(@Root() { extractId }: PlanTransmission, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.byId.load(extractId);
  }
}
