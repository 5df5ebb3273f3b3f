import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { asPayload } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Convention } from "../entities/convention.ts";
import { ConventionFunding } from "../entities/convention-funding.ts";
import { ConventionTarget } from "../entities/convention-target.ts";
import { Organization } from "../entities/organization.ts";
import { elapsedPercent, isSecured, percentOf, shownCount, sumOf } from "../policies/convention-words.ts";
import { dayOf } from "../policies/day.ts";
import { findConventions, findFunded } from "../repositories/conventions.ts";
import { confirmFundingCondition } from "../services/confirm-funding-condition.ts";
import { countConventionTarget } from "../services/count-convention-target.ts";
import { recordConvention } from "../services/record-convention.ts";
import {
  ConfirmFundingConditionInput,
  CountConventionTargetInput,
  RecordConventionInput,
} from "./convention-inputs.ts";
import {
  ConfirmFundingConditionPayload,
  CountConventionTargetPayload,
  RecordConventionPayload,
} from "./convention-payloads.ts";

const ConventionConnection = declareConnection(Convention, "Convention", "conventions");

@Resolver(() => Convention)
export class ConventionResolver {
  @Query(() => ConventionConnection, {
    nullable: true,
    description: "The conventions your organisation holds, the latest first, each with how far it has come.",
  })
  conventions(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { em, viewer }: SocialServicesContext,
  ) {
    return findConventions(em, viewer, { first, after: after ?? null });
  }

  @Query(() => ConventionConnection, {
    nullable: true,
    description:
      "The conventions your organisation funds, the latest first, followed in figures: who is accompanied is told to no funder.",
  })
  fundedConventions(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { em, viewer }: SocialServicesContext,
  ) {
    return findFunded(em, viewer, { first, after: after ?? null });
  }

  @Directive("@inaccessible")
  @FieldResolver(() => ID, {
    nullable: true,
    description: "The organisation whose activity it funds; travels between sources only.",
  })
  fundedOrganizationId(@Root() { organizationId }: Convention): string {
    return organizationId;
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that holds it." })
  organization(@Root() { organizationId }: Convention): Organization {
    return { id: organizationId };
  }

  @FieldResolver(() => Float, { description: "Posts it pays, in full-time equivalents." })
  fullTimeEquivalents(@Root() { fullTimeHundredths }: Convention): number {
    return fullTimeHundredths / 100;
  }

  @FieldResolver(() => [ConventionFunding], { description: "Who gives how much." })
  fundings(@Root() { id }: Convention, @Ctx() { fundingsOfConvention }: SocialServicesContext) {
    return fundingsOfConvention.load(id);
  }

  @FieldResolver(() => [ConventionTarget], { description: "What it is to reach, and how far it has come." })
  targets(@Root() { id }: Convention, @Ctx() { targetsOfConvention }: SocialServicesContext) {
    return targetsOfConvention.load(id);
  }

  @FieldResolver(() => Float, { description: "All its fundings together, in cents of euro." })
  async amountCents(@Root() { id }: Convention, @Ctx() { fundingsOfConvention }: SocialServicesContext) {
    return sumOf(await fundingsOfConvention.load(id));
  }

  @FieldResolver(() => Float, {
    description: "What of it is under no condition, or under one that is met, in cents of euro.",
  })
  async securedAmountCents(@Root() { id }: Convention, @Ctx() { fundingsOfConvention }: SocialServicesContext) {
    return sumOf((await fundingsOfConvention.load(id)).filter(isSecured));
  }

  @FieldResolver(() => Float, { description: "How much of its period is over today, in percent." })
  elapsedPercent(@Root() { startsOn, endsOn }: Convention): number {
    return elapsedPercent(startsOn, endsOn, dayOf(new Date()));
  }

  @Mutation(() => RecordConventionPayload, {
    nullable: true,
    description:
      "Records a convention of your organisation: who gives how much on what condition, and what it is to reach.",
  })
  recordConvention(
    @Arg("input", () => RecordConventionInput, { description: "The convention." }) input: RecordConventionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ changed: await recordConvention(context, input) }));
  }

  @Mutation(() => ConfirmFundingConditionPayload, {
    nullable: true,
    description: "Records that the condition of a funding is met.",
  })
  confirmFundingCondition(
    @Arg("input", () => ConfirmFundingConditionInput, { description: "Which funding." })
    input: ConfirmFundingConditionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ changed: await confirmFundingCondition(context, input) }));
  }

  @Mutation(() => CountConventionTargetPayload, {
    nullable: true,
    description: "Records how far a target of a convention has come.",
  })
  countConventionTarget(
    @Arg("input", () => CountConventionTargetInput, { description: "Which target, and how many." })
    input: CountConventionTargetInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ changed: await countConventionTarget(context, input) }));
  }
}

@Resolver(() => ConventionFunding)
export class ConventionFundingResolver {
  @FieldResolver(() => Organization, {
    nullable: true,
    description:
      "The organisation of the hub that gives it, whose members follow the convention; absent when it is none.",
  })
  funderOrganization(@Root() { funderOrganizationId }: ConventionFunding): Organization | null {
    return funderOrganizationId === null ? null : { id: funderOrganizationId };
  }

  @FieldResolver(() => Float, { description: "Its share of the whole convention, in percent." })
  async sharePercent(
    @Root() { conventionId, amountCents }: ConventionFunding,
    @Ctx() { fundingsOfConvention }: SocialServicesContext,
  ) {
    return percentOf(amountCents, sumOf(await fundingsOfConvention.load(conventionId)));
  }
}

@Resolver(() => ConventionTarget)
export class ConventionTargetResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description: "How many there were when they were last counted; a funder is shown no count from 1 to 4.",
  })
  counted(@Root() target: ConventionTarget, @Ctx() { viewer }: SocialServicesContext): number | null {
    return shownCount(target, viewer?.organization ?? null);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: "How much of it is reached, in percent; absent until it is counted, and wherever the count is.",
  })
  reachedPercent(@Root() target: ConventionTarget, @Ctx() { viewer }: SocialServicesContext): number | null {
    const counted = shownCount(target, viewer?.organization ?? null);
    return counted === null ? null : percentOf(counted, target.expected);
  }
}
