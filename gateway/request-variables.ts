import { RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { tooComplex } from "./operation-limits.ts";

/** Refuses variables that are too many, too deep or too long, before anything walks through them. */
export function checkVariables(variables: Readonly<Record<string, unknown>>, limits: Limits): void {
  if (Object.keys(variables).length > limits.variables) throw refused("variables", limits.variables);
  requireDepth(variables, limits.variableDepth);
  if (Buffer.byteLength(JSON.stringify(variables)) > limits.variableBytes)
    throw refused("bytes of variables", limits.variableBytes);
}

/** One level after the other, without recursion: a client chooses how deep its variables are. */
function requireDepth(variables: object, limit: number): void {
  let level: object[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) throw refused("levels of values inside a variable", limit);
    level = level
      .flatMap((one) => Object.values(one) as unknown[])
      .filter((value): value is object => typeof value === "object" && value !== null);
  }
}

const refused = (what: string, limit: number) => new RequestRefused(400, tooComplex(what, limit));
