import { Length } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { ActivityRecordKindEnum, CancelledActivityRecord } from "../entities/cancelled-activity-record.ts";
import { NetworkMeeting } from "../entities/network-meeting.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { SatisfactionCollection } from "../entities/satisfaction-collection.ts";
import { SupervisionSession } from "../entities/supervision-session.ts";
import type { ActivityRecordKind } from "../policies/activity-record-words.ts";
import {
  cancelledRecords,
  findRecords,
  networkMeetings,
  satisfactionCollections,
  supervisionSessions,
} from "../repositories/activity-records.ts";
import { type CancelActivityRecord, cancelActivityRecord } from "../services/cancel-activity-record.ts";
import { change } from "./change.ts";

const NetworkMeetingConnection = declareConnection(NetworkMeeting, "NetworkMeeting", "meetings");
const SupervisionSessionConnection = declareConnection(SupervisionSession, "SupervisionSession", "sessions");
const SatisfactionCollectionConnection = declareConnection(
  SatisfactionCollection,
  "SatisfactionCollection",
  "collections",
);
const CancelledActivityRecordConnection = declareConnection(
  CancelledActivityRecord,
  "CancelledActivityRecord",
  "records",
);

@ArgsType()
class ActivityRecordsArguments extends PageArguments {
  @Field(() => DateScalar, { nullable: true, description: "The first day shown; the first there is when absent." })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The last day shown; the last there is when absent." })
  to?: string | null;
}

const pageOf = ({ first, after, from, to }: ActivityRecordsArguments) => ({
  first,
  after: after ?? null,
  from: from ?? null,
  to: to ?? null,
});

@InputType({ description: "A record of your association that was made by mistake." })
class CancelActivityRecordInput implements CancelActivityRecord {
  @Field(() => ActivityRecordKindEnum, { description: "What it is." })
  kind!: ActivityRecordKind;

  @Field(() => ID, { description: "The record." })
  record!: string;

  @Length(1, 500)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Why it no longer counts, without a word of anybody accompanied." })
  reason!: string;
}

@OwnAct
@ObjectType({ description: "What cancelling a record gave." })
class CancelActivityRecordPayload {
  @Field(() => CancelledActivityRecord, {
    nullable: true,
    description: "The record as it is kept, which counts no longer.",
  })
  cancelledRecord?: CancelledActivityRecord;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Resolver(() => CancelledActivityRecord)
export class ActivityRecordsResolver {
  @Query(() => NetworkMeetingConnection, {
    nullable: true,
    description: "Network meetings your association recorded, the latest first, without those that were cancelled.",
  })
  networkMeetings(
    @Args(() => ActivityRecordsArguments) page: ActivityRecordsArguments,
    @Ctx() { em, viewer }: HealthAccessContext,
  ) {
    return findRecords(em, viewer, networkMeetings, pageOf(page));
  }

  @Query(() => SupervisionSessionConnection, {
    nullable: true,
    description: "Supervision sessions your association recorded, the latest first, without those that were cancelled.",
  })
  supervisionSessions(
    @Args(() => ActivityRecordsArguments) page: ActivityRecordsArguments,
    @Ctx() { em, viewer }: HealthAccessContext,
  ) {
    return findRecords(em, viewer, supervisionSessions, pageOf(page));
  }

  @Query(() => SatisfactionCollectionConnection, {
    nullable: true,
    description:
      "Answers about satisfaction your association recorded, the latest first, without those that were cancelled.",
  })
  satisfactionCollections(
    @Args(() => ActivityRecordsArguments) page: ActivityRecordsArguments,
    @Ctx() { em, viewer }: HealthAccessContext,
  ) {
    return findRecords(em, viewer, satisfactionCollections, pageOf(page));
  }

  @Query(() => CancelledActivityRecordConnection, {
    nullable: true,
    description: "What your association recorded by mistake and cancelled, the latest day first.",
  })
  cancelledActivityRecords(
    @Args(() => ActivityRecordsArguments) page: ActivityRecordsArguments,
    @Ctx() { em, viewer }: HealthAccessContext,
  ) {
    return findRecords(em, viewer, cancelledRecords, pageOf(page));
  }

  @FieldResolver(() => NetworkMeeting, {
    nullable: true,
    description: "The network meeting as it was recorded, when it was one.",
  })
  networkMeeting(@Root() { kind, content }: CancelledActivityRecord) {
    return kind === "NETWORK_MEETING" ? Object.assign(new NetworkMeeting(), content) : null;
  }

  @FieldResolver(() => SupervisionSession, {
    nullable: true,
    description: "The session as it was recorded, when it was one.",
  })
  supervisionSession(@Root() { kind, content }: CancelledActivityRecord) {
    return kind === "SUPERVISION_SESSION" ? Object.assign(new SupervisionSession(), content) : null;
  }

  @FieldResolver(() => SatisfactionCollection, {
    nullable: true,
    description: "The answers as they were recorded, when it was a collection of them.",
  })
  satisfactionCollection(@Root() { kind, content }: CancelledActivityRecord) {
    return kind === "SATISFACTION_COLLECTION" ? Object.assign(new SatisfactionCollection(), content) : null;
  }

  @Mutation(() => CancelActivityRecordPayload, {
    nullable: true,
    description:
      "Cancels a meeting, a session or a collection your association recorded by mistake: no report counts it, and its day is free for the right one.",
  })
  cancelActivityRecord(
    @Arg("input", () => CancelActivityRecordInput, { description: "What to cancel, and why." })
    input: CancelActivityRecordInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelActivityRecord(context, input));
  }
}
