import { Entity, Enum, Index, PrimaryKey, Property, Trigger } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { type ActivityRecordKind, activityRecordKinds } from "../policies/activity-record-words.ts";
import { closedEnum } from "./closed-enum.ts";
import { neverRewritten } from "./never-rewritten.ts";

export const ActivityRecordKindEnum = closedEnum(
  "ActivityRecordKind",
  "What a team records that is about no one person.",
  activityRecordKinds,
);

/**
 * A record that was taken out of those a report counts, as it stood. It is kept in a table of its own, so that the natural key of what
 * stands is free for the record that is right.
 */
@Public("What a team recorded of its own work is about no one person.")
@ObjectType({
  description: "A meeting, a session or a collection that was recorded by mistake, and why it no longer counts.",
})
@Entity({ tableName: "cancelled_activity_record" })
@Trigger(neverRewritten)
@Index({ properties: ["organizationId", "happenedOn", "id"] })
export class CancelledActivityRecord {
  /** That of the record, which only this row has from now on. */
  @Field(() => ID, { description: "Identifier of the record that was cancelled." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => ActivityRecordKindEnum, { description: "What it was." })
  @Enum({ items: Object.keys(activityRecordKinds) })
  kind!: ActivityRecordKind;

  @Field(() => DateScalar, { description: "The day it was recorded for." })
  @Property({ type: "date" })
  happenedOn!: string;

  /** The row as it stood. */
  @Property({ type: "json" })
  content!: object;

  @Field(() => String, { description: "Why it no longer counts, in words." })
  @Property({ type: "text" })
  reason!: string;

  @Field(() => Date, { description: "When it was cancelled." })
  @Property({ type: "datetime", length: 3 })
  cancelledAt!: Date;
}
