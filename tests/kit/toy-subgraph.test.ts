import { composeServices } from "@apollo/composition";
import { printSubgraphSchema } from "@apollo/subgraph";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "graphql";
import type { DecisionRequest } from "../../kit/decision.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { claire, paul, sophie } from "../support/viewers.ts";
import { createNotebook } from "./toy-subgraph.ts";

const calls: DecisionRequest[][] = [];
let isPermitted = (_request: DecisionRequest): boolean => false;
const notebook = createNotebook((request) => isPermitted(request), calls);
const idOf = (index: number) => `0d000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
let hub: Harness;

beforeAll(async () => {
  hub = await startHarness([notebook]);
  for (let index = 1; index <= 100; index++) {
    await hub.running
      .notebook!.orm.em.fork()
      .execute("insert into note values (?, ?, ?, 'text', 'seen')", [
        idOf(index),
        people.amina,
        organizations.medicoSocialCentre,
      ]);
  }
});
afterAll(() => hub.close());
beforeEach(() => {
  calls.length = 0;
  hub.statements.notebook!.length = 0;
  isPermitted = () => false;
});

const references = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __typename: "Note", id: idOf(index + 1) }));
const ENTITIES =
  "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Note { id text observation } } }";

describe("a sixth subgraph", () => {
  test("composes beside the others", () => {
    const { errors, supergraphSdl } = composeServices([
      { name: "notebook", url: "http://notebook", typeDefs: parse(printSubgraphSchema(notebook.schema)) },
    ]);
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toContain("@consent(category: CARE_NAVIGATION, purpose: CARE_ACCESS_COORDINATION)");
  });

  test("shows the holder's own members what their role may read, without asking anyone", async () => {
    const { data } = await hub.ask("notebook", sophie, `{ note(id: "${idOf(1)}") { text observation } }`);
    expect(data).toEqual({ note: { text: "text", observation: "seen" } });
    expect(calls).toEqual([]);
  });

  test("hides a row from everyone else, by query, by list and by reference", async () => {
    for (const viewer of [paul, claire, null]) {
      const { data } = await hub.ask(
        "notebook",
        viewer,
        `query ($refs: [_Any!]!) { note(id: "${idOf(1)}") { id } notes { id } _entities(representations: $refs) { __typename } }`,
        { refs: references(2) },
      );
      expect(data).toEqual({ note: null, notes: [], _entities: [null, null] });
    }
  });

  test("asks once for a hundred references and reads them with one statement", async () => {
    isPermitted = () => true;
    const { data } = await hub.ask("notebook", claire, ENTITIES, { refs: references(100) });
    expect(data._entities).toHaveLength(100);
    expect(calls).toHaveLength(1);
    expect(hub.statements.notebook).toHaveLength(1);
  });

  test("refuses one category and shows the other, with a path and a stable code", async () => {
    isPermitted = ({ category }) => category === "CARE_NAVIGATION";
    const { data, errors } = await hub.ask("notebook", claire, ENTITIES, { refs: references(1) });
    expect(data).toEqual({ _entities: [{ id: idOf(1), text: "text", observation: null }] });
    expect(errors).toEqual([
      expect.objectContaining({ path: ["_entities", 0, "observation"], extensions: { code: "CONSENT_REQUIRED" } }),
    ]);
  });

  test("a decision point that fails shows nothing and says so alike for every row", async () => {
    isPermitted = () => {
      throw new Error("down");
    };
    const { data, errors } = await hub.ask("notebook", claire, `{ note(id: "${idOf(1)}") { text } }`);
    expect(data).toEqual({ note: null });
    expect(errors).toEqual([expect.objectContaining({ path: ["note"], extensions: { code: "CONSENT_UNVERIFIABLE" } })]);
  });

  test("a malformed key is nobody's and spoils no other", async () => {
    const refs = [{ __typename: "Note", id: "1'||pg_sleep(5)--" }, ...references(1)];
    const { data } = await hub.ask("notebook", sophie, ENTITIES, { refs });
    expect(data._entities[0]).toBeNull();
    expect(data._entities[1].text).toBe("text");
  });

  test.each([
    [
      "a name it does not know is of another version",
      `{ note(id: "${idOf(1)}") { color } }`,
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["a value it cannot take is an input, the client's own perhaps", "{ note(id: 1.5) { text } }", "BAD_USER_INPUT"],
  ])("%s", async (_, query, code) => {
    const { data, errors } = await hub.ask("notebook", sophie, query);
    expect([data, errors]).toEqual([undefined, [expect.objectContaining({ extensions: { code } })]]);
    expect(JSON.stringify(errors)).not.toMatch(/color|1\.5/);
  });

  test("answers no request without a hop token", async () => {
    const response = await fetch(`${hub.peers.notebook}/graphql`, {
      method: "POST",
      body: JSON.stringify({ query: "{ _service { sdl } }" }),
    });
    expect(response.status).toBe(401);
  });
});
