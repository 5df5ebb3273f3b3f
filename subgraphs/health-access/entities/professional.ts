import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

@Directive('@key(fields: "id", resolvable: false)')
@Public("It names a professional in her office, not a person accompanied.")
@ObjectType({ description: "A professional, member of an organisation of the hub." })
export class Professional {
  @Field(() => ID, { description: "Opaque identifier of the professional." })
  id!: string;
}
