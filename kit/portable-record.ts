import { Directive, Field, ID, ObjectType } from "type-graphql";
import { declareConnection } from "./connection.ts";
import { Public } from "./public.ts";

/** One row as its subject takes it away: every column that concerns her, by its name. */
@Public("Answered to the one it is about and to nobody else.")
@Directive("@shareable")
@ObjectType({ description: "One record about you, whole, in a form that other software can read." })
export class PortableRecord {
  @Field(() => ID, { description: "Opaque identifier of the record among those of its kind." })
  id!: string;

  @Field(() => String, { description: "What kind of record it is, in the words of its source." })
  kind!: string;

  @Field(() => String, { description: "The record as one JSON text (RFC 8259): each of its values by its name." })
  content!: string;
}

export const PortableRecordConnection = declareConnection(
  PortableRecord,
  "PortableRecord",
  "records of one source about you",
  { isShareable: true },
);
