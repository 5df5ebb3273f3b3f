import { IsEmail, MaxLength } from "class-validator";
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Digest, DigestFrequency, type DigestFrequencyWord } from "../entities/digest.ts";
import { findDigestOf } from "../repositories/digests.ts";
import { findProfessionalOf } from "../repositories/professionals.ts";
import { confirmDigest } from "../services/confirm-digest.ts";
import { requestDigest } from "../services/request-digest.ts";
import { stopDigest } from "../services/stop-digest.ts";

const WHY_NOT = "Why nothing was changed; empty when it was.";

@InputType({ description: "Where and how often you want to be told." })
export class RequestDigestInput {
  @IsEmail()
  @MaxLength(254)
  @Field(() => String, { description: "Your address at work; a code is sent there." })
  address!: string;

  @Field(() => DigestFrequency, { description: "How often." })
  frequency!: DigestFrequencyWord;
}

@InputType({ description: "The proof that you read the mail of the address." })
export class ConfirmDigestInput {
  @MaxLength(64)
  @Field(() => String, { description: "The code that was sent to your address in the last thirty minutes." })
  code!: string;
}

@InputType({ description: "The digest to stop." })
export class StopDigestInput {
  @MaxLength(254)
  @Field(() => String, { description: "The address it is sent to." })
  address!: string;
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of a change of your digest." })
export class DigestPayload {
  @Field(() => Digest, { nullable: true, description: "Your digest as it is now; absent once it is stopped." })
  digest?: Digest | null;

  @Field(() => [UserError], { description: WHY_NOT })
  userErrors!: UserError[];
}

@Resolver(() => Digest)
export class DigestResolver {
  @Query(() => Digest, {
    nullable: true,
    description: "How you are told by e-mail that something waits; absent while you did not ask for it.",
  })
  async digest(@Ctx() { em, viewer }: ConsentContext): Promise<Digest | null> {
    const professional = viewer?.organization ? await findProfessionalOf(em, viewer.subject) : null;
    return professional && findDigestOf(em, professional.id);
  }

  @Mutation(() => DigestPayload, {
    nullable: true,
    description: "Asks to be told by e-mail that something waits in your inbox; the message names nobody.",
  })
  requestDigest(
    @Arg("input", () => RequestDigestInput, { description: "Where and how often." }) input: RequestDigestInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ digest: await requestDigest(context, input) }));
  }

  @Mutation(() => DigestPayload, {
    nullable: true,
    description: "Confirms the address by the code that was sent there.",
  })
  confirmDigest(
    @Arg("input", () => ConfirmDigestInput, { description: "The code." }) { code }: ConfirmDigestInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ digest: await confirmDigest(context, code) }));
  }

  @Mutation(() => DigestPayload, {
    nullable: true,
    description: "Sends you no digest any more, and forgets the address.",
  })
  stopDigest(
    @Arg("input", () => StopDigestInput, { description: "Which one." }) { address }: StopDigestInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => {
      await stopDigest(context, address);
      return { digest: null };
    });
  }
}
