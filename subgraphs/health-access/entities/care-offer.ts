import { Directive, Field, ID, ObjectType } from "type-graphql";
import { OpaqueIdentifier } from "./protected-as.ts";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "Something a structure offers to people: care, support, an activity." })
export class CareOffer {
  @OpaqueIdentifier
  @Field(() => ID, { description: "National identifier: the source, two dashes, the identifier at the source." })
  id!: string;
}
