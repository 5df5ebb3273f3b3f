import { Directive, Field, ID, ObjectType } from "type-graphql";
import { OpaqueIdentifier } from "./protected-as.ts";

/** Known here by her key alone; who she is belongs to the registry. */
@Directive('@key(fields: "id")')
@ObjectType({ description: "A person accompanied by organisations of the hub." })
export class Person {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the person in the hub." })
  id!: string;
}
