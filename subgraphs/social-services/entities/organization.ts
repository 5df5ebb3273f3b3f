import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

@Public("Organisations are not people.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "An organisation that takes part in the hub." })
export class Organization {
  @Field(() => ID, { description: "Opaque identifier of the organisation." })
  id!: string;
}
