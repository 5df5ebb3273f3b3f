import { IsUUID } from "class-validator";
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { ErasureRequest } from "../entities/erasure-request.ts";
import { Person } from "../entities/person.ts";
import { listErasureRequests } from "../repositories/erasure-requests.ts";
import { requestErasure } from "../services/request-erasure.ts";

@InputType({ description: "A person's request that what is held about her be erased." })
export class RequestErasureInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this request: sending it again asks nothing twice." })
  requestKey!: string;
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of asking for erasure." })
export class RequestErasurePayload {
  @Field(() => ErasureRequest, { nullable: true, description: "The request; each source answers it in a moment." })
  erasureRequest?: ErasureRequest | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Resolver(() => Person)
export class ErasureResolver {
  @Mutation(() => RequestErasurePayload, {
    nullable: true,
    description:
      "Asks every source to erase what it holds about you; what has to stay for a time is named, with the reason and the day.",
  })
  requestErasure(
    @Arg("input", () => RequestErasureInput, { description: "Your request." }) input: RequestErasureInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ erasureRequest: await requestErasure(context, input) }));
  }

  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => [ErasureRequest], {
    nullable: true,
    description: "Her latest requests for erasure, the newest first, twenty at most; for herself only.",
  })
  erasureRequests(@Root() { id }: Person, @Ctx() { em, viewer }: ConsentContext) {
    return viewer?.dataSubject === id ? listErasureRequests(em, id) : null;
  }
}
