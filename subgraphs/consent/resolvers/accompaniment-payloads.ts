import { Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import { Accompaniment } from "../entities/accompaniment.ts";
import { AccompanimentInvitation } from "../entities/accompaniment-invitation.ts";

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of inviting somebody to accompany a person." })
export class InviteToAccompanyPayload {
  @Field(() => AccompanimentInvitation, { nullable: true, description: "The invitation, with its code." })
  accompanimentInvitation?: AccompanimentInvitation | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

/** Declares the payload of one act on an accompaniment. */
function declarePayload(name: string, description: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description })
  class Payload {
    @Field(() => Accompaniment, { nullable: true, description: "The accompaniment as it is now." })
    accompaniment?: Accompaniment | null;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
    userErrors!: UserError[];
  }
  return Payload;
}

export const JoinAccompanimentPayload = declarePayload(
  "JoinAccompanimentPayload",
  "What became of joining those who accompany a person.",
);
export const EndAccompanimentPayload = declarePayload(
  "EndAccompanimentPayload",
  "What became of ending an accompaniment.",
);
