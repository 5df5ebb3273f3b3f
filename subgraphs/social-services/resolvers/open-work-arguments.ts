import { ArgsType, Field } from "type-graphql";
import { PageArguments } from "../../../kit/connection.ts";
import { DateScalar } from "../../../kit/scalars.ts";

/** A page of what is to be done, narrowed to what is late where asked. */
@ArgsType()
export class OpenWorkArguments extends PageArguments {
  @Field(() => DateScalar, {
    nullable: true,
    description: "Only those due before this day, such as today: the late ones.",
  })
  dueBefore?: string | null;
}
