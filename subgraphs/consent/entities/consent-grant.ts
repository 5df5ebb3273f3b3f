import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";
import type { DataCategory as Category, PersonalRow, Purpose as PurposeWord } from "../../protection.ts";
import { DataCategory, GrantOperation, Purpose } from "./consent-words.ts";

/** One permission: exactly one source, recipient, purpose and category; never widened, only ended. */
@Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "One permission within a consent: from one organisation to another, for one purpose and one category of data.",
})
@Entity({ tableName: "consent_grant" })
export class ConsentGrant implements PersonalRow {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the permission." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  consentId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The organisation that asked for the consent, which may read it. */
  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "uuid" })
  sourceOrganizationId!: string;

  @Property({ type: "uuid" })
  granteeOrganizationId!: string;

  @Property({ type: "array" })
  granteeRoles!: string[];

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Purpose, { nullable: true, description: "What the data may be used for." })
  @Property({ type: "text" })
  purpose!: PurposeWord;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => DataCategory, { nullable: true, description: "Which data it is about." })
  @Property({ type: "text" })
  category!: Category;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => [GrantOperation], { nullable: true, description: "What the recipient may do with it." })
  @Property({ type: "array" })
  operations!: GrantOperation[];

  /** The one record it is limited to, known to its own source; travels between sources only. */
  @Public("Used between sources only.")
  @Directive("@inaccessible")
  @Field(() => ID, { nullable: true, description: "Identifier of the one record the permission is limited to." })
  @Property({ type: "uuid", nullable: true })
  resourceId!: string | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the exact content the person approves, in hexadecimal.",
  })
  @Property({ type: "text", nullable: true, fieldName: "content_hash" })
  approvedContentHash!: string | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "The instant from which it permits." })
  @Property({ type: "datetime" })
  notBefore!: Date;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "The instant from which it permits nothing any more." })
  @Property({ type: "datetime" })
  notAfter!: Date;

  /** Set when the person did not choose it, or ended it. */
  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;
}
