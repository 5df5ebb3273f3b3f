import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** The person as this subgraph knows her: an identifier, to which it adds her contracts. */
@Directive('@key(fields: "id")')
@ObjectType({ description: "A person accompanied by organisations of the hub." })
export class Person {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the person." })
  id!: string;
}
