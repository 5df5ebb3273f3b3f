import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import { ProxyKind, proxyKinds } from "../policies/proxy-kind.ts";
import { DataCategory } from "./consent-words.ts";

registerEnumType(ProxyKind, {
  name: "ProxyKind",
  description: "In what capacity somebody decides with or for a person.",
  valuesConfig: Object.fromEntries(Object.entries(proxyKinds).map(([kind, description]) => [kind, { description }])),
});

/** That somebody may decide with or for a person, as a professional verified it. Never changed, only ended. */
@Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
@ObjectType({ description: "The authority of somebody to decide with or for a person about her consents." })
@Entity({ tableName: "proxy_authority" })
export class ProxyAuthority implements PersonalRow {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the authority." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The organisation whose professional verified it. */
  @Property({ type: "uuid" })
  organizationId!: string;

  /** The account of who holds it, `<issuer alias>|<sub>`. */
  @Property({ type: "text" })
  holderSubject!: string;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, { nullable: true, description: "Name of who holds it, as on the act that gives it." })
  @Property({ type: "text" })
  holderName!: string;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => ProxyKind, { nullable: true, description: "In what capacity." })
  @Property({ type: "text" })
  kind!: ProxyKind;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => [DataCategory], { nullable: true, description: "The categories of data it extends to." })
  @Property({ type: "array" })
  scope!: string[];

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "The instant from which it holds." })
  @Property({ type: "datetime" })
  validFrom!: Date;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, {
    nullable: true,
    description: "The instant from which it holds no more, nor any consent under it.",
  })
  @Property({ type: "datetime" })
  validTo!: Date;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the act that gives it, such as a judgment, in hexadecimal.",
  })
  @Property({ type: "text" })
  evidenceHash!: string;

  @Property({ type: "text" })
  verifiedBy!: string;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "When a professional verified it." })
  @Property({ type: "datetime" })
  verifiedAt!: Date;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "When it was ended before its date." })
  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;

  @Property({ type: "text", nullable: true })
  endedBy!: string | null;
}
