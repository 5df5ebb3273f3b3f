import { Directive, Field, ObjectType } from "type-graphql";
import { Public } from "./public.ts";

/** Why a mutation changed nothing, as a client may show it. */
@Public("It describes the request itself.")
@Directive("@shareable")
@ObjectType({ description: "A reason why a mutation changed nothing." })
export class UserError {
  @Field(() => String, { description: "Stable code to build on, for example NOT_FOUND or CONFLICT_VERSION." })
  code!: string;

  @Field(() => [String], {
    nullable: true,
    description: "Path of the input field concerned, absent when it concerns the whole request.",
  })
  field?: string[] | null;

  @Field(() => String, { description: "What happened and what to do, in one sentence." })
  message!: string;
}

/** Thrown by a service to undo its transaction and refuse with a stable code; becomes a {@link UserError}. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: string,
    message: string,
    readonly field: string[] | null = null,
  ) {
    super(message);
  }
}

/**
 * Runs the service of a mutation: what it returns is the payload without errors; a {@link Refusal} becomes the payload's
 * only content. Any other error is a failure of ours and goes on.
 */
export async function asPayload<Payload extends object>(
  service: () => Promise<Payload>,
): Promise<(Payload | Record<never, never>) & { userErrors: UserError[] }> {
  try {
    return { ...(await service()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, field, message } = error;
    return { userErrors: [{ code, field, message }] };
  }
}
