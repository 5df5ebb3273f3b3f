import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** Kept by health access, which knows an account; who that is, the registry says. */
@Directive('@key(fields: "id")')
@Public("It names a professional in her office, not a person accompanied.")
@ObjectType({ description: "That a professional is registered for a training session." })
export class TrainingRegistration {
  @Field(() => ID, { description: "Opaque identifier of the registration." })
  id!: string;

  @Directive("@external")
  @Field(() => ID, { description: "The account of the professional; travels between sources only." })
  account!: string;
}
