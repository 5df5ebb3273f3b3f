import { Directive, Field, ID, ObjectType } from "type-graphql";
import { OpaqueIdentifier } from "./protected-as.ts";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A health support prescribed to a person by a social worker; never a drug." })
export class Prescription {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the prescription." })
  id!: string;
}
