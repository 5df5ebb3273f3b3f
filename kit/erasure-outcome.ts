import { Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Public } from "./public.ts";
import { DateScalar } from "./scalars.ts";

/** Why a record stays although its subject asked for its erasure; closed. */
export const keptGrounds = {
  UNDER_WAY: "What it belongs to still goes on: end it first, then ask again.",
  LEGAL_RETENTION: "The organisation has to keep it for a time after the end (GDPR, art. 17(3)(b)).",
  PROOF: "It proves what was consented to, or who was shown what (GDPR, art. 17(3)(e)).",
  RECOGNITION: "It tells whom the records that stay are about.",
} as const;

export const KeptGround = Object.fromEntries(Object.keys(keptGrounds).map((ground) => [ground, ground]));
registerEnumType(KeptGround, {
  name: "KeptGround",
  description: "Why a record stays although its erasure was asked for.",
  valuesConfig: Object.fromEntries(
    Object.entries(keptGrounds).map(([ground, description]) => [ground, { description }]),
  ),
});

/** What became of the records of one kind, kept where they were: nobody else is told of it. */
@Public("Answered to the one it is about and to nobody else.")
@Directive("@shareable")
@ObjectType({ description: "What became of the records of one kind when you asked for their erasure." })
@Entity({ tableName: "erasure_outcome" })
@Index({ properties: ["subjectId"] })
export class ErasureOutcome {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  subjectId!: string;

  @Field(() => ID, { description: "Identifier of the request it answers." })
  @Property({ type: "uuid" })
  requestId!: string;

  @Field(() => String, { description: "Which kind of record, in the words of its source." })
  @Property({ type: "text" })
  kind!: string;

  @Field(() => Int, { description: "How many were erased." })
  @Property({ type: "integer" })
  erased!: number;

  @Field(() => Int, { description: "How many stay, for the reason told." })
  @Property({ type: "integer" })
  kept!: number;

  @Field(() => KeptGround, { nullable: true, description: "Why they stay." })
  @Property({ type: "text", nullable: true })
  ground!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The day until which the last of them stays at most; absent while nobody can tell.",
  })
  @Property({ type: "date", nullable: true })
  keptUntil!: string | null;

  @Field(() => Date, { description: "When it was done." })
  @Property({ type: "datetime" })
  decidedAt!: Date;
}
