import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { OpaqueIdentifier } from "./protected-as.ts";

/** A contract held elsewhere; its link to an extract is read here, so that the extract's rule decides. */
@Directive('@key(fields: "id")')
@ObjectType({
  description: "A contract in which a person and her référent agree on her path to employment; not a work contract.",
})
export class EmploymentContract {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the contract." })
  id!: string;

  @Directive("@external")
  @Public("Used between sources only.")
  @Field(() => ID, { nullable: true, description: "Identifier of the linked extract; travels between sources only." })
  linkedExtractId?: string | null;
}
