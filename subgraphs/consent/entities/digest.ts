import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { declareWords } from "./consent-words.ts";

export const digestFrequencies = {
  DAILY: "Each day from seven in the morning, Paris time.",
  WEEKLY: "Each Monday from seven in the morning, Paris time.",
} as const;
export type DigestFrequencyWord = keyof typeof digestFrequencies;
export const DigestFrequency = declareWords(
  "DigestFrequency",
  "How often a digest of an inbox is sent, when something new waits.",
  digestFrequencies,
);

/** Where and how often a professional hears by e-mail that something waits; nothing is sent before the address is confirmed. */
@Public("It is the viewer's own setting.")
@ObjectType({ description: "How you are told by e-mail that something waits in your inbox." })
@Entity({ tableName: "digest" })
export class Digest {
  @Field(() => ID, { name: "id", description: "Opaque identifier of the digest." })
  @PrimaryKey({ type: "uuid" })
  professionalId!: string;

  @Field(() => String, { description: "The address it is sent to." })
  @Property({ type: "text" })
  address!: string;

  @Field(() => DigestFrequency, { description: "How often." })
  @Property({ type: "text" })
  frequency!: DigestFrequencyWord;

  /** SHA-256 of the code last sent. */
  @Property({ type: "text" })
  codeHash!: string;

  @Property({ type: "datetime", length: 3 })
  codeSentAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: "When the address was confirmed; absent until then, and nothing is sent.",
  })
  @Property({ type: "datetime", length: 3, nullable: true })
  confirmedAt!: Date | null;

  @Property({ type: "datetime", length: 3, nullable: true })
  sentAt!: Date | null;
}
