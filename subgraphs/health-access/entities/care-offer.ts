import { Directive, Field, ID, ObjectType } from "type-graphql";
import { OpaqueIdentifier } from "./protected-as.ts";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A care offer of the directory." })
export class CareOffer {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Identifier of the care offer in the directory." })
  id!: string;
}
