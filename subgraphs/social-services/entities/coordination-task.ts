import { randomUUID } from "node:crypto";
import { Entity, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { CoordinationMeeting } from "./coordination-meeting.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Held by the organisation that called the meeting; done once. */
@SocialFollowUp()
@Directive('@key(fields: "id")')
@ObjectType({ description: "What an organisation is to do for a person, as a coordination meeting decided." })
@Entity({ tableName: "coordination_task" })
@Index({ name: "coordination_task_by_meeting", properties: ["meetingId"] })
@Index({ name: "coordination_task_open_by_assignee", properties: ["assigneeId", "dueOn"], where: "done_on is null" })
@Index({ name: "coordination_task_open_by_holder", properties: ["organizationId", "dueOn"], where: "done_on is null" })
export class CoordinationTask implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the task." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => CoordinationMeeting, { mapToPk: true, fieldName: "meeting_id" })
  meetingId!: string;

  /** The organisation that is to do it. */
  @Property({ type: "uuid" })
  assigneeId!: string;

  @SocialFollowUp()
  @Field(() => String, { nullable: true, description: "What is to be done." })
  @Property({ type: "text" })
  label!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day by which it is to be done." })
  @Property({ type: "date" })
  dueOn!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it was done; absent until then." })
  @Property({ type: "date", nullable: true })
  doneOn!: string | null;
}
