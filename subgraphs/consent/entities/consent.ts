import { Entity, Formula, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import { ConsentState, consentStates } from "../policies/consent-state.ts";

registerEnumType(ConsentState, {
  name: "ConsentState",
  description: "How far a consent has come.",
  valuesConfig: Object.fromEntries(
    Object.entries(consentStates).map(([state, description]) => [state, { description }]),
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
  @Field(() => Date, { nullable: true, description: "When the person refused or withdrew it." })
  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => Date, { nullable: true, description: "The instant from which it permits nothing any more." })
  @Property({ type: "datetime" })
  notAfter!: Date;

  /** The authority under which somebody decided with or for her; null when she decided alone. */
  @Property({ type: "uuid", nullable: true })
  authorityId!: string | null;

  /** When that authority ends, as the database knows it; it is read, never written. */
  @Formula((columns) => `(select least(p.valid_to, p.ended_at) from proxy_authority p where p.id = ${columns.authorityId})`, {
    type: "datetime",
  })
  authorityEndsAt?: Date | null;
}
