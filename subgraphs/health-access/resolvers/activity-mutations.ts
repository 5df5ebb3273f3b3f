import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { HealthAccessContext } from "../context.ts";
import { NetworkMeeting } from "../entities/network-meeting.ts";
import { Professional } from "../entities/professional.ts";
import { SatisfactionCollection } from "../entities/satisfaction-collection.ts";
import { Sector } from "../entities/sector.ts";
import { SupervisionSession } from "../entities/supervision-session.ts";
import { assignSector } from "../services/assign-sector.ts";
import { nameSector } from "../services/name-sector.ts";
import { recordNetworkMeeting } from "../services/record-network-meeting.ts";
import { recordSatisfaction } from "../services/record-satisfaction.ts";
import { recordSupervisionSession } from "../services/record-supervision-session.ts";
import {
  AssignSectorInput,
  NameSectorInput,
  RecordNetworkMeetingInput,
  RecordSatisfactionInput,
  RecordSupervisionSessionInput,
} from "./activity-inputs.ts";
import {
  AssignSectorPayload,
  NameSectorPayload,
  RecordNetworkMeetingPayload,
  RecordSatisfactionPayload,
  RecordSupervisionSessionPayload,
} from "./activity-payloads.ts";
import { change } from "./change.ts";

@Resolver()
export class ActivityMutations {
  @Mutation(() => NameSectorPayload, {
    nullable: true,
    description: "Names a sector of your association, for good.",
  })
  nameSector(
    @Arg("input", () => NameSectorInput, { description: "The sector." }) input: NameSectorInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => nameSector(context, input));
  }

  @Mutation(() => AssignSectorPayload, {
    nullable: true,
    description: "Says to which sector a health support belongs, until it ends.",
  })
  assignSector(
    @Arg("input", () => AssignSectorInput, { description: "The support and its sector." }) input: AssignSectorInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => assignSector(context, input));
  }

  @Mutation(() => RecordNetworkMeetingPayload, {
    nullable: true,
    description: "Records a meeting of your association's professionals with the partners of a sector, once a day.",
  })
  recordNetworkMeeting(
    @Arg("input", () => RecordNetworkMeetingInput, { description: "The meeting." }) input: RecordNetworkMeetingInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordNetworkMeeting(context, input));
  }

  @Mutation(() => RecordSupervisionSessionPayload, {
    nullable: true,
    description: "Records a supervision session of your association's professionals, once a day.",
  })
  recordSupervisionSession(
    @Arg("input", () => RecordSupervisionSessionInput, { description: "The session." })
    input: RecordSupervisionSessionInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordSupervisionSession(context, input));
  }

  @Mutation(() => RecordSatisfactionPayload, {
    nullable: true,
    description: "Records answers about satisfaction collected in a sector, once a day and without names.",
  })
  recordSatisfaction(
    @Arg("input", () => RecordSatisfactionInput, { description: "The counts." }) input: RecordSatisfactionInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordSatisfaction(context, input));
  }
}

const ATTENDANTS = "The professionals who attended.";
const SECTOR = "The sector it was held or collected in.";
const professionals = (ids: readonly string[]) => ids.map((id) => ({ id }));

@Resolver(() => NetworkMeeting)
export class NetworkMeetingResolver {
  @FieldResolver(() => Sector, { nullable: true, description: SECTOR })
  sector(@Root() { sectorId }: NetworkMeeting, @Ctx() { sectors }: HealthAccessContext) {
    return sectors.byId.load(sectorId);
  }

  @FieldResolver(() => [Professional], { nullable: "itemsAndList", description: ATTENDANTS })
  attendants(@Root() { attendants }: NetworkMeeting) {
    return professionals(attendants);
  }
}

@Resolver(() => SupervisionSession)
export class SupervisionSessionResolver {
  @FieldResolver(() => [Professional], { nullable: "itemsAndList", description: ATTENDANTS })
  attendants(@Root() { attendants }: SupervisionSession) {
    return professionals(attendants);
  }
}

@Resolver(() => SatisfactionCollection)
export class SatisfactionCollectionResolver {
  @FieldResolver(() => Sector, { nullable: true, description: SECTOR })
  sector(@Root() { sectorId }: SatisfactionCollection, @Ctx() { sectors }: HealthAccessContext) {
    return sectors.byId.load(sectorId);
  }
}
