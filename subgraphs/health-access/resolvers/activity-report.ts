import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { ActivityReport } from "../entities/activity-report.ts";
import { Organization } from "../entities/organization.ts";
import { Sector } from "../entities/sector.ts";
import { activityLinesOf } from "../policies/activity-lines.ts";
import { isNavigator } from "../policies/internal-roles.ts";
import { countActivity } from "../repositories/activity-counts.ts";

@ArgsType()
class ActivityArguments {
  @Field(() => ID, { description: "The association: your own." })
  organization!: string;

  @Field(() => DateScalar, { description: "The first day counted." })
  from!: string;

  @Field(() => DateScalar, { description: "The last day counted." })
  to!: string;

  @Field(() => ID, { nullable: true, description: "Narrows the report to one sector." })
  sector?: string | null;
}

@Resolver(() => ActivityReport)
export class ActivityReportResolver {
  @Query(() => [Sector], { nullable: true, description: "The sectors your association named, by code." })
  sectors(@Ctx() { sectors, viewer }: HealthAccessContext) {
    return sectors.ofTeam(viewer);
  }

  @Query(() => ActivityReport, {
    nullable: true,
    description: "What your association did in a period, counted from its records; for its own professionals alone.",
  })
  async activityReport(
    @Args(() => ActivityArguments) { organization, from, to, sector = null }: ActivityArguments,
    @Ctx() { em, viewer }: HealthAccessContext,
  ) {
    if (to < from) throw subgraphError("BAD_USER_INPUT", "to: give the day the period starts on, or a later one.");
    // Decided by who asks alone, before anything is counted.
    if (!isNavigator(viewer) || viewer.organization !== organization) return null;
    if (sector !== null && !isIdentifier(sector)) return null;
    const lines = activityLinesOf(await countActivity(em.fork(), { organization, from, to, sector }));
    if (sector !== null && lines.network.length === 0) return null;
    return { organization, from, to, sector: sector && lines.network[0]!.sector, ...lines };
  }

  @FieldResolver(() => Organization, { description: "The association." })
  organization(@Root() { organization }: ActivityReport) {
    return { id: organization };
  }
}
