import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { OpaqueIdentifier } from "./protected-as.ts";

/** A permission kept by the registry; the extract it names is shown here, so that the person reads what she approves. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "One permission within a consent: from one organisation to another, for one purpose and one category of data.",
})
export class ConsentGrant {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the permission." })
  id!: string;

  @Directive("@external")
  @Public("Used between sources only.")
  @Field(() => ID, {
    nullable: true,
    description: "Identifier of the one record the permission is limited to; travels between sources only.",
  })
  resourceId?: string | null;
}
