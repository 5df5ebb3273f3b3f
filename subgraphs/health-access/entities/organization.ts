import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { OpaqueIdentifier } from "./protected-as.ts";

@Directive('@key(fields: "id", resolvable: false)')
@Public("Organisations are not people.")
@ObjectType({ description: "An organisation that takes part in the hub." })
export class Organization {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the organisation." })
  id!: string;
}
