import { setImmediate as turn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Loss } from "../../../../gateway/engine/losses.ts";
import { Difference } from "./difference.ts";
import type { Asked } from "./engines.ts";
import { nulls } from "./healthy-trial.ts";
import { at, type Fault, striking, withFault } from "./injected-faults.ts";
import type { Opened } from "./opened.ts";
import { type Ask, openSources } from "./sources.ts";
import { conform, keysOf, tellTruth } from "./truth.ts";
import { withoutInterfaceNames } from "./without-interface-names.ts";

/** How our answer under a fault was compared. */
export const faultReasons = {
  skipped: "the operation is not answered whole when all are well, for a reason of its own",
  exact: "the answer is what the world says with the stricken fields lost, each named once",
  untouched: "the fault cost nothing: the answer is the healthy one",
  ended: "the request was ended: what is null is named once, as the source's that hangs or as not asked any more",
  same: "data as the stock executor's; what is null is named once",
  named:
    "the stock executor serves more: what a source computes of a null it should never have been told, or an object " +
    "without its type's fields, or a place whose null has no error; none of it is so in the world",
  apart:
    "the stock executor believes the wrong type or the wrong entity, or names its entities in other lists: only the " +
    "world can be asked",
  given: "the stock executor gives up the whole answer; ours is the world's with named nulls",
} as const;
export type FaultReason = keyof typeof faultReasons;

/** Faults the stock executor believes, or meets at other places of its lists. */
const unlike = new Set([
  "calls entities by a wrong type",
  "knows every second entity",
  "sends its entities in another order",
  "sends each entity a place too late",
  "sends the first entity for all",
]);

/** Asks one operation while one source fails in one way; throws a `Difference` where the answer is not what it must be. */
export async function tryFault(
  { engines, schemas, built, owners }: Opened,
  asked: Asked,
  source: string,
  fault: Fault,
  salt: number,
): Promise<FaultReason> {
  const strike = striking(fault, source, owners, salt);
  const faulty = (): Ask => withFault(openSources(schemas, built), source, fault, strike);
  const { world } = openSources(schemas, built);
  const whole = await tellTruth(engines.schema, world, asked);
  const well = await engines.ours(asked, openSources(schemas, built).ask);
  if (well.losses.length > 0 || JSON.stringify(well.data) !== JSON.stringify(whole.data)) return "skipped";
  const struck = await tellTruth(engines.schema, openSources(schemas, built).world, asked, (row, field, type, value) =>
    strike(row, field, type) ? new Error("struck") : value,
  );
  const isHang = fault.kind.startsWith("hangs");
  const { data, losses } = isHang
    ? await untilStill(faulty(), source, (ask, signal) => engines.ours(asked, ask, signal))
    : await engines.ours(asked, faulty());
  const answer = JSON.parse(JSON.stringify(data)) as unknown;
  const lost = losses.map(({ path }) => JSON.stringify(path));
  const fail = (what: string, more: object = {}): never => {
    throw new Difference(what, { source, fault: fault.kind, answer, losses, ...more });
  };
  if (({} as Record<string, unknown>).polluted !== undefined) fail("the language itself was changed");
  if (new Set(lost).size < lost.length) fail("a place is named twice");
  for (const { path } of losses)
    if (firstValue(answer, path) !== null) fail("a loss is named where a value stands", { path });
  const others = losses.filter((loss) => loss.source !== source && !(isHang && loss.cause.kind === "cancelled"));
  if (others.length > 0) fail("a source is named that is well", { others });
  if (answer === null) {
    if (struck.data !== null && fault.costs !== "calls") fail("everything is lost", { struck });
    if (losses.length === 0) fail("everything is null without a word");
    return "exact";
  }
  if (fault.costs !== "calls") {
    if (JSON.stringify(answer) !== JSON.stringify(struck.data))
      fail("more or less is lost than was struck", { struck });
    const unnamed = struck.lost.filter((path) => !lost.includes(path));
    if (unnamed.length > 0) fail("a place is null without a word", { unnamed });
    const extra = losses.filter(({ path }) => !struck.lost.includes(JSON.stringify(path)));
    // An error that names no place may be about any place that is null.
    if (extra.some(({ cause }) => fault.costs === "places" || cause.kind !== "refused"))
      fail("a loss is none", { extra });
    if (fault.costs === "places" && losses.some(({ cause }) => cause.kind !== fault.cause))
      fail("the cause is another");
    return fault.costs === "places" ? "exact" : "untouched";
  }
  const form = await conform(engines.schema, openSources(schemas, built).world, asked, data);
  if (form.errors.length > 0 || JSON.stringify(form.data) !== JSON.stringify(answer))
    fail("it has not the asked form", form);
  const nulled = nulls(whole.data, answer) ?? fail("it holds what is not so", { whole });
  const unnamed = nulled.filter((path) => !lost.includes(path));
  if (unnamed.length > 0) fail("a place is null without a word", { unnamed });
  if (isHang) return "ended";
  if (unlike.has(fault.kind)) return "apart";
  const stock = await engines
    .stock(engines.planned(asked), withoutInterfaceNames(faulty(), engines.schema))
    .catch(() => ({ data: undefined }));
  if (!stock.data) return "given";
  const theirs = engines.unplanned(JSON.parse(JSON.stringify(stock.data)));
  if (isDeepStrictEqual(theirs, answer)) return "same";
  const right = losses.filter(
    ({ path }) => !whole.abstract.has(keysOf(path)) && isKept(at(theirs, path), at(whole.data, path)),
  );
  if (right.length > 0) fail("the stock executor keeps what we lose", { right, theirs });
  return "named";
}

/** Whether a value is there and is what the world says. */
const isKept = (value: unknown, whole: unknown): boolean =>
  value !== undefined && value !== null && isDeepStrictEqual(value, whole);

function firstValue(data: unknown, path: Loss["path"]): unknown {
  let value = data;
  for (const step of path) {
    if (value === null) return null;
    value = at(value, [step]);
  }
  return value;
}

/** Ends the request once nothing but the hanging source is awaited. */
async function untilStill<T>(ask: Ask, source: string, run: (ask: Ask, signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let awaited = 0;
  let isDone = false;
  const counted: Ask = async (asking) => {
    if (asking.source === source) return ask(asking);
    awaited += 1;
    return ask(asking).finally(() => {
      awaited -= 1;
    });
  };
  const running = run(counted, ended.signal).finally(() => {
    isDone = true;
  });
  for (let still = 0; still < 20 && !isDone; still = awaited === 0 ? still + 1 : 0) await turn();
  ended.abort();
  return running;
}
