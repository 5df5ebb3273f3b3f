import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** A version of the text a person is shown before she decides; never edited, only followed by another. */
@Public("The same text is shown to everyone.")
@ObjectType({ description: "The information a person is given before she decides about a consent." })
@Entity({ tableName: "notice" })
export class Notice {
  @Field(() => ID, { description: "Opaque identifier of this version." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Field(() => Int, { description: "Version, from 1 upwards." })
  @Property({ type: "integer" })
  version!: number;

  @Field(() => String, { description: "Language of the text: `fr`, or `fr-falc` for French that is easy to read." })
  @Property({ type: "text" })
  language!: string;

  @Field(() => String, {
    description: "The whole text: what is shared, with which professionals, by what means and how protected.",
  })
  @Property({ type: "text" })
  text!: string;

  @Field(() => String, { description: "SHA-256 of the text in hexadecimal; a consent is bound to it." })
  @Property({ type: "text" })
  contentHash!: string;

  @Field(() => Boolean, {
    description: "Whether it changes what people agreed to: consents given on an earlier version are then suspended.",
  })
  @Property({ type: "boolean", default: false })
  isMaterial!: boolean;

  @Field(() => Date, { description: "The instant from which it is the one people are shown." })
  @Property({ type: "datetime", defaultRaw: "now()" })
  effectiveFrom!: Date;
}
