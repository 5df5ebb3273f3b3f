import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import {
  type AssuranceLevel as Assurance,
  assuranceLevels,
  EvidenceKind,
  evidenceKinds,
} from "../policies/evidence-kind.ts";
import { declareWords } from "./consent-words.ts";

registerEnumType(EvidenceKind, {
  name: "EvidenceKind",
  description: "How a decision about a consent was received.",
  valuesConfig: Object.fromEntries(Object.entries(evidenceKinds).map(([kind, description]) => [kind, { description }])),
});
export const AssuranceLevel = declareWords(
  "AssuranceLevel",
  "How surely it is known who decided, in the levels of the eIDAS regulation.",
  assuranceLevels,
);

/** One signature under a consent: whose, how it was received, and which notice was read. Never changed. */
@Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
@ObjectType({ description: "How one signature under a consent was received." })
@Entity({ tableName: "consent_evidence" })
export class ConsentEvidence implements PersonalRow {
  @PrimaryKey({ type: "bigint" })
  id!: string;

  @Property({ type: "uuid" })
  consentId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The organisation that asked for the consent, which may read it. */
  @Property({ type: "uuid" })
  organizationId!: string;

  /** Under which authority it was given; null when the person decided herself. */
  @Property({ type: "uuid", nullable: true })
  authorityId!: string | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => EvidenceKind, { nullable: true, description: "By what means." })
  @Property({ type: "text" })
  kind!: EvidenceKind;

  /** Account of who received it; null for consents older than this record. */
  @Property({ type: "text", nullable: true })
  capturedBy!: string | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "When it was received." })
  @Property({ type: "datetime" })
  capturedAt!: Date;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => AssuranceLevel, {
    nullable: true,
    description: "How surely it is known who decided; absent when nobody said.",
  })
  @Property({ type: "text", nullable: true })
  assurance!: Assurance | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the signed document, in hexadecimal; its bytes never enter the hub.",
  })
  @Property({ type: "text", nullable: true })
  artefactHash!: string | null;

  /** The organisation that keeps the document, or whose professional attests. */
  @Property({ type: "uuid", nullable: true })
  custodianOrganizationId!: string | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Boolean, { nullable: true, description: "Whether she was helped to understand." })
  @Property({ type: "boolean", default: false })
  isAssisted!: boolean;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Boolean, { nullable: true, description: "Whether an interpreter was present." })
  @Property({ type: "boolean", default: false })
  isInterpreted!: boolean;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, { nullable: true, description: "SHA-256 of the notice that was read, in hexadecimal." })
  @Property({ type: "text" })
  shownNoticeHash!: string;
}
