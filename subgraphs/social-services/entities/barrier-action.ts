import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import {
  type BarrierActionKind,
  type BarrierActionStatus,
  barrierActionKinds,
  barrierActionStatuses,
} from "../policies/barrier-action-words.ts";
import { Barrier } from "./barrier.ts";
import { BarrierActionKindEnum, BarrierActionStatusEnum } from "./enums.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Held by the organisation that keeps the file, whoever is to do it; over once. */
@SocialFollowUp()
@ObjectType({ description: "What is done about a barrier to employment: by whom, by when, and what came of it." })
@Entity({ tableName: "barrier_action" })
@Index({ name: "barrier_action_by_barrier", properties: ["barrierId"] })
@Index({ name: "barrier_action_open_by_assignee", properties: ["assigneeId", "dueOn"], where: "ended_on is null" })
@Index({ name: "barrier_action_open_by_holder", properties: ["organizationId", "dueOn"], where: "ended_on is null" })
export class BarrierAction implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the action." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => Barrier, { mapToPk: true, fieldName: "barrier_id" })
  barrierId!: string;

  /** The organisation that is to do it. */
  @Property({ type: "uuid" })
  assigneeId!: string;

  @SocialFollowUp()
  @Field(() => BarrierActionKindEnum, { nullable: true, description: "What is done." })
  @Enum({ items: Object.keys(barrierActionKinds) })
  kind!: BarrierActionKind;

  @SocialFollowUp()
  @Field(() => String, { nullable: true, description: "What exactly, in words; always given when its kind is OTHER." })
  @Property({ type: "text", nullable: true })
  label!: string | null;

  @SocialFollowUp()
  @Field(() => BarrierActionStatusEnum, { nullable: true, description: "Where it stands." })
  @Enum({ items: Object.keys(barrierActionStatuses) })
  status!: BarrierActionStatus;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it was planned." })
  @Property({ type: "date" })
  plannedOn!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day by which it is to be done." })
  @Property({ type: "date" })
  dueOn!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it was done or given up; absent until then." })
  @Property({ type: "date", nullable: true })
  endedOn!: string | null;

  @SocialFollowUp()
  @Field(() => Int, { nullable: true, description: "Counts the changes; pass it back when you change the status." })
  @Property({ type: "integer" })
  version!: number;
}
