import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A person accompanied by organisations of the hub." })
export class Person {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the person in the hub." })
  id!: string;
}
