import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { auditServer } from "graphql-http";
import type { Engine } from "../../gateway/hub.ts";
import { startWorld, type World } from "./support/world.ts";

const engines: Engine[] = ["stock", "passerelle"];
const worlds = new Map<Engine, World>();
beforeAll(async () => {
  for (const engine of engines) worlds.set(engine, await startWorld({ engine }));
});
afterAll(() => Promise.all([...worlds.values()].map((world) => world.close())));

const GRAPHQL = "application/graphql-response+json";
const PLAIN = "application/json";

describe.each(engines)("as the GraphQL over HTTP draft has it, with the engine %s,", (engine) => {
  const send = async (body: RequestInit["body"], headers: Record<string, string> = {}) => {
    const world = worlds.get(engine)!;
    const authorization = `Bearer ${await world.issuer.sign()}`;
    const sent = { "content-type": PLAIN, authorization, ...headers };
    const answer = await fetch(`${world.url}/graphql`, { method: "POST", headers: sent, body });
    const [type] = (answer.headers.get("content-type") ?? "").split(";");
    const { data, errors } = (await answer.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
    return { status: answer.status, type, code: errors?.[0]?.extensions.code, data };
  };
  const ask = (query: string, accept?: string, variables?: object) =>
    send(JSON.stringify({ query, variables }), accept === undefined ? {} : { accept });

  test("all audits pass but the three that would have an operation in an address", async () => {
    const world = worlds.get(engine)!;
    const authorization = `Bearer ${await world.issuer.sign()}`;
    const fetchFn = (url: string, init?: RequestInit) =>
      fetch(url, { ...init, headers: { ...(init?.headers as object), authorization } });
    const results = await auditServer({ url: `${world.url}/graphql`, fetchFn });
    const others = results.filter(({ status }) => status !== "ok").map(({ status, id }) => `${status} ${id}`);
    expect(others.sort()).toEqual(["notice 5A70", "notice 6A70", "notice D6D5"]);
    expect(results.length - others.length).toBe(58);
  });

  test.each([
    [undefined, PLAIN],
    ["*/*", PLAIN],
    ["application/*", PLAIN],
    [`${GRAPHQL}, ${PLAIN};q=0.9`, GRAPHQL],
    [`${PLAIN}, ${GRAPHQL}`, GRAPHQL],
    [`${PLAIN}, ${GRAPHQL};q=0.5`, PLAIN],
    [`text/html, ${GRAPHQL};q=0.2, */*;q=0.1`, GRAPHQL],
    [`${GRAPHQL};q=0, */*`, PLAIN],
    [`${PLAIN};q=0, */*`, undefined],
    ["text/html", undefined],
    [`${GRAPHQL};q=0`, undefined],
  ])("a client that accepts %s is answered in %s", async (accept, type) => {
    const answer = await ask("{ places { id } }", accept);
    expect(answer).toMatchObject(
      type ? { status: 200, type, code: undefined } : { status: 406, type: PLAIN, code: "BAD_USER_INPUT" },
    );
  });

  const refused: [string, string, object][] = [
    ["cannot be parsed", "{ places { id", {}],
    ["does not fit the schema", "{ nothing }", {}],
    ["lacks a variable", "query ($id: ID!) { place(id: $id) { id } }", {}],
    ["is one of several", "query A { places { id } } query B { places { id } }", {}],
    ["asks for too many rows", "{ places(first: 101) { id } }", {}],
    ["holds a text nobody can keep", "query ($id: ID!) { place(id: $id) { id } }", { id: "a\0" }],
  ];
  test.each(refused)(
    "an operation that %s is told 400, and 200 in plain JSON where a proxy could be meant",
    async (_, query, variables) => {
      const [graphql, plain] = [await ask(query, GRAPHQL, variables), await ask(query, PLAIN, variables)];
      expect([graphql.status, plain.status]).toEqual([400, 200]);
      expect(graphql.code).toBe(plain.code);
      expect(["BAD_USER_INPUT", "TOO_COMPLEX"]).toContain(plain.code);
      expect([graphql.data, plain.data]).toEqual([undefined, undefined]);
    },
  );

  test.each([GRAPHQL, PLAIN])("an answer with lost fields is told 200 in %s", async (accept) => {
    const world = worlds.get(engine)!;
    world.sources.places!.rules.failing.set("Place.label", new Error("down"));
    expect(await ask("{ places { id label } }", accept)).toMatchObject({
      status: 200,
      type: accept,
      code: "SOURCE_UNAVAILABLE",
    });
    world.sources.places!.rules.failing.clear();
  });

  test.each<[string, RequestInit["body"], Record<string, string>, number]>([
    ["not JSON", "{", {}, 400],
    ["empty", "", {}, 400],
    ["JSON, but no operation", "[]", {}, 400],
    ["a list of operations", '[{"query":"{ places { id } }"}]', {}, 400],
    ["no UTF-8", Buffer.from('{"query":"{ place(id: \\"Zo\xe9\\") { id } }"}', "latin1"), {}, 400],
    ["a form", "query={places{id}}", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["a text", '{"query":"{ places { id } }"}', { "content-type": "text/plain" }, 415],
    [
      "in another encoding",
      '{"query":"{ places { id } }"}',
      { "content-type": "application/json; charset=utf-16" },
      415,
    ],
  ])("a body that is %s is refused whatever is accepted", async (_, body, headers, status) => {
    for (const accept of [GRAPHQL, PLAIN])
      expect(await send(body, { ...headers, accept })).toEqual({
        status,
        type: accept,
        code: "BAD_USER_INPUT",
        data: undefined,
      });
  });

  test("a charset of UTF-8 may be told in any form", async () => {
    for (const type of ["application/json;charset=UTF-8", 'Application/JSON; charset="utf-8"', "application/json;"])
      expect((await send('{"query":"{ places { id } }"}', { "content-type": type })).status).toBe(200);
  });

  test("an operation in an address is not run, whatever it asks: addresses end up in logs", async () => {
    const world = worlds.get(engine)!;
    const authorization = `Bearer ${await world.issuer.sign()}`;
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const answer = await fetch(`${world.url}/graphql?query=${encodeURIComponent('{ place(id: "amina") { id } }')}`, {
        method,
        headers: { authorization },
      });
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "POST"]);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    }
    expect(world.logged.some((line) => line.includes("amina"))).toBe(false);
  });
});
