import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import type { HealthAccessContext } from "../context.ts";
import { Appointment } from "../entities/appointment.ts";
import { AppointmentChange } from "../entities/appointment-change.ts";
import { AppointmentStatusEnum } from "../entities/appointment-enums.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { AppointmentsLogistics, HealthPlanFull } from "../entities/protected-as.ts";
import type { AppointmentStatus } from "../policies/appointment-words.ts";

const AppointmentConnection = declareConnection(Appointment, "Appointment", "appointments");

@ArgsType()
class AppointmentsArguments extends PageArguments {
  @Field(() => AppointmentStatusEnum, { nullable: true, description: "Only those that stand here." })
  status?: AppointmentStatus | null;
}

@Resolver(() => Appointment)
export class AppointmentResolver {
  @Query(() => AppointmentConnection, {
    nullable: true,
    description: "The appointments of the people your association accompanies, the earliest first.",
  })
  appointments(
    @Args(() => AppointmentsArguments) { first, after, status }: AppointmentsArguments,
    @Ctx() { appointments }: HealthAccessContext,
  ) {
    return appointments.ofTeam(first, after, status);
  }

  @AppointmentsLogistics
  @FieldResolver(() => HealthSupport, { nullable: true, description: "The health support it belongs to." })
  healthSupport(@Root() { supportId }: Appointment, @Ctx() { supports }: HealthAccessContext) {
    return supports.byId.load(supportId);
  }

  @HealthPlanFull
  @FieldResolver(() => CareOffer, {
    nullable: true,
    description:
      "The care offer of the directory it leads to; it tells what care it is, so it follows the rule of the plan.",
  })
  careOffer(@Root() { careOfferId }: Appointment) {
    return careOfferId === null ? null : { id: careOfferId };
  }

  @AppointmentsLogistics
  @FieldResolver(() => Appointment, { nullable: true, description: "The appointment it was put off from." })
  replaces(@Root() { replacesId }: Appointment, @Ctx() { appointments }: HealthAccessContext) {
    return replacesId === null ? null : appointments.byId.load(replacesId);
  }

  @AppointmentsLogistics
  @FieldResolver(() => Appointment, { nullable: true, description: "The appointment it was put off to." })
  replacedBy(@Root() { id }: Appointment, @Ctx() { appointments }: HealthAccessContext) {
    return appointments.replacedBy.load(id);
  }

  @AppointmentsLogistics
  @FieldResolver(() => [AppointmentChange], {
    nullable: true,
    description: "Its history, from the first step to the last.",
  })
  history(@Root() { id }: Appointment, @Ctx() { appointments }: HealthAccessContext) {
    return appointments.changesOf.load(id);
  }
}

@Resolver(() => HealthSupport)
export class AppointmentsOfSupportResolver {
  @AppointmentsLogistics
  @FieldResolver(() => [Appointment], { nullable: true, description: "Her appointments, the earliest first." })
  appointments(@Root() { id }: HealthSupport, @Ctx() { appointments }: HealthAccessContext) {
    return appointments.ofSupport.load(id);
  }
}
