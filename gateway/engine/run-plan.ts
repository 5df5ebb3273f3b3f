import { acceptEntities, acceptRoot, type Reception } from "./accept-answer.ts";
import type { CompiledFetch, Step } from "./compiled-plan.ts";
import { nameEntities, objectsAt } from "./entities.ts";
import { explain } from "./explain.ts";
import type { Fields } from "./own-keys.ts";
import type { SourceCall, SourceOutcome, Transport } from "./transport.ts";

/** One run of a plan: what it reads and what it fills. */
export interface Run extends Reception {
  /** The data assembled so far. */
  readonly tree: Fields;
  readonly fetches: readonly CompiledFetch[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly transport: Transport<unknown>;
  readonly signal: AbortSignal | undefined;
}

/** Runs the steps of a plan: sequences in order, parallel steps at once. */
export async function runStep(step: Step, run: Run): Promise<void> {
  if (step.kind === "fetch") return runFetch(step.fetch, run);
  if (step.kind === "sequence") for (const one of step.steps) await runStep(one, run);
  else await Promise.all(step.steps.map((one) => runStep(one, run)));
}

async function runFetch(fetch: CompiledFetch, run: Run): Promise<void> {
  const objects = objectsAt(run.tree, fetch.path);
  if (objects.length === 0) return;
  if (run.signal?.aborted) run.marks.addAll(objects, fetch, { kind: "cancelled" });
  else if (fetch.requires) await runEntityFetch(fetch, objects, run);
  else acceptRoot(await send(fetch, undefined, run), fetch, objects, run);
}

async function runEntityFetch(fetch: CompiledFetch, objects: readonly Fields[], run: Run): Promise<void> {
  const { marks, types } = run;
  const { named, tainted } = nameEntities(objects, fetch, marks, types);
  if (named.length > 0) acceptEntities(await send(fetch, named, run), fetch, named, run);
  for (const { object, mark, missing } of tainted) {
    const origin = mark ?? explain(object, fetch.path, missing, run);
    marks.addAll([object], fetch, origin.cause, origin.source);
  }
}

type Representations = readonly { readonly text: string; readonly representation: Fields }[];

async function send(
  fetch: CompiledFetch,
  named: Representations | undefined,
  run: Run,
): Promise<SourceOutcome<unknown>> {
  const { signal, transport } = run;
  const variables: Fields = Object.create(null);
  for (const name of fetch.variables)
    if (Object.hasOwn(run.variables, name) && run.variables[name] !== undefined) variables[name] = run.variables[name];
  const { source, operation, operationName, isMutation } = fetch;
  const body = () => requestText(fetch, variables, named);
  const sent = named ? { ...variables, representations: named.map((one) => one.representation) } : variables;
  const call: SourceCall = { source, operation, operationName, isMutation, signal, variables: sent, body };
  return transport(call);
}

function requestText({ operationText, operationName }: CompiledFetch, own: Fields, named: Representations | undefined) {
  const parts = Object.keys(own).map((name) => `${JSON.stringify(name)}:${JSON.stringify(own[name])}`);
  if (named) parts.push(`"representations":[${named.map(({ text }) => text).join(",")}]`);
  const name = operationName === undefined ? "" : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${operationText},"variables":{${parts.join(",")}}${name}}`;
}
