import { CONTRACT, SEARCH } from "../journey/story.ts";
import type { ApartHub } from "./apart-hub.ts";
import type { Question, Told } from "./hub-client.ts";
import { until } from "./until.ts";

/** A question whose right answer is known, and whether it shows somebody what another organisation holds. */
export interface Read extends Question {
  readonly isDisclosure: boolean;
  /** The data of the sound hub. */
  readonly whole: unknown;
}

const QUESTIONS: readonly (Question & { isDisclosure: boolean })[] = [
  {
    as: "karim",
    query:
      "{ employmentContracts(first: 10) { edges { node { kind endsOn person { givenName } planExtract { contentHash text lines { label } } } } } }",
    isDisclosure: true,
  },
  {
    as: "bruno",
    query: "{ me { givenName employmentContracts { kind } healthSupports { status diagnoses { summary } } } }",
    isDisclosure: true,
  },
  { as: "claire", query: SEARCH, isDisclosure: false },
  { as: "leo", query: '{ communes(search: "pontarl", first: 1) { code name } }', isDisclosure: false },
];

/** Learns from the sound hub what is right from then on. Throws when it does not come to answer in full. */
export async function learnReads(hub: ApartHub): Promise<Read[]> {
  const contract = { as: "karim", query: CONTRACT, variables: { id: hub.story.person.contract }, isDisclosure: true };
  const reads: Read[] = [];
  for (const question of [...QUESTIONS, contract]) {
    let whole: unknown;
    const isAnswered = async () => {
      const { data, codes, breach } = await hub.client.ask(question);
      whole = data;
      return breach === undefined && codes.length === 0;
    };
    if ((await until(isAnswered, 20)) === undefined) throw new Error("the hub is not sound before the fault");
    reads.push({ ...question, whole });
  }
  return reads;
}

/** What is wrong with an answer to a read: a breach of the contract, or a value that differs without being told lost. */
export function mistakeIn({ whole }: Read, { breach, data, paths }: Told): string | undefined {
  if (breach) return breach;
  if (data === undefined || data === null) return undefined;
  const told = new Set(paths.map((path) => JSON.stringify(path)));
  const untold = differences(whole, data).find((place) => !told.has(JSON.stringify(place)));
  return untold && `a value differs at ${untold.join(".")} and is not told lost`;
}

type Path = readonly (string | number)[];

/** Where two answers of the same shape differ; a null in the second covers all that is below. */
export function differences(whole: unknown, part: unknown, path: Path = []): Path[] {
  if (typeof whole !== "object" || whole === null || typeof part !== "object" || part === null)
    return Object.is(whole, part) ? [] : [path];
  const keys = new Set([...Object.keys(whole), ...Object.keys(part)]);
  return [...keys].flatMap((key) =>
    differences((whole as Record<string, unknown>)[key], (part as Record<string, unknown>)[key], [
      ...path,
      Array.isArray(whole) ? Number(key) : key,
    ]),
  );
}

/** Texts about people in the right answers: none of them may be in an answer given while consent cannot be verified. */
export function tellingTexts(reads: readonly Read[]): Set<string> {
  const found = new Set<string>();
  const collect = (value: unknown) => {
    if (typeof value === "string" && value.length > 4 && !/^([A-Z_]+|\d{4}-\d{2}.*)$/.test(value)) found.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  for (const { isDisclosure, whole } of reads) if (isDisclosure) collect(whole);
  return found;
}
