import { subgraphError } from "../../../kit/subgraph-error.ts";
import { Refusal } from "../../../kit/user-error.ts";
import {
  MANDATE_GROUND,
  type MandateGroundAnswer,
  type MandateGroundAnswers,
  type MandateGroundQuestion,
  type MandateGroundQuestions,
} from "../../mandate-ground.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput } from "./refusals.ts";

type Asking = Pick<ActingContext, "consult">;

/**
 * The registry's answers, in one call: it alone knows where organisations work, where people live, and whom they invited.
 * @throws CONSENT_UNVERIFIABLE when it does not answer each
 */
export async function groundsOf(
  { consult }: Asking,
  asked: readonly MandateGroundQuestion[],
): Promise<readonly MandateGroundAnswer[]> {
  const questions: MandateGroundQuestions = { asked };
  const { answers } = await consult<MandateGroundAnswers>(MANDATE_GROUND, questions);
  if (answers.length !== asked.length) throw subgraphError("CONSENT_UNVERIFIABLE");
  return answers;
}

/**
 * Refuses a mandate to an organisation that does not work where the person lives, as far as that is known, unless she invited
 * it herself; and an area that is no part of where it works.
 */
export async function requireGround(context: Asking, question: MandateGroundQuestion): Promise<void> {
  const [answer] = await groundsOf(context, [question]);
  if (answer === "NO_PART")
    throw badInput("areaCodes", "A mandate covers a part of the territory of the organisation that holds it.");
  if (answer !== "WITHIN")
    throw new Refusal("FORBIDDEN", "This organisation works elsewhere: the person alone may invite it there.", [
      question.handedOverBy === null ? "person" : "organization",
    ]);
}
