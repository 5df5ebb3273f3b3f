import { describe, expect, test } from "@jest/globals";
import { buildASTSchema, parse } from "graphql";
import { EngineFault } from "../../../gateway/engine/engine-fault.ts";
import { createExecutor } from "../../../gateway/engine/executor.ts";
import { openEngines } from "./support/engines.ts";
import { type Ask, type Asking, openSources } from "./support/sources.ts";
import { supergraphs } from "./support/supergraphs.ts";
import { tellTruth } from "./support/truth.ts";

const shop = supergraphs["entities, compound keys, nested @requires and @provides"]!;
const counters = supergraphs.mutations!;
const media = supergraphs["@interfaceObject"]!;

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
  "@external", "@requires", "@interfaceObject"])`;

/** What the sources were asked while one operation ran. */
function listen(ask: Ask): { ask: Ask; calls: Asking[] } {
  const calls: Asking[] = [];
  return {
    calls,
    ask: (asking) => {
      calls.push(asking);
      return ask(asking);
    },
  };
}

const representations = (call: Asking): unknown[] => (call.variables.representations as unknown[] | undefined) ?? [];

describe("what a client writes never reaches a source as something else", () => {
  test("an alias cannot stand in for a field another field requires", async () => {
    const engines = await openEngines(shop);
    const query = '{ product(id: "1") { weight: label shipping } }';
    const ours = listen(openSources(shop).ask);
    const { data } = await engines.ours({ query }, ours.ask);
    expect(data).toMatchObject({ product: { weight: expect.stringContaining("label") } });
    expect(representations(ours.calls.at(-1)!)).toEqual([
      {
        __typename: "Product",
        id: "61",
        weight: expect.any(Number),
        dimensions: { size: expect.any(Number), unit: expect.any(String) },
      },
    ]);
    // The stock executor sends the client's choice: why operations are planned under other names.
    const stock = listen(openSources(shop).ask);
    await engines.stock({ query }, stock.ask);
    expect(representations(stock.calls.at(-1)!)).toMatchObject([{ weight: expect.stringContaining("label") }]);
  });

  test("a field cannot stand in for itself with the arguments another field requires it with", async () => {
    const schemas = {
      prices: `${HEADER} type Query { one: E! } type E @key(fields: "id") { id: ID! price(in: String): Int! }`,
      taxes: `${HEADER} type E @key(fields: "id") {
        id: ID! price(in: String): Int! @external tax: String @requires(fields: "price(in: \\"euro\\")") }`,
    };
    const engines = await openEngines(schemas);
    const asked = { query: '{ one { price(in: "franc") tax } }' };
    const sources = openSources(schemas);
    const ours = listen(sources.ask);
    const { data, losses } = await engines.ours(asked, ours.ask);
    expect(losses).toEqual([]);
    expect(data).toEqual((await tellTruth(engines.schema, sources.world, asked)).data);
    const stock = listen(openSources(schemas).ask);
    await engines.stock(asked, stock.ask);
    expect(representations(stock.calls.at(-1)!)).not.toEqual(representations(ours.calls.at(-1)!));
  });

  test("an alias named like a key, the type name or a part of the language is only an alias", async () => {
    const engines = await openEngines(shop);
    const query = `{ product(id: "3") { id: label __typename: sku __proto__: stock constructor: price
      toString: madeBy { id: name reviews { __proto__: id } } } }`;
    const { data, losses } = await engines.ours({ query }, openSources(shop).ask);
    expect(losses).toEqual([]);
    const product = (data as { product: Record<string, unknown> }).product;
    expect(Object.keys(product)).toEqual(["id", "__typename", "__proto__", "constructor", "toString"]);
    expect(product.id).toMatch(/label/);
    expect(product.__typename).toBe("sku-63");
    expect(typeof Object.entries(product)[2]![1]).toBe("number");
  });
});

describe("representations", () => {
  test("an entity met several times is named to its source once, and filled everywhere", async () => {
    const engines = await openEngines(shop);
    const query = '{ a: product(id: "3") { madeBy { id } } users { friends { manager { bought { id } } } } }';
    const { ask, calls } = listen(openSources(shop).ask);
    await engines.ours({ query }, ask);
    for (const call of calls) {
      const texts = representations(call).map((one) => JSON.stringify(one));
      expect(new Set(texts).size).toBe(texts.length);
    }
    expect((await engines.ours({ query }, openSources(shop).ask)).data).toEqual(
      (await engines.stock({ query }, openSources(shop).ask)).data,
    );
  });

  test("two requests at once never share a call", async () => {
    const engines = await openEngines(shop);
    const { ask, calls } = listen(openSources(shop).ask);
    const query = "{ me { bought { label } } }";
    await engines.ours({ query }, ask);
    const alone = calls.length;
    await Promise.all([engines.ours({ query }, ask), engines.ours({ query }, ask)]);
    expect(calls.length).toBe(alone * 3);
  });
});

describe("changes", () => {
  const query = `mutation {
    a: bump(id: "1") { total } b: bump(id: "1") { total } c: double(id: "1") { total } d: bump(id: "1") { label total }
    e: log(text: "x") { at counter { total } query { totals { id total } } } f: reset(id: "1") { total } }`;

  test("run in the order written, each as often as it is written", async () => {
    const engines = await openEngines(counters);
    const sources = openSources(counters);
    const { data, losses } = await engines.ours({ query }, sources.ask);
    expect(sources.log).toEqual(["bump(1)", "bump(1)", "double(1)", "bump(1)", "log(1)", "reset(1)"]);
    expect(losses).toEqual([]);
    expect(data).toEqual((await engines.stock({ query }, openSources(counters).ask)).data);
  });

  test("each is read after it was made, also where the same entity was read before", async () => {
    const engines = await openEngines(counters);
    const { ask, calls } = listen(openSources(counters).ask);
    const query = `mutation {
      a: bump(id: "1") { total } b: double(id: "1") { total label } c: bump(id: "1") { total } d: double(id: "1") { total } }`;
    const { data } = await engines.ours({ query }, ask);
    expect(data).toMatchObject({ a: { total: 1 }, b: { total: 2 }, c: { total: 3 }, d: { total: 6 } });
    // One representation, named anew at every step.
    const reads = calls.filter(({ source, operation }) => source === "totals" && operation.includes("_entities"));
    expect(reads.length).toBe(2);
    expect(new Set(reads.map((call) => JSON.stringify(representations(call)))).size).toBe(1);
  });

  test("one that fails is named, and those after it run all the same", async () => {
    const engines = await openEngines(counters);
    const { ask } = openSources(counters);
    const failing: Ask = async (asking) => {
      if (asking.operation.includes("double")) throw new Error("down");
      return ask(asking);
    };
    const { data, losses } = await engines.ours(
      { query: 'mutation { a: bump(id: "1") { id } b: double(id: "1") { id } c: bump(id: "1") { total } }' },
      failing,
    );
    expect(data).toEqual({ a: { id: "11" }, b: null, c: { total: 2 } });
    expect(losses).toEqual([{ path: ["b"], source: "totals", cause: { kind: "failed", failure: "down" } }]);
  });
});

describe("a plan that is wrong is not believed", () => {
  test("what a source computes of a field it was not told is lost and named", async () => {
    const schemas = {
      first: `${HEADER} type Query { one: E! } type E @key(fields: "id") {
        id: ID! base: String @external rate: String @requires(fields: "base") }`,
      second: `${HEADER} type E @key(fields: "id") { id: ID! rate: String @external price: String @requires(fields: "rate") }`,
      third: `${HEADER} type E @key(fields: "id") { id: ID! base: String }`,
    };
    const engines = await openEngines(schemas);
    const query = "{ one { id price } }";
    // The planner asks the rate of the first source at once, before anybody told it the base.
    const stock = openSources(schemas);
    expect((await engines.stock({ query }, stock.ask)).data).toMatchObject({
      one: { price: expect.stringContaining("absent") },
    });
    const { ask, calls } = listen(openSources(schemas).ask);
    const { data, losses } = await engines.ours({ query }, ask);
    expect(data).toEqual({ one: { id: expect.any(String), price: null } });
    expect(losses).toEqual([{ path: ["one", "price"], source: "first", cause: { kind: "invalid" } }]);
    expect(calls.map(({ source }) => source)).not.toContain("second");
  });
});

describe("an entity is never named to a source without a key", () => {
  const schemas = {
    home: `${HEADER} type Query { books: [Book!]! } interface Media @key(fields: "id") { id: ID! label: String }
      type Book implements Media @key(fields: "id") { id: ID! label: String }
      type Disc implements Media @key(fields: "id") { id: ID! label: String }`,
    votes: `${HEADER} type Query { top: Media! } type Media @key(fields: "id") @interfaceObject {
      id: ID! label: String @external head: String @requires(fields: "label") }`,
  };

  test("where the planner forgets the key of objects it asks nothing of, they are left out", async () => {
    const engines = await openEngines(schemas);
    const query = "{ top { label ... on Disc { head } } }";
    const stock = listen(openSources(schemas).ask);
    await engines.stock({ query }, stock.ask);
    expect(representations(stock.calls.at(-1)!)).toEqual([{ __typename: "Media", label: null }]);
    const ours = listen(openSources(schemas).ask);
    const { data, losses } = await engines.ours({ query }, ours.ask);
    expect(ours.calls.flatMap(representations)).toEqual([{ __typename: "Media", id: "11" }]);
    expect({ data, losses }).toEqual({ data: { top: { label: null } }, losses: [] });
  });

  test("where it forgets a key of objects it asks something of, that is lost and named", async () => {
    const engines = await openEngines(schemas);
    const asked = { query: "{ top { head } }" };
    const { queryPlan } = engines.plan(asked);
    forgetKeys(queryPlan, "head");
    const { ask, calls } = listen(openSources(schemas).ask);
    const { data, losses } = await engines.ours(asked, ask);
    expect(data).toEqual({ top: { head: null } });
    expect(losses).toEqual([{ path: ["top", "head"], source: "votes", cause: { kind: "invalid" } }]);
    expect(calls.filter(({ operation }) => operation.includes("head"))).toEqual([]);
  });
});

describe("an entity is never taken for another of its type", () => {
  const schemas = {
    list: `${HEADER} type Query { all: [A] mixed: [U] placed: [P] } union U = A | B
      type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }
      type P @key(fields: "shelf { id } place") { shelf: Shelf! place: String! } type Shelf @shareable { id: Int! }`,
    notes: `${HEADER} type A @key(fields: "id") { id: ID! note: String! } type B @key(fields: "id") { id: ID! note: String! }
      type P @key(fields: "shelf { id } place") { shelf: Shelf! place: String! note: String! } type Shelf @shareable { id: Int! }`,
  };
  const all = ["11", "12", "13"].map((id) => ({ __typename: "A", id }));
  const mixed = [all[0], { __typename: "B", id: "21" }];
  const placed = [51, 52].map((id) => ({ __typename: "P", shelf: { id }, place: "same" }));
  const QUERIES = {
    all: "{ all { note } }",
    mixed: "{ mixed { ... on A { note } ... on B { note } } }",
    placed: "{ placed { note } }",
  };
  type Entities = (Record<string, unknown> | null)[];

  /** Asks for the notes of a list, with the entities of the second source changed on their way. */
  async function notesOf(
    name: keyof typeof QUERIES,
    rows: readonly unknown[],
    change: (entities: Entities) => Entities,
    errors: { message: string; path: (string | number)[] }[] = [],
  ) {
    const engines = await openEngines(schemas);
    const { ask } = openSources(schemas);
    const changing: Ask = async (asking) => {
      if (asking.source === "list") return { data: { [name]: rows } };
      const { data } = await ask(asking);
      return { data: { _entities: change(data!._entities as Entities) }, errors };
    };
    const { data, losses } = await engines.ours({ query: QUERIES[name] }, changing);
    const stock = await engines.stock({ query: QUERIES[name] }, changing);
    return { list: data![name] as unknown[], losses, stock: stock.data?.[name] };
  }

  const lostAt = (name: string, places: readonly number[]) =>
    places.map((place) => ({ path: [name, place], source: "notes", cause: { kind: "invalid" } }));

  test.each<[string, keyof typeof QUERIES, unknown[], (entities: Entities) => Entities, number[]]>([
    ["two are swapped", "all", all, ([one, two, three]) => [two!, one!, three!], [0, 1]],
    ["all come a place too late", "all", all, ([one, two, three]) => [three!, one!, two!], [0, 1, 2]],
    ["one comes twice", "all", all, ([one, , three]) => [one!, { ...one }, three!], [1]],
    ["two of a union are swapped", "mixed", mixed, ([one, two]) => [two!, one!], [0, 1]],
    ["keys within keys tell them apart", "placed", placed, ([one, two]) => [two!, one!].map(samePlace), [0, 1]],
  ])("when %s, they are lost, each named, and the others stay", async (_, name, rows, change, wrong) => {
    const whole = await notesOf(name, rows, (entities) =>
      entities.map((one) => (name === "placed" ? samePlace(one!) : one)),
    );
    expect([whole.losses, whole.list]).toEqual([[], rows.map(() => ({ note: expect.any(String) }))]);
    const { list, losses, stock } = await notesOf(name, rows, change);
    expect(losses).toEqual(lostAt(name, wrong));
    expect(list).toEqual(whole.list.map((one, place) => (wrong.includes(place) ? null : one)));
    // The stock executor serves each note as the next one's.
    expect(stock).not.toEqual(whole.list);
    expect(stock).not.toContain(null);
  });

  /** The world has no two places of one name. */
  const samePlace = (one: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(one).map(([key, value]) => [key, key.endsWith("_place") ? "same" : value]));

  test("a null in their middle is one that is not known; those it has moved are lost", async () => {
    const { list, losses } = await notesOf("all", all, ([one, two]) => [one!, null, two!]);
    expect(list).toEqual([{ note: expect.any(String) }, null, null]);
    expect(losses.map(({ cause }) => cause.kind)).toEqual(["absent", "invalid"]);
  });

  test("two of a union with one number are told apart by their types", async () => {
    const same = ["A", "B"].map((__typename) => ({ __typename, id: "1" }));
    const numbered = (entities: Entities): Entities =>
      entities.map((one) =>
        Object.fromEntries(Object.entries(one!).map(([key, value]) => [key, key.endsWith("_id") ? 1 : value])),
      );
    expect((await notesOf("mixed", same, numbered)).losses).toEqual([]);
    const { losses } = await notesOf("mixed", same, (entities) => numbered(entities).toReversed());
    expect(losses).toEqual(lostAt("mixed", [0, 1]));
  });

  test("an error about the key that nobody but the engine asked for is about the entity it cost, or about nothing", async () => {
    const nameless = (entities: Entities): Entities =>
      entities.map((one) =>
        Object.fromEntries(Object.entries(one!).map(([key, value]) => [key, key.endsWith("_id") ? null : value])),
      );
    const error = { message: "no key", path: ["_entities", 1, "key_0_id"] };
    expect(await notesOf("all", all, nameless, [error])).toMatchObject({ losses: [], list: all.map(() => ({})) });
    const { losses } = await notesOf("all", all, ([one, , three]) => [one!, null, three!], [error]);
    const cause = { kind: "refused", error: { message: "no key", path: ["_entities", 1] } };
    expect(losses).toEqual([{ path: ["all", 1], source: "notes", cause }]);
  });

  test.each([
    ["that two sources may write in two ways", "any: Any", "any: Any"],
    ["that it only repeats", "any: ID!", "any: ID! @external"],
  ])("a source is not asked for a key %s", async (_, first, second) => {
    const engines = await openEngines({
      list: `${HEADER} scalar Any type Query { all: [A] } type A @key(fields: "any") { ${first} }`,
      notes: `${HEADER} scalar Any type A @key(fields: "any") { ${second} note: String! }`,
    });
    const { ask, calls } = listen(async ({ source }) => ({
      data: source === "list" ? { all: [{ __typename: "A", any: 1 }] } : { _entities: [{ note: "one" }] },
    }));
    const { data, losses } = await engines.ours({ query: "{ all { note } }" }, ask);
    expect([data, losses]).toEqual([{ all: [{ note: "one" }] }, []]);
    expect(calls.map(({ operation }) => operation)).not.toContainEqual(expect.stringContaining("key_"));
  });
});

/** Takes the keys out of what a plan requires for the calls that ask for a field. */
function forgetKeys(node: unknown, field: string): void {
  if (typeof node !== "object" || node === null) return;
  const { requires, operation = "" } = node as { requires?: { selections: { name?: string }[] }[]; operation?: string };
  if (operation.includes(field))
    for (const one of requires ?? []) one.selections = one.selections.filter(({ name }) => name !== "id");
  for (const inner of Object.values(node)) forgetKeys(inner, field);
}

describe("what the stock executor gets wrong", () => {
  test("a value that counts as nothing survives where the plan renamed its field", async () => {
    const one = `${HEADER} type Query { all: [U] } union U = A | B
      type A @key(fields: "id") { id: ID! v: Int! @shareable } type B { v: Int }`;
    const two = `${HEADER} type A @key(fields: "id") { id: ID! v: Int @shareable }`;
    const engines = await openEngines({ one, two });
    const renames: string[] = [];
    const ask: Ask = async ({ operation }) => {
      const [, type = "", renamed = ""] = /on ([AB])\{[^}]*?(\w+__alias_\d+):v/.exec(operation) ?? [];
      renames.push(renamed);
      const all = ["A", "B"].map((name) => ({ __typename: name, [name === type ? renamed : "v"]: 0 }));
      return { data: { all } };
    };
    const asked = { query: "{ all { ... on A { v } ... on B { v } } }" };
    const { data } = await engines.ours(asked, ask);
    expect(renames).toEqual([expect.stringContaining("__alias_")]);
    expect(data).toEqual({ all: [{ v: 0 }, { v: 0 }] });
    // The stock executor takes the zero for nothing to rename.
    expect((await engines.stock(asked, ask)).data).not.toEqual(data);
  });

  test("what the plan renamed arrives under its own name, also where another source tells of the entity first", async () => {
    const schemas = {
      one: `${HEADER} type Query { all: [U!]! } union U = A | B
        type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }`,
      two: `${HEADER} type A @key(fields: "id") { id: ID! v: Int! @shareable w: W @shareable }
        type B @key(fields: "id") { id: ID! v: Int w: W! } type W @shareable { x: Int }`,
      three: `${HEADER} type A @key(fields: "id") { id: ID! v: Int @shareable w: W @shareable } type W @shareable { x: Int }`,
    };
    const engines = await openEngines(schemas);
    const asked = { query: "{ all { ... on A { v w { x } } ... on B { v } } }" };
    const { ask } = openSources(schemas);
    const renaming: string[] = [];
    const all = ["A", "B"].map((__typename, index) => ({ __typename, id: `${index + 1}1` }));
    const told: Ask = async (asking) => {
      if (asking.source === "one") return { data: { all } };
      renaming.push(...(asking.operation.match(/\w+__alias_\d+/g) ?? []));
      return ask(asking);
    };
    const { data, losses } = await engines.ours(asked, told);
    expect(renaming.length).toBeGreaterThan(0);
    expect(losses).toEqual([]);
    const fields = { v: expect.any(Number) };
    expect(data).toEqual({ all: [{ ...fields, w: expect.anything() }, fields] });
  });

  test("a fragment on an interface does not hide the type of an object that only its place tells", async () => {
    const schemas = {
      one: `${HEADER} type Query { node: Node } interface Node { id: ID! } type E implements Node @key(fields: "id") { id: ID! }
        type O implements Node { id: ID! }`,
      two: `${HEADER} type Query { here: E! } type E @key(fields: "id") { id: ID! rank: Int! }`,
    };
    const engines = await openEngines(schemas);
    const asked = { query: "{ here { ... on Node { ... on O { id } ... on E { a: rank } } } }" };
    const { ask } = openSources(schemas);
    const { data } = await engines.ours(asked, ask);
    expect(data).toEqual({ here: { a: expect.any(Number) } });
    expect((await engines.stock(asked, ask)).data).toEqual({ here: {} });
  });

  test("lists within lists are merged across sources, place by place", async () => {
    const one = `${HEADER} type Query { me: P } type P @key(fields: "id") { id: ID! grid: [[Cell]] @shareable }
      type Cell @shareable { x: Int }`;
    const two = `${HEADER} type P @key(fields: "id") { id: ID! grid: [[Cell]] @shareable } type Cell @shareable { y: Int }`;
    const engines = await openEngines({ one, two });
    const ask: Ask = async ({ source }) => {
      const grid = [[source === "one" ? { x: 1 } : { y: 2 }, null], []];
      const me = { __typename: "P", id: "1", grid };
      return { data: source === "one" ? { me } : { _entities: [me] } };
    };
    const asked = { query: "{ me { grid { x y } } }" };
    expect((await engines.ours(asked, ask)).data).toEqual({ me: { grid: [[{ x: 1, y: 2 }, null], []] } });
    expect((await engines.stock(asked, ask)).data).toEqual({ me: { grid: [[{ x: null, y: 2 }, null], []] } });
  });

  test("an interface object's source does not hide the type another source told", async () => {
    const engines = await openEngines(media);
    const { ask } = openSources(media);
    const naming: Ask = async (asking) => {
      const told = await ask(asking);
      if (asking.source === "votes")
        for (const one of told.data!._entities as Record<string, unknown>[]) one.__typename = "Media";
      return told;
    };
    const query = "{ medias { __typename ... on Disc { tracks } ... on Media { score } } }";
    const { data, losses } = await engines.ours({ query }, naming);
    expect(losses).toEqual([]);
    expect(data).toEqual((await engines.ours({ query }, ask)).data);
  });
});

describe("the end of a request", () => {
  test("no source is asked after the caller has gone", async () => {
    const engines = await openEngines(shop);
    const gone = new AbortController();
    const { ask, calls } = listen(openSources(shop).ask);
    const leaving: Ask = async (asking) => {
      gone.abort();
      return ask(asking);
    };
    const { losses } = await engines.ours({ query: "{ company { boss { bought { id } } } }" }, leaving, gone.signal);
    expect(calls.length).toBe(1);
    expect(losses.map(({ cause }) => cause.kind)).toEqual(["cancelled"]);
  });
});

test("what the engine was not made for is refused before anything is sent", async () => {
  const schema = buildASTSchema(parse("type Query { a: Int }"));
  const engine = createExecutor({ supergraphSchema: schema, apiSchema: schema });
  const transport = () => Promise.reject(new Error("sent"));
  const run = (query: string, node?: object) =>
    engine.execute({ queryPlan: { kind: "QueryPlan", node } as never, document: parse(query), transport });
  await expect(run("{ __schema { types { name } } }")).rejects.toThrow(EngineFault);
  await expect(run("{ a }", { kind: "Defer" })).rejects.toThrow(EngineFault);
  await expect(run("{ a }", { kind: "Subscription" })).rejects.toThrow(EngineFault);
  await expect(run("query A { a } query B { a }")).rejects.toThrow(EngineFault);
});
