import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import type { HealthAccessContext } from "../context.ts";
import { Organization } from "../entities/organization.ts";
import { TrainingRegistration } from "../entities/training-registration.ts";
import { TrainingSession } from "../entities/training-session.ts";

const TrainingSessionConnection = declareConnection(TrainingSession, "TrainingSession", "training sessions");

@Resolver(() => TrainingSession)
export class TrainingSessionResolver {
  @Query(() => TrainingSessionConnection, {
    nullable: true,
    description: "The training sessions of your organisation and those open to it, soonest first.",
  })
  trainingSessions(
    @Arg("from", () => DateTimeScalar, {
      nullable: true,
      description: "Leaves out what ended before; now unless given.",
    })
    from: Date | undefined,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { trainings }: HealthAccessContext,
  ) {
    return trainings.list(from ?? new Date(), first, after);
  }

  @FieldResolver(() => Int, { description: "How many places are left; 0 when it is full." })
  async placesLeft(@Root() { id, capacity }: TrainingSession, @Ctx() { trainings }: HealthAccessContext) {
    return capacity - ((await trainings.seats.takenOf.load(id))?.taken ?? 0);
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The association that holds it." })
  organization(@Root() { organizationId }: TrainingSession) {
    return { id: organizationId };
  }

  @FieldResolver(() => [Organization], {
    nullable: "itemsAndList",
    description: "The organisations besides its own whose professionals may come.",
  })
  openTo(@Root() { openTo }: TrainingSession) {
    return openTo.map((id) => ({ id }));
  }

  @FieldResolver(() => [TrainingRegistration], {
    nullable: true,
    description: "Who comes, in the order of arrival, for the team that holds it; to others their own registration.",
  })
  registrations(@Root() { id }: TrainingSession, @Ctx() { trainings }: HealthAccessContext) {
    return trainings.registrationsOf.load(id);
  }
}

@Resolver(() => TrainingRegistration)
export class TrainingRegistrationResolver {
  @FieldResolver(() => TrainingSession, { nullable: true, description: "The session." })
  session(@Root() { sessionId }: TrainingRegistration, @Ctx() { trainings }: HealthAccessContext) {
    return trainings.sessions.load(sessionId);
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organisation she comes for." })
  comesFor(@Root() { comesFor }: TrainingRegistration) {
    return { id: comesFor };
  }
}
