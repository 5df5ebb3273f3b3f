import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { Public } from "../../../kit/public.ts";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import { rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { HealthObservation } from "../entities/protected-as.ts";
import { WorkshopRegistration } from "../entities/workshop-registration.ts";
import { WorkshopSession } from "../entities/workshop-session.ts";
import { careOfferIdOf } from "../policies/day-offer.ts";
import { placesByName } from "../policies/workshop-offer.ts";

const OBSERVATION = rule("HEALTH_OBSERVATION", "CARE_ACCESS_COORDINATION");
const WorkshopSessionConnection = declareConnection(WorkshopSession, "WorkshopSession", "sessions of workshops");

@Resolver(() => WorkshopSession)
export class WorkshopSessionResolver {
  @Query(() => WorkshopSessionConnection, {
    nullable: true,
    description: "The workshop sessions of your association, soonest first; everybody finds them in the directory.",
  })
  workshopSessions(
    @Arg("from", () => DateTimeScalar, {
      nullable: true,
      description: "Leaves out what ended before; now unless given.",
    })
    from: Date | undefined,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { workshops }: HealthAccessContext,
  ) {
    return workshops.ofTeam(from ?? new Date(), first, after);
  }

  @FieldResolver(() => Int, { description: "How many places are left; 0 when it is full." })
  async placesLeft(@Root() session: WorkshopSession, @Ctx() { workshops }: HealthAccessContext) {
    return placesByName(session) - ((await workshops.seats.takenOf.load(session.id))?.taken ?? 0);
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The association that holds it." })
  organization(@Root() { organizationId }: WorkshopSession) {
    return { id: organizationId };
  }

  @FieldResolver(() => [WorkshopRegistration], {
    nullable: true,
    description: "Who is registered that you may see, in the order of arrival; those who stay anonymous stand nowhere.",
  })
  registrations(@Root() { id }: WorkshopSession, @Ctx() { workshops }: HealthAccessContext) {
    return workshops.registrationsOf.load(id);
  }

  @FieldResolver(() => CareOffer, {
    nullable: true,
    description: "How the directory shows it, a moment after it was planned or cancelled.",
  })
  careOffer(@Root() { id }: WorkshopSession) {
    return { id: careOfferIdOf(id) };
  }
}

@Resolver(() => WorkshopRegistration)
export class WorkshopRegistrationResolver {
  @HealthObservation
  @FieldResolver(() => Person, { nullable: true, description: "Who comes." })
  person(@Root() { personId }: WorkshopRegistration) {
    return { id: personId };
  }

  @HealthObservation
  @FieldResolver(() => WorkshopSession, { nullable: true, description: "The session." })
  session(@Root() { sessionId }: WorkshopRegistration, @Ctx() { workshops }: HealthAccessContext) {
    return workshops.sessions.load(sessionId);
  }
}

@Resolver(() => Person)
export class PersonWorkshopsResolver {
  @Public("Each item follows the rules of its own type.")
  @FieldResolver(() => [WorkshopRegistration], {
    nullable: true,
    description: "Her registrations for workshops that you may see.",
  })
  async workshopRegistrations(@Root() { id }: Person, @Ctx() { workshops, enforcement }: HealthAccessContext) {
    const registrations = await workshops.ofPerson.load(id);
    // Or an outage of the registry would be an error for those who come, and an empty answer for the others.
    if (registrations.length === 0) await enforcement.confirmAbsence(OBSERVATION);
    return registrations;
  }
}
