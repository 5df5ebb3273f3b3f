import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** A mandate held elsewhere; whom its référent coordinates is read here, so that each accompaniment's rule decides. */
@Directive('@key(fields: "id")')
@ObjectType({
  description: "The mandate of a référent de parcours, who coordinates all who accompany a person, with her agreement.",
})
export class ReferentMandate {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the mandate." })
  id!: string;

  @Directive("@external")
  @Public("Used between sources only.")
  @Field(() => ID, {
    nullable: true,
    description: "The person, while the mandate is active; travels between sources only.",
  })
  coordinatedPersonId?: string | null;

  @Directive("@external")
  @Public("Used between sources only.")
  @Field(() => ID, {
    nullable: true,
    description: "The organisation that holds it, while the mandate is active; travels between sources only.",
  })
  coordinatingOrganizationId?: string | null;
}
