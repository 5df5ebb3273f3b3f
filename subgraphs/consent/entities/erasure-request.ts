import { Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** A person asked for the erasure of what is held about her; each source answers where it keeps its records. */
@Public("Shown to the person it is about and to nobody else.")
@ObjectType({ description: "One time you asked for the erasure of what is held about you." })
@Entity({ tableName: "erasure_request" })
export class ErasureRequest {
  @Field(() => ID, { description: "Opaque identifier of the request." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Index()
  @Property({ type: "uuid" })
  personId!: string;

  @Field(() => Date, { description: "When you asked." })
  @Property({ type: "datetime" })
  requestedAt!: Date;
}
