import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type ActingRole, actingRoles } from "../policies/actor.ts";
import { type BarrierActionStatus, barrierActionStatuses } from "../policies/barrier-action-words.ts";
import { BarrierAction } from "./barrier-action.ts";
import { ActingRoleEnum, BarrierActionStatusEnum } from "./enums.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Appended with every status of an action, the first included; never rewritten. */
@SocialFollowUp()
@ObjectType({ description: "One step in the history of an action about a barrier." })
@Entity({ tableName: "barrier_action_change" })
@Unique({ properties: ["actionId", "version"] })
export class BarrierActionChange implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the step." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => BarrierAction, { mapToPk: true, fieldName: "action_id" })
  actionId!: string;

  /** The version of the action it made. */
  @Property({ type: "integer" })
  version!: number;

  @SocialFollowUp()
  @Field(() => BarrierActionStatusEnum, { nullable: true, description: "The status the action came to." })
  @Enum({ items: Object.keys(barrierActionStatuses) })
  status!: BarrierActionStatus;

  @SocialFollowUp()
  @Field(() => String, { nullable: true, description: "Why, in words; always given where it was given up." })
  @Property({ type: "text", nullable: true })
  reason!: string | null;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it happened." })
  @Property({ type: "date" })
  happenedOn!: string;

  @SocialFollowUp()
  @Field(() => Date, { nullable: true, description: "Instant at which it was recorded." })
  @Property({ type: "datetime", length: 3 })
  recordedAt!: Date;

  @SocialFollowUp()
  @Field(() => ActingRoleEnum, { nullable: true, description: "Role of the one who recorded it." })
  @Enum({ items: Object.keys(actingRoles) })
  actorRole!: ActingRole;

  @Property({ type: "uuid" })
  actorOrganizationId!: string;
}
