import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type ActingRole, actingRoles } from "../policies/actor.ts";
import { type RequestState, requestStates } from "../policies/file-words.ts";
import { ActingRoleEnum, RequestStateEnum } from "./enums.ts";
import { RightsRequest } from "./rights-request.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Appended with every state of a request, the first included; never rewritten. */
@SocialFollowUp()
@ObjectType({ description: "One step in the history of a request for a right." })
@Entity({ tableName: "rights_request_change" })
@Unique({ properties: ["requestId", "version"] })
export class RightsRequestChange implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the step." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => RightsRequest, { mapToPk: true, fieldName: "request_id" })
  requestId!: string;

  /** The version of the request it made. */
  @Property({ type: "integer" })
  version!: number;

  @SocialFollowUp()
  @Field(() => RequestStateEnum, { nullable: true, description: "The state the request came to." })
  @Enum({ items: Object.keys(requestStates) })
  state!: RequestState;

  @SocialFollowUp()
  @Field(() => String, {
    nullable: true,
    description: "Why, in words; always given for a refusal, an adjournment and a dismissal.",
  })
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
