import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DataCategory, declareWords, Purpose } from "./consent-words.ts";

/** Why it was shown or not, as an organisation may know it: that a person opposes reads like a consent she never gave. */
export const DisclosureGround = declareWords("DisclosureGround", "Why a person's data were shown, or not.", {
  HOLDER: "Who asked is of the organisation that holds them.",
  ACCOMPANIMENT: "Who asked is of an organisation that accompanies her.",
  GRANT: "A consent permitted it.",
  NOT_PERMITTED: "No consent permitted it.",
  NOT_A_MEMBER: "Who asked was a member of no organisation then.",
});

/** One line of the log as the data-protection officer of an organisation it concerns reads it. */
@Public(
  "It concerns the viewer's own organisation and names nobody: the one opaque identifier stands in its own records.",
)
@ObjectType({ description: "One time somebody asked for a person's data, as it concerns your organisation." })
export class OrganizationDisclosure {
  @Field(() => ID, { description: "Opaque identifier of the record." })
  id!: string;

  @Field(() => Date, { description: "When it was asked." })
  decidedAt!: Date;

  @Field(() => DataCategory, { description: "Which data were asked for." })
  category!: string;

  @Field(() => Purpose, { description: "What they were asked for." })
  purpose!: string;

  @Field(() => [String], { description: "Fields of the schema through which they were asked for." })
  coordinates!: string[];

  @Field(() => [String], { description: "Roles in which it was asked." })
  actorRoles!: string[];

  @Field(() => String, { description: "Application through which it was asked." })
  application!: string;

  @Field(() => Boolean, { description: "Whether they were shown." })
  isPermitted!: boolean;

  @Field(() => DisclosureGround, { description: "Why they were shown, or not." })
  ground!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The person's identifier in the records of your organisation; absent when another holds what was asked for.",
  })
  subjectId!: string | null;

  actorOrganizationId!: string | null;
  sourceOrganizationId!: string | null;
  receiverOrganizationIds!: string[];
  /** Microseconds since 1970: the database's clock is finer than that of JavaScript. */
  position!: string;
}
