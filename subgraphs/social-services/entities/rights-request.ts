import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type RightsKind, rightsKinds } from "../../rights-kinds.ts";
import { type RequestState, requestStates } from "../policies/file-words.ts";
import { RequestStateEnum, RightsKindEnum } from "./enums.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";
import { SocialFile } from "./social-file.ts";

/** A right asked for that says nothing of a disability. */
@SocialFollowUp()
@ObjectType({ description: "A person's request for a right, followed until the decision." })
@Entity({ tableName: "rights_request" })
@Unique({ properties: ["socialFileId", "kind", "label", "requestedOn"] })
export class RightsRequest implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the request." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => SocialFile, { mapToPk: true, fieldName: "social_file_id" })
  socialFileId!: string;

  @SocialFollowUp()
  @Field(() => RightsKindEnum, { nullable: true, description: "The right asked for." })
  @Enum({ items: Object.keys(rightsKinds) })
  kind!: RightsKind;

  /** Empty unless the kind is OTHER, so that the natural key has no null. */
  @SocialFollowUp()
  @Field(() => String, { nullable: true, description: "Name of the right when its kind is OTHER, otherwise empty." })
  @Property({ type: "text" })
  label!: string;

  @SocialFollowUp()
  @Field(() => RequestStateEnum, { nullable: true, description: "Where the request stands." })
  @Enum({ items: Object.keys(requestStates) })
  state!: RequestState;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which the request was made." })
  @Property({ type: "date" })
  requestedOn!: string;

  @SocialFollowUp()
  @Field(() => Int, { nullable: true, description: "Counts the changes; pass it back when you change the state." })
  @Property({ type: "integer" })
  version!: number;
}
