import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import {
  accompanimentBases,
  accompanimentEndReasons,
  type AccompanimentBasis as Basis,
  type AccompanimentEndReason as EndReason,
} from "../policies/accompaniment-words.ts";
import { declareWords } from "./consent-words.ts";

export const AccompanimentBasis = declareWords(
  "AccompanimentBasis",
  "On what an organisation accompanies a person.",
  accompanimentBases,
);
export const AccompanimentEndReason = declareWords(
  "AccompanimentEndReason",
  "Why an organisation accompanies a person no more.",
  accompanimentEndReasons,
);

/** That an organisation accompanies a person, and on what ground: it may then know who she is. Begun and ended, never changed. */
@Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
@ObjectType({ description: "That an organisation accompanies a person: since when, on what basis, and until when." })
@Entity({ tableName: "accompaniment" })
export class Accompaniment implements PersonalRow {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the accompaniment." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @Field(() => AccompanimentBasis, { nullable: true, description: "On what basis it joined." })
  @Property({ type: "text" })
  basis!: Basis;

  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @Field(() => DateScalar, { nullable: true, description: "Day on which it joined." })
  @Property({ type: "date" })
  startedOn!: string;

  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @Field(() => DateScalar, { nullable: true, description: "Day on which it ended; absent while it lasts." })
  @Property({ type: "date", nullable: true })
  endedOn!: string | null;

  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @Field(() => AccompanimentEndReason, { nullable: true, description: "Why it ended." })
  @Property({ type: "text", nullable: true })
  endReason?: EndReason | null;

  /** The invitation it was joined by; null for those that were there before there were any. */
  @Property({ type: "uuid", nullable: true })
  invitationId?: string | null;

  /** The professional who joined in her organisation's name. */
  @Property({ type: "uuid", nullable: true })
  professionalId?: string | null;
}
