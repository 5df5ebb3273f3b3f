import { Entity, Enum, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ObjectType } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../../kit/scalars.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import type { Day } from "../policies/calendar.ts";
import { type ContractParty, contractParties, type SignatureMedium, signatureMedia } from "../policies/signing.ts";
import { ContractVersion } from "./contract-version.ts";
import { ContractPartyEnum, SignatureMediumEnum } from "./schema-enums.ts";

const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

/** One party's signature under one version. Never edited: other terms are another version, to sign anew. */
@Terms
@ObjectType({ description: "The signature of one party under the very text of one version of a contract." })
@Entity({ tableName: "contract_signature" })
@Unique({ properties: ["versionId", "party"] })
@Trigger({
  name: "contract_signature_is_never_edited",
  timing: "before",
  events: ["update"],
  body: "raise exception 'A signature is never edited: it stands under the text that was signed.'; return null;",
})
export class ContractSignature implements PersonalRow {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @ManyToOne(() => ContractVersion, { mapToPk: true, fieldName: "version_id" })
  versionId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Terms
  @Field(() => ContractPartyEnum, { nullable: true, description: "Who signed." })
  @Enum({ items: Object.keys(contractParties) })
  party!: ContractParty;

  @Terms
  @Field(() => SignatureMediumEnum, { nullable: true, description: "By what means." })
  @Enum({ items: Object.keys(signatureMedia) })
  medium!: SignatureMedium;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "Day of the signature." })
  @Property({ type: "date" })
  signedOn!: Day;

  @Terms
  @Field(() => String, { nullable: true, description: "SHA-256 of the text that was signed, in hexadecimal." })
  @Property({ type: "text" })
  textHash!: string;

  @Terms
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the signed document the organisation keeps, where one was named.",
  })
  @Property({ type: "text", nullable: true })
  documentHash: string | null = null;

  /** Account of who recorded it; null where nobody was signed in, as for the contracts a demonstration begins with. */
  @Property({ type: "text", nullable: true })
  recordedBy: string | null = null;

  @Terms
  @Field(() => DateTimeScalar, { nullable: true, description: "When it was recorded." })
  @Property({ type: "datetime" })
  recordedAt!: Date;
}
