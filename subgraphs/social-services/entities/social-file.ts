import { randomUUID } from "node:crypto";
import { Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** One per person and organisation; what hangs below it is held by the same organisation. */
@SocialFollowUp()
@ObjectType({ description: "The file a social service keeps to follow a person's situation." })
@Entity({ tableName: "social_file" })
@Unique({ properties: ["personId", "organizationId"] })
@Index({ properties: ["organizationId"] })
export class SocialFile implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the file." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which the file was opened." })
  @Property({ type: "date" })
  openedOn!: string;
}
