import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { HealthAccessContext } from "../context.ts";
import { Convention } from "../entities/convention.ts";
import { FundedActivity } from "../entities/funded-activity.ts";
import { figuresForFunder, toldPeriod } from "../policies/funded-activity.ts";
import { today } from "../services/today.ts";

@Resolver(() => Convention)
export class ConventionActivityResolver {
  @Directive('@requires(fields: "fundedOrganizationId startsOn endsOn")')
  @FieldResolver(() => FundedActivity, {
    nullable: true,
    description:
      "What the association did under it, in figures for whoever funds it; absent until the first quarter of its period is over.",
  })
  async activity(
    @Root() { fundedOrganizationId, startsOn, endsOn }: Convention,
    @Ctx() { fundedActivity }: HealthAccessContext,
  ): Promise<FundedActivity | null> {
    const period = toldPeriod(startsOn, endsOn, today());
    if (!isIdentifier(fundedOrganizationId) || !period) return null;
    const counted = await fundedActivity.load({ organization: fundedOrganizationId, ...period });
    return { ...period, ...figuresForFunder(counted) };
  }
}
