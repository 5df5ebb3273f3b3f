import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { DecisionRequest } from "../../../../kit/decision.ts";
import type { Viewer } from "../../../../kit/viewer.ts";
import { decide } from "../../../../subgraphs/consent/repositories/decisions.ts";
import { decideByTheBook, type Verdict, type World } from "./reference-decision.ts";

export interface Comparison {
  /** What the registry answered, in the order asked. */
  readonly permitted: readonly boolean[];
  /** Where the registry and the book disagree, one sentence each; empty when they agree in everything. */
  readonly differences: readonly string[];
}

/**
 * Asks the registry one batch and holds its answers and what it says they rest on against the book, and what it wrote in its
 * log too unless told not to.
 * @param now the instant the book decides at, in milliseconds
 */
export async function compareDecisions(
  em: EntityManager,
  world: World,
  viewer: Viewer,
  questions: readonly DecisionRequest[],
  now: number,
  { askedBy = "tests", isLogRead = true }: { askedBy?: string; isLogRead?: boolean } = {},
): Promise<Comparison> {
  const asking = { viewer, askedBy, requestId: randomUUID() };
  const { permitted, grounds } = await decide(em, asking, questions);
  const verdicts = questions.map((question) => decideByTheBook(world, viewer, { ...question, askedBy }, now));
  const answers = questions.flatMap((question, index) =>
    permitted[index] === verdicts[index]!.isPermitted ? [] : [sentence(question, permitted[index], verdicts[index]!)],
  );
  return {
    permitted,
    differences: [
      ...answers,
      ...difference(
        "The permits rest on",
        grounds.map(({ subject }) => subject).sort(),
        revocable(questions, verdicts),
      ),
      ...(isLogRead
        ? difference("The log holds", await logOf(em, asking.requestId, questions), expectedLog(verdicts))
        : []),
    ],
  };
}

interface Logged extends Pick<Verdict, "reason" | "isPermitted"> {
  readonly count: number;
}

/** The latest rows alone are read: the log is long, and knows no request by its name. */
async function logOf(em: EntityManager, requestId: string, questions: readonly DecisionRequest[]): Promise<string[]> {
  const logged = await em.execute<Logged[]>(
    `select reason, is_permitted as "isPermitted", count(*)::int as count
     from (select * from decision_record order by id desc limit ?) as latest where request_id = ? group by 1, 2`,
    [questions.length + 1, requestId],
  );
  return logged.map(line).sort();
}

const line = ({ reason, isPermitted, count }: Logged) =>
  `${count} × ${reason} (${isPermitted ? "permitted" : "refused"})`;

function expectedLog(verdicts: readonly Verdict[]): string[] {
  const counts = new Map<string, Logged>();
  for (const { reason, isPermitted, isLogged } of verdicts)
    if (isLogged) counts.set(reason, { reason, isPermitted, count: (counts.get(reason)?.count ?? 0) + 1 });
  return [...counts.values()].map(line).sort();
}

const revocable = (questions: readonly DecisionRequest[], verdicts: readonly Verdict[]): string[] =>
  [...new Set(questions.filter((_, index) => verdicts[index]!.isRevocable).map(({ subject }) => subject))].sort();

const difference = (what: string, found: readonly string[], expected: readonly string[]): string[] =>
  found.join() === expected.join() ? [] : [`${what} ${found.join(", ")}; the book says ${expected.join(", ")}.`];

const sentence = (question: DecisionRequest, isPermitted: boolean | undefined, verdict: Verdict) =>
  `${isPermitted ? "Permitted" : "Refused"}, but ${verdict.reason} by the book: ${JSON.stringify(question)}`;
