import { Entity, Formula, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import { ConsentState, consentStates } from "../policies/consent-state.ts";
import { SuspensionCause, suspensionCauses } from "../policies/suspension-cause.ts";

registerEnumType(ConsentState, {
  name: "ConsentState",
  description: "How far a consent has come.",
  valuesConfig: Object.fromEntries(
    Object.entries(consentStates).map(([state, description]) => [state, { description }]),
  ),
});

registerEnumType(SuspensionCause, {
  name: "SuspensionCause",
  description: "Why a consent is suspended.",
  valuesConfig: Object.fromEntries(
    Object.entries(suspensionCauses).map(([cause, description]) => [cause, { description }]),
  ),
});

/** A person's consent, asked for by one organisation; its grants say what it permits. */
@Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
@Directive('@key(fields: "id")')
@ObjectType({ description: "A person's consent to share, with the notice she was shown and what exactly it permits." })
@Entity({ tableName: "consent" })
export class Consent implements PersonalRow {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the consent." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The organisation that asked for it. */
  @Property({ type: "uuid" })
  organizationId!: string;

  /** As stored; {@link stateAt} tells whether it has expired since. */
  @Property({ type: "text" })
  state!: ConsentState;

  /** The clock of the database when the row was read: by it, and by no other, a consent lapses and expires. */
  @Property({ type: "datetime", formula: "clock_timestamp()", persist: false })
  readAt?: Date;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Int, {
    nullable: true,
    description: "Version, from 1 upwards: raised when it is narrowed or confirmed again.",
  })
  @Property({ type: "integer", default: 1 })
  version!: number;

  /** Why it was suspended by an act; what lapses with an authority is read from the clock. */
  @Property({ type: "text", nullable: true })
  suspensionCause!: SuspensionCause | null;

  /** The consent that ends when this one is given. */
  @Property({ type: "uuid", nullable: true })
  replacesId!: string | null;

  @Property({ type: "uuid" })
  noticeId!: string;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "When it was shown to the person with its notice." })
  @Property({ type: "datetime", nullable: true })
  offeredAt!: Date | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "When the person gave it." })
  @Property({ type: "datetime", nullable: true })
  givenAt!: Date | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, {
    nullable: true,
    description: "When it ended by an act, such as a withdrawal, rather than by its date.",
  })
  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "The instant from which it permits nothing any more." })
  @Property({ type: "datetime" })
  notAfter!: Date;

  /** How it was received, in the one word of versions before `ConsentEvidence`, which may still run; this one never writes it. */
  @Property({ type: "text", nullable: true, fieldName: "evidence" })
  formerEvidence?: string | null;

  /** The authority under which somebody decided with or for her; null when she decided alone. */
  @Property({ type: "uuid", nullable: true })
  authorityId!: string | null;

  /** When that authority ends, as the database knows it; it is read, never written. */
  @Formula(
    (columns) => `(select least(p.valid_to, p.ended_at) from proxy_authority p where p.id = ${columns.authorityId})`,
    {
      type: "datetime",
    },
  )
  authorityEndsAt?: Date | null;
}
