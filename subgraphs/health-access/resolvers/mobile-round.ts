import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import type { HealthAccessContext } from "../context.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { MobileRound } from "../entities/mobile-round.ts";
import { Organization } from "../entities/organization.ts";
import { RoundSeries } from "../entities/round-series.ts";
import { RoundStop } from "../entities/round-stop.ts";
import { careOfferIdOf } from "../policies/day-offer.ts";
import { today } from "../services/today.ts";

const MobileRoundConnection = declareConnection(MobileRound, "MobileRound", "rounds");

@Resolver(() => MobileRound)
export class MobileRoundResolver {
  @Query(() => MobileRoundConnection, {
    nullable: true,
    description:
      "The rounds of your organisation's mobile units, soonest first; everybody finds their stops in the directory.",
  })
  mobileRounds(
    @Arg("from", () => DateScalar, { nullable: true, description: "First day to show; today unless given." })
    from: string | undefined,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { rounds }: HealthAccessContext,
  ) {
    return rounds.ofTeam(from ?? today(), first, after);
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organisation whose unit it is." })
  organization(@Root() { organizationId }: MobileRound) {
    return { id: organizationId };
  }

  @FieldResolver(() => RoundSeries, {
    nullable: true,
    description: "The series it was planned with; absent when it was planned alone.",
  })
  series(@Root() { seriesId }: MobileRound, @Ctx() { rounds }: HealthAccessContext) {
    return seriesId && rounds.seriesById.load(seriesId);
  }

  @FieldResolver(() => [RoundStop], { description: "Its stops in the order of the day, cancelled ones included." })
  stops(@Root() { id }: MobileRound, @Ctx() { rounds }: HealthAccessContext) {
    return rounds.stopsOf.load(id);
  }
}

@Resolver(() => RoundStop)
export class RoundStopResolver {
  @FieldResolver(() => CareOffer, {
    nullable: true,
    description: "How the directory shows it, a moment after it was planned, moved or cancelled.",
  })
  careOffer(@Root() { id }: RoundStop) {
    return { id: careOfferIdOf(id) };
  }
}
