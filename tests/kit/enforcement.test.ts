import { beforeEach, describe, expect, test } from "@jest/globals";
import DataLoader from "dataloader";
import { buildSchema, type GraphQLObjectType, graphql } from "graphql";
import { type DecisionRequest, type Ground, isGround, noteGround, type ProtectedRecord } from "../../kit/decision.ts";
import { createDecisionClient } from "../../kit/decision-client.ts";
import { Enforcement, type OperationRules, ruleKey } from "../../kit/enforcement.ts";
import type { PeerLink } from "../../kit/peer-link.ts";
import { protectSchema } from "../../kit/protect-schema.ts";
import type { Viewer } from "../../kit/viewer.ts";
import { protection } from "../../subgraphs/protection.ts";

const OWN = "own organisation";
const viewer: Viewer = { subject: "she", organization: OWN, roles: [], dataSubject: null, application: "tests" };
const record = (change: Partial<ProtectedRecord> = {}): ProtectedRecord => ({
  subject: "person",
  holder: "other organisation",
  ...change,
});
const navigation = { category: "CARE_NAVIGATION", purpose: "CARE_ACCESS_COORDINATION" };
const diagnosis = { category: "HEALTH_OBSERVATION", purpose: "CARE_ACCESS_COORDINATION" };
const extract = { category: "EMPLOYMENT_EXTRACT", purpose: "CONTRACT_INTEGRATION" };

const calls: (readonly DecisionRequest[])[] = [];
let isPermitted = (_request: DecisionRequest): boolean => true;
let grounds: Ground[] = [];
beforeEach(() => {
  calls.length = 0;
  grounds = [];
  isPermitted = () => true;
});

const enforcementOf = (who: Viewer | null = viewer, isInternalReadAllowed = () => true) =>
  new Enforcement({
    viewer: who,
    isInternalReadAllowed,
    async decide(requests) {
      calls.push(requests);
      return { permitted: requests.map((request) => isPermitted(request)), grounds };
    },
  });
const expecting = (...rules: { category: string; purpose: string }[]): OperationRules =>
  new Map(rules.map((rule) => [ruleKey(rule), { rule, coordinates: [`Type.${rule.category}`] }]));
const down = () => {
  throw new Error("down");
};

describe("an enforcement", () => {
  test("asks once for all records of a level and all rules of the operation, with the places that show them", async () => {
    const enforcement = enforcementOf();
    enforcement.expect(expecting(navigation, diagnosis), false);
    isPermitted = ({ subject, category }) => (subject === "a") === (category === navigation.category);
    const [a, b] = [record({ subject: "a" }), record({ subject: "b" })];
    const asked = [
      enforcement.isReadable(a, navigation),
      enforcement.isReadable(b, navigation),
      enforcement.isReadable(a, navigation),
    ];
    expect(await Promise.all(asked)).toEqual([true, false, true]);
    expect(await enforcement.isReadable(a, diagnosis)).toBe(false);
    expect(await enforcement.isReadable(b, diagnosis)).toBe(true);
    expect(calls).toEqual([
      [a, b].flatMap((one) =>
        [navigation, diagnosis].map((rule) => ({
          ...one,
          ...rule,
          operation: "READ",
          coordinates: [`Type.${rule.category}`],
        })),
      ),
    ]);
    expect(enforcement.viewer).toBe(viewer);
  });

  test("remembers nothing from before a change, though the answer came after it", async () => {
    let answer = () => {};
    const onItsWay = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const enforcement = new Enforcement({
      viewer,
      isInternalReadAllowed: () => true,
      async decide(requests) {
        const permitted = requests.map((request) => isPermitted(request));
        await onItsWay;
        return { permitted, grounds };
      },
    });
    enforcement.expect(expecting(navigation), false);
    const before = enforcement.isReadable(record(), navigation);
    await new Promise(setImmediate);
    enforcement.expect(expecting(navigation), true);
    isPermitted = () => false;
    answer();
    expect(await before).toBe(true);
    expect(await enforcement.isReadable(record(), navigation)).toBe(false);
  });

  test("asks apart, and once, for a rule the operation does not show", async () => {
    const enforcement = enforcementOf();
    isPermitted = ({ subject }) => subject === "a";
    const rows = ["a", "b", "a"].map((subject) => record({ subject }));
    expect(await enforcement.readable(rows, (row) => row, diagnosis)).toEqual([rows[0], rows[2]]);
    expect(await enforcement.isReadable(rows[0]!, extract)).toBe(true);
    const asked = (subject: string, rule: object) => ({
      ...record({ subject }),
      ...rule,
      operation: "READ",
      coordinates: [],
    });
    expect(calls).toEqual([[asked("a", diagnosis), asked("b", diagnosis)], [asked("a", extract)]]);
  });

  test("leaves what her own organisation holds to her roles, asking nobody", async () => {
    const allowing = enforcementOf(viewer, () => true);
    expect(await allowing.isReadable(record({ holder: OWN }), navigation)).toBe(true);
    expect(await enforcementOf(viewer, () => false).isReadable(record({ holder: OWN }), navigation)).toBe(false);
    expect(calls).toEqual([]);
    isPermitted = () => false;
    expect(await allowing.isReadable(record(), navigation)).toBe(false);
    const nobodys = enforcementOf({ ...viewer, organization: null });
    expect(await nobodys.isReadable(record({ holder: null }), navigation)).toBe(false);
    expect(calls).toHaveLength(2);
  });

  test("shows nothing to nobody, asking nobody", async () => {
    const enforcement = enforcementOf(null);
    expect(await enforcement.isReadable(record(), navigation)).toBe(false);
    await enforcement.confirmAbsence(navigation);
    expect(calls).toEqual([]);
  });

  test.each<[string, Partial<ProtectedRecord>]>([
    ["person", { subject: "another" }],
    ["holder", { holder: null }],
    ["resource", { resource: "another" }],
    ["content", { contentHash: "another" }],
  ])("takes no answer about one %s for another", async (_, change) => {
    const enforcement = enforcementOf();
    enforcement.expect(expecting(navigation), false);
    const other = record(change);
    isPermitted = (request) => JSON.stringify(request).includes(JSON.stringify(other).slice(1, -1));
    const unexpected = (one: ProtectedRecord) => enforcement.isReadable(one, diagnosis);
    const known = (one: ProtectedRecord) => enforcement.isReadable(one, navigation);
    expect(await Promise.all([known(record()), known(other)])).toEqual([false, true]);
    expect(await Promise.all([unexpected(record()), unexpected(other)])).toEqual([false, true]);
  });

  test("remembers between reads, and nothing from before a change", async () => {
    const enforcement = enforcementOf();
    const read = () =>
      Promise.all([enforcement.isReadable(record(), navigation), enforcement.isReadable(record(), diagnosis)]);
    enforcement.expect(expecting(navigation), false);
    expect(await read()).toEqual([true, true]);
    isPermitted = () => false;
    enforcement.expect(expecting(navigation), false);
    expect(await read()).toEqual([true, true]);
    enforcement.expect(expecting(navigation), true);
    expect(await read()).toEqual([false, false]);
  });

  test("asks outside a read each time, for whom and for what it is told, and notes nothing of it", async () => {
    const enforcement = enforcementOf();
    grounds = [{ subject: "person", epoch: 1, decidedAt: 1 }];
    expect(await enforcement.isPermitted(record(), extract, "INTEGRATE", ["third"])).toBe(true);
    isPermitted = () => false;
    expect(await enforcement.isPermitted(record(), extract, "INTEGRATE")).toBe(false);
    const asked = { ...record(), ...extract, operation: "INTEGRATE", coordinates: [] };
    expect(calls).toEqual([[{ ...asked, receivers: ["third"] }], [{ ...asked, receivers: [] }]]);
    expect(enforcement.grounds).toEqual([]);
    const silent = new Enforcement({
      viewer,
      isInternalReadAllowed: () => true,
      decide: async () => ({ permitted: [], grounds: [] }),
    });
    expect(await silent.isPermitted(record(), extract, "READ")).toBe(false);
    silent.expect(expecting(navigation), false);
    expect(await silent.isReadable(record(), navigation)).toBe(false);
  });

  test("tells no failure of the decision from another", async () => {
    isPermitted = down;
    const enforcement = enforcementOf(viewer, () => false);
    const unverifiable = expect.objectContaining({ extensions: { code: "CONSENT_UNVERIFIABLE" } });
    await expect(enforcement.isReadable(record(), navigation)).rejects.toEqual(unverifiable);
    await expect(enforcement.isPermitted(record(), navigation, "READ")).rejects.toEqual(unverifiable);
  });

  test("asks for what is absent too, beside what is there, but where her roles would let her read it", async () => {
    const enforcement = enforcementOf(viewer, () => false);
    enforcement.expect(expecting(navigation), false);
    const absent = enforcement.confirmAbsence(navigation);
    expect(await enforcement.isReadable(record(), navigation)).toBe(true);
    await absent;
    await enforcement.confirmAbsence(navigation);
    expect(calls.map((one) => one.length)).toEqual([1]);
    enforcement.expect(expecting(navigation), true);
    await enforcement.confirmAbsence(navigation);
    expect(calls.map((one) => one.length)).toEqual([1, 0]);
    await enforcementOf(viewer, () => true).confirmAbsence(navigation);
    expect(calls).toHaveLength(2);
  });

  test("names the oldest of what its reads rest on, person by person", async () => {
    const enforcement = enforcementOf();
    grounds = [
      { subject: "a", epoch: 3, decidedAt: 10 },
      { subject: "b", epoch: 1, decidedAt: 10 },
    ];
    await enforcement.isReadable(record(), navigation);
    grounds = [{ subject: "a", epoch: 2, decidedAt: 20 }];
    await enforcement.isReadable(record({ subject: "a" }), navigation);
    expect(enforcement.grounds).toEqual([
      { subject: "a", epoch: 2, decidedAt: 10 },
      { subject: "b", epoch: 1, decidedAt: 10 },
    ]);
  });
});

test("the oldest ground counts whichever came first", () => {
  const known = new Map<string, Ground>();
  noteGround(known, { subject: "a", epoch: 2, decidedAt: 20 });
  noteGround(known, { subject: "a", epoch: 3, decidedAt: 10 });
  expect([...known.values()]).toEqual([{ subject: "a", epoch: 2, decidedAt: 10 }]);
});

test.each([
  null,
  undefined,
  {},
  { subject: 1, epoch: 1, decidedAt: 1 },
  { subject: "a", epoch: 1.5, decidedAt: 1 },
  { subject: "a", epoch: 1, decidedAt: "1" },
])("%j is no ground", (value) => expect(isGround(value)).toBe(false));

describe("the road to the decision point", () => {
  const requests = [{ ...record(), ...navigation, operation: "READ" as const, coordinates: [] }];
  const whole = { permitted: [true], grounds: [{ subject: "a", epoch: 1, decidedAt: 1 }] };
  const over = (...answers: unknown[]) => {
    const posted: unknown[] = [];
    const post = async (call: unknown) => {
      posted.push(call);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const link = { post } as unknown as PeerLink;
    return { posted, decide: createDecisionClient(link, "registry", { requestId: "r", viewerToken: "t" }) };
  };
  const call = {
    peer: "registry",
    path: "/decisions",
    content: { viewerToken: "t", requests },
    requestId: "r",
    timeoutMs: 500,
  };

  test("is taken once for the batch, and once more when it leads nowhere", async () => {
    const once = over(whole);
    expect(await once.decide(requests)).toEqual(whole);
    expect(once.posted).toEqual([call]);
    const twice = over(new Error("late"), whole);
    expect(await twice.decide(requests)).toEqual(whole);
    expect(twice.posted).toEqual([call, call]);
    const thrice = over(new Error("late"), new Error("later"), whole);
    await expect(thrice.decide(requests)).rejects.toThrow("later");
    expect(thrice.posted).toHaveLength(2);
  });

  test("that brings one answer that is no yes and no no, among others, is a refusal", async () => {
    const answers = { ...whole, permitted: [true, "true"] };
    await expect(over(answers).decide([...requests, ...requests])).rejects.toThrow("Not every question");
  });

  test.each([
    ["fewer answers", { ...whole, permitted: [] }, "Not every question"],
    ["more answers", { ...whole, permitted: [true, true] }, "Not every question"],
    ["an answer that is no yes and no no", { ...whole, permitted: ["true"] }, "Not every question"],
    ["no list of answers", { ...whole, permitted: { length: 1, some: () => false } }, "Not every question"],
    ["nothing they rest on", { permitted: [true] }, "rest on"],
    ["something else they rest on", { ...whole, grounds: [{ subject: "a" }, whole.grounds[0]] }, "rest on"],
  ])("that brings %s is a refusal", async (_, answer, problem) => {
    await expect(over(answer).decide(requests)).rejects.toThrow(problem);
  });
});

describe("a protected schema", () => {
  const text = `
    directive @consent(category: String!, purpose: String!) on FIELD_DEFINITION | OBJECT
    interface Named { name: String other: String }
    type Note implements Named @consent(category: "CARE_NAVIGATION", purpose: "CARE_ACCESS_COORDINATION") {
      id: ID
      name: String
      other: String @consent(category: "HEALTH_OBSERVATION", purpose: "CARE_ACCESS_COORDINATION")
    }
    type Extract @consent(category: "EMPLOYMENT_EXTRACT", purpose: "CONTRACT_INTEGRATION") {
      id: ID
      words: String @consent(category: "EMPLOYMENT_EXTRACT", purpose: "CONTRACT_INTEGRATION")
    }
    type Letter implements Named {
      name: String
      other: String @consent(category: "HEALTH_OBSERVATION", purpose: "CARE_ACCESS_COORDINATION")
      words: String @consent(category: "EMPLOYMENT_EXTRACT", purpose: "CONTRACT_INTEGRATION")
    }
    interface Written { name: String other: String }
    union Either = Letter | Place
    type Place { name: String }
    type Query {
      note: Note notes: [Note] promised: [Note!]! extract: Extract extracts: [Extract]
      letter: Letter either: Either eithers: [Either!]
    }
    type Mutation { change: Note }`;
  // The interface of a type with a rule would not start: its letters alone are reached by name.
  const startable = text
    .replace("type Note implements Named", "type Note")
    .replace("letter: Letter", "letter: Letter named: Named");
  const schema = protectSchema(buildSchema(startable), protection);
  const row = (change: object = {}) => ({
    __typename: "Letter",
    personId: "person",
    organizationId: "other organisation",
    name: "name",
    other: "other",
    words: "words",
    id: "1",
    ...change,
  });
  const ask = async (
    source: string,
    rootValue: object,
    enforcement = enforcementOf(viewer, () => false),
    more: object = {},
  ) => {
    const { data, errors } = await graphql({ schema, source, rootValue, contextValue: { enforcement, ...more } });
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      codes: errors?.map(({ extensions, message }) => extensions.code ?? message),
    };
  };
  const onlyNames = ({ category }: DecisionRequest) => category === "CARE_NAVIGATION";

  test("hides the rows of a type, one by one and out of lists, and asks once with every place", async () => {
    isPermitted = ({ subject }) => subject === "person";
    const rows = [row(), row({ personId: "another" }), Promise.resolve(row({ id: "2" }))];
    expect(
      await ask("{ note { id } notes { id } promised { id } }", {
        note: row({ personId: "another" }),
        notes: rows,
        promised: rows,
      }),
    ).toEqual({ data: { note: null, notes: [{ id: "1" }, { id: "2" }], promised: [{ id: "1" }, { id: "2" }] } });
    expect(calls).toHaveLength(1);
    expect(calls[0]!.map(({ coordinates }) => coordinates)).toEqual([["Note"], ["Note"]]);
  });

  test("refuses a value with its code, or with silence, and shows it when permitted", async () => {
    isPermitted = onlyNames;
    const refused = await ask("{ note { id other } letter { words } }", { note: row(), letter: row() });
    expect(refused).toEqual({
      data: { note: { id: "1", other: null }, letter: { words: null } },
      codes: ["CONSENT_REQUIRED"],
    });
    isPermitted = () => true;
    expect(await ask("{ note { other } letter { words } }", { note: row(), letter: row() })).toEqual({
      data: { note: { other: "other" }, letter: { words: "words" } },
    });
  });

  test("shows nothing of a row that is about nobody", async () => {
    const nobodys = [row({ personId: undefined }), row({ organizationId: undefined })];
    expect(
      await ask("{ notes { id } letter { other words } }", { notes: [...nobodys, null], letter: nobodys[0] }),
    ).toEqual({
      data: { notes: [], letter: { other: null, words: null } },
      codes: ["CONSENT_REQUIRED"],
    });
    const registered = row({ organizationId: null });
    expect(await ask("{ note { id } }", { note: registered })).toEqual({ data: { note: { id: "1" } } });
  });

  test.each([
    ["an interface", "{ named { other ... on Letter { words } } }"],
    ["an interface, its field renamed", "{ named { shown: other ... on Named { seen: other } } }"],
    ["a union", "{ either { ... on Letter { other } ... on Named { shown: other } } }"],
    ["a list of a union, in a named fragment", "{ eithers { ...All } } fragment All on Letter { other words }"],
  ])("guards a value on the road through %s", async (_, query) => {
    isPermitted = onlyNames;
    const rootValue = { named: row(), either: row(), eithers: [row(), row()] };
    const refused = await ask(query, rootValue);
    expect(JSON.stringify(refused.data)).not.toMatch(/"(other|words)"[,}]/);
    expect(new Set(refused.codes)).toEqual(new Set(["CONSENT_REQUIRED"]));
    isPermitted = () => true;
    expect(JSON.stringify((await ask(query, rootValue)).data)).toMatch(/:"other"/);
  });

  test("cannot tell what is absent from what is refused when the decision fails, where refusing is silent", async () => {
    isPermitted = down;
    const failing = () => new Enforcement({ viewer, isInternalReadAllowed: () => false, decide: async () => down() });
    for (const rootValue of [
      { extract: null, extracts: [] },
      { extract: row(), extracts: [row()] },
    ])
      expect(await ask("{ extract { id } extracts { id } }", rootValue, failing())).toEqual({
        data: { extract: null, extracts: null },
        codes: ["CONSENT_UNVERIFIABLE", "CONSENT_UNVERIFIABLE"],
      });
    expect(await ask("{ note { id } notes { id } }", { note: undefined, notes: [] }, failing())).toEqual({
      data: { note: null, notes: [] },
    });
  });

  test("remembers nothing from before a change, neither answers nor rows", async () => {
    const loaded: (readonly string[])[] = [];
    const rows = new DataLoader(async (ids: readonly string[]) => {
      loaded.push(ids);
      return ids.map((id) => row({ id }));
    });
    const enforcement = enforcementOf();
    const load = () => rows.load("1");
    await ask("{ note { id } }", { note: load }, enforcement, { rows });
    await ask("{ note { id } }", { note: load }, enforcement, { rows });
    expect([calls.length, loaded.length]).toEqual([1, 1]);
    isPermitted = () => false;
    expect(await ask("mutation { change { id } }", { change: load }, enforcement, { rows })).toEqual({
      data: { change: null },
    });
    expect([calls.length, loaded.length]).toEqual([2, 2]);
  });

  test("guards each reference to an entity, and what is absent as what is refused", async () => {
    const referring = buildSchema(startable);
    const subgraph = (name: string) => {
      const type = referring.getType(name) as GraphQLObjectType;
      const held = { resolveReference: async ({ id }: { id?: string }) => (id ? row({ id }) : null) };
      type.extensions = { apollo: { subgraph: held } };
      return held as { resolveReference(reference: object, context?: object): Promise<object | null> };
    };
    const [note, extracted, place] = ["Note", "Extract", "Place"].map(subgraph);
    const placed = place!.resolveReference;
    protectSchema(referring, protection);
    expect(place!.resolveReference).toBe(placed);
    const context = { enforcement: enforcementOf(viewer, () => false) };
    expect(await note!.resolveReference({ id: "1" }, context)).toEqual(row());
    isPermitted = () => false;
    expect(await note!.resolveReference({ id: "1" }, { enforcement: enforcementOf() })).toBeNull();
    const failing = {
      enforcement: new Enforcement({ viewer, isInternalReadAllowed: () => false, decide: async () => down() }),
    };
    expect(await note!.resolveReference({}, failing)).toBeNull();
    await expect(extracted!.resolveReference({}, failing)).rejects.toThrow();
  });

  test("does not start when an interface leads to rows with a rule, nor without the directive of the rules", () => {
    expect(() =>
      protectSchema(buildSchema(text.replace("letter: Letter", "letter: Letter named: Named")), protection),
    ).toThrow("Named leads to Note");
    const renamed = text.replaceAll("@consent", "@shown");
    expect(() => protectSchema(buildSchema(renamed), protection)).toThrow("@consent");
  });
});
