import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type DisabilityKind, disabilityKinds, type RequestState, requestStates } from "../policies/file-words.ts";
import { DisabilityKindEnum, RequestStateEnum } from "./enums.ts";
import { DisabilityRights, OpaqueIdentifier } from "./rules.ts";
import { SocialFile } from "./social-file.ts";

/**
 * Apart from RightsRequest: that such a request exists is health data already, so whoever may read the social file
 * does not learn of it.
 */
@DisabilityRights()
@ObjectType({
  description: "A person's request for a right linked to a disability: health data, shown under a consent of its own.",
})
@Entity({ tableName: "disability_request" })
@Unique({ properties: ["socialFileId", "kind", "label", "requestedOn"] })
export class DisabilityRequest implements PersonalRow {
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

  @DisabilityRights()
  @Field(() => DisabilityKindEnum, { nullable: true, description: "The right asked for." })
  @Enum({ items: Object.keys(disabilityKinds) })
  kind!: DisabilityKind;

  /** Empty unless the kind is OTHER, so that the natural key has no null. */
  @DisabilityRights()
  @Field(() => String, { nullable: true, description: "Name of the right when its kind is OTHER, otherwise empty." })
  @Property({ type: "text" })
  label!: string;

  @DisabilityRights()
  @Field(() => RequestStateEnum, { nullable: true, description: "Where the request stands." })
  @Enum({ items: Object.keys(requestStates) })
  state!: RequestState;

  @DisabilityRights()
  @Field(() => DateScalar, { nullable: true, description: "Day on which the request was made." })
  @Property({ type: "date" })
  requestedOn!: string;

  @DisabilityRights()
  @Field(() => Int, { nullable: true, description: "Counts the changes; pass it back when you change the state." })
  @Property({ type: "integer" })
  version!: number;
}
