import { isDeepStrictEqual } from "node:util";
import { Difference } from "./difference.ts";
import type { Asked } from "./engines.ts";
import type { Opened } from "./opened.ts";
import { openSources } from "./sources.ts";
import { conform, type Truth, tellTruth } from "./truth.ts";
import { withTypeNames } from "./with-type-names.ts";
import { withoutBlanks, withoutConditions } from "./without-conditions.ts";
import { withoutGrids } from "./without-grids.ts";
import { withoutInterfaceNames } from "./without-interface-names.ts";
import type { WorldKind } from "./world.ts";

/** Why an answer is not the stock executor's; each reason is checked by taking its cause away. */
export const reasons = {
  same: "the world, the stock executor and ours say the same",
  unplanned: "the planner, which both share, refuses the operation",
  misplanned:
    "the plan itself is wrong: a source saw a call it does not know, an entity without a key or a field without what " +
    "it requires; the stock executor serves what comes of it, we lose it and name it",
  batched: "neighbouring changes of one source travel in one call, so other sources are read after all of them",
  order: "the stock executor puts the fields of an object in another order than the document",
  aliases:
    "an alias, or an argument, hid a field another source requires; planned under our names, stock says the same",
  interfaces:
    "an interface object's source said the interface's name; without that name the stock executor says the same",
  conditions: "a skipped field's @requires emptied its neighbours; without the skipped field stock says the same",
  grids: "lists of lists are not merged across sources nor read for @requires; without such fields stock says the same",
  nothings: "a renamed field lost a zero, an empty text or a false; where nothing is one of these stock says the same",
  fragments:
    "a fragment on an interface hid the type of an object that only its place tells; where each object tells its own, " +
    "stock says the same",
  several: "only with all of these causes taken away does the stock executor say the same",
} as const;
export type Reason = keyof typeof reasons;

/** Asks one operation of sources that are well; throws a `Difference` where our answer is not what it must be. */
export async function tryHealthy(opened: Opened, asked: Asked): Promise<Reason> {
  const { engines, schemas, built } = opened;
  try {
    engines.plan(asked);
  } catch {
    return "unplanned";
  }
  const sources = () => openSources(schemas, built);
  const real = sources();
  const truth = await tellTruth(engines.schema, real.world, asked);
  const mine = sources();
  const ours = await engines.ours(asked, mine.ask);
  const answered = told(ours);
  const fail = (what: string, more: object = {}): never => {
    throw new Difference(what, { ...answered, truth, ...more });
  };
  if (!isDeepStrictEqual(mine.log, real.log)) fail("changes were made in another order", { log: mine.log });
  const isTrue = isRight(answered, truth);
  if (isTrue) return stockReason(opened, asked, truth);
  if (/^mutation/.test(asked.query)) {
    const still = () => openSources(schemas, built, { isStill: true });
    const stillTruth = await tellTruth(engines.schema, still().world, asked);
    if (isRight(told(await engines.ours(asked, still().ask)), stillTruth)) return "batched";
  }
  // Whatever else is wrong must be the plan's fault, seen by the sources themselves, and cost named places only.
  if (answered.data === null && answered.lost.length === 0) fail("everything is null without a word");
  if (answered.data !== null) {
    const { data, errors } = await conform(engines.schema, sources().world, asked, ours.data);
    if (errors.length > 0 || JSON.stringify(data) !== JSON.stringify(answered.data))
      fail("it has not the asked form", { errors });
    const nulled = nulls(truth.data, answered.data) ?? fail("it holds what is not so");
    const missing = nulled.filter((path) => !answered.lost.includes(path));
    if (missing.length > 0) fail("a place is null without a word", { missing });
  }
  const watched = sources();
  await engines.stock(engines.planned(asked), watched.ask);
  if (watched.anomalies.length === 0)
    fail("the plan is right and something is lost", { stock: await engines.stock(asked, sources().ask) });
  return "misplanned";
}

interface Answer {
  readonly data: unknown;
  readonly lost: readonly string[];
}

const told = ({
  data,
  losses,
}: {
  data: unknown;
  losses: readonly { path: readonly (string | number)[] }[];
}): Answer => ({
  data: JSON.parse(JSON.stringify(data)) as unknown,
  lost: losses.map(({ path }) => JSON.stringify(path)),
});

/** The same values in the same order, and every place that is lost named once; a lost root is named by its fields. */
function isRight({ data, lost }: Answer, truth: Truth): boolean {
  if (JSON.stringify(data) !== JSON.stringify(truth.data)) return false;
  if (data === null) return lost.length > 0;
  return isDeepStrictEqual([...lost].sort(), [...truth.lost].sort());
}

/** Places that became null, topmost first; undefined where something else changed. */
export function nulls(
  whole: unknown,
  answered: unknown,
  path: readonly (string | number)[] = [],
): string[] | undefined {
  if (answered === null) return whole === null ? [] : [JSON.stringify(path)];
  if (typeof whole !== "object" || whole === null || typeof answered !== "object")
    return Object.is(whole, answered) || isComputedOfLess(whole, answered) ? [] : undefined;
  const keys = Object.keys(whole);
  if (!isDeepStrictEqual(keys, Object.keys(answered))) return undefined;
  const found: string[] = [];
  for (const key of keys) {
    const step = Array.isArray(whole) ? Number(key) : key;
    const value = (of: object) => (of as Record<string, unknown>)[key];
    const inner = nulls(value(whole), value(answered), [...path, step]);
    if (!inner) return undefined;
    found.push(...inner);
  }
  return found;
}

/** What a source makes of a field that was lost is another text, with a null where the value was. */
function isComputedOfLess(whole: unknown, answered: unknown): boolean {
  if (typeof whole !== "string" || typeof answered !== "string") return false;
  if (!whole.startsWith("needs ") || !answered.startsWith("needs ")) return false;
  const isLess = (one: unknown, other: unknown): boolean => {
    if (other === "nothing" || Object.is(one, other) || isComputedOfLess(one, other)) return true;
    if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
    const keys = Object.keys(one);
    const value = (of: object, key: string) => (of as Record<string, unknown>)[key];
    return (
      isDeepStrictEqual(keys, Object.keys(other)) && keys.every((key) => isLess(value(one, key), value(other, key)))
    );
  };
  return isLess(JSON.parse(whole.slice(6)), JSON.parse(answered.slice(6)));
}

/** One way to ask the stock executor. */
interface Question {
  readonly asked: Asked;
  readonly isPlanned: boolean;
  readonly isNameless: boolean;
  readonly world: WorldKind;
}

type Removal = (question: Question, opened: Opened) => Question;

/** How each cause is taken away. */
const removals: Readonly<Partial<Record<Reason, Removal>>> = {
  aliases: (question) => ({ ...question, isPlanned: true }),
  interfaces: (question) => ({ ...question, isNameless: true }),
  conditions: (question) => ({ ...question, asked: withoutConditions(question.asked) }),
  grids: (question, { engines, schemas, built }) => ({
    ...question,
    asked: withoutGrids(question.asked, engines.schema, openSources(schemas, built).world),
  }),
  nothings: (question) => ({ ...question, world: { isFull: true } }),
  fragments: (question) => ({ ...question, asked: withTypeNames(question.asked) }),
};

async function stockReason(opened: Opened, asked: Asked, truth: Truth): Promise<Reason> {
  const { engines, schemas, built } = opened;
  const say = async ({ asked, isPlanned, isNameless, world }: Question) => {
    const { ask } = openSources(schemas, built, world);
    const by = isNameless ? withoutInterfaceNames(ask, engines.schema) : ask;
    const { data } = await engines.stock(isPlanned ? engines.planned(asked) : asked, by);
    return withoutBlanks(isPlanned ? engines.unplanned(data) : data);
  };
  const isTrueOf = async (question: Question): Promise<boolean> => {
    const { data } = await tellTruth(engines.schema, openSources(schemas, built, question.world).world, question.asked);
    const stock = await say(question).catch(() => undefined);
    return isDeepStrictEqual(stock, withoutBlanks(data));
  };
  const plain: Question = { asked, isPlanned: false, isNameless: false, world: {} };
  const stock = await say(plain).catch(() => undefined);
  if (JSON.stringify(stock) === JSON.stringify(withoutBlanks(truth.data))) return "same";
  if (isDeepStrictEqual(stock, withoutBlanks(truth.data))) return "order";
  let all = plain;
  for (const [reason, remove] of Object.entries(removals)) {
    if (await isTrueOf(remove(plain, opened))) return reason as Reason;
    all = remove(all, opened);
  }
  if (await isTrueOf(all)) return "several";
  throw new Difference("the stock executor says something else for a reason nobody knows", { truth, stock });
}
