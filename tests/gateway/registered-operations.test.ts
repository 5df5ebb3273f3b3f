import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { readApplications } from "../../gateway/applications-file.ts";
import { startWorld, type World } from "./support/world.ts";

const ME = "query Me { me { id } }\n";
const PERSON = "query Person($id: ID!) { person(id: $id) { id } }\n";
const PLACES = "query Places { places { id } }\n";
const sha = (text: string) => createHash("sha256").update(text).digest("hex");

let folder: string;
let world: World;
const write = async (content: unknown, name = "applications.json") => {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "operations-"));
  await mkdir(join(folder, "care"));
  await mkdir(join(folder, "public"));
  await writeFile(join(folder, "care/me.graphql"), ME);
  await writeFile(join(folder, "care/person.graphql"), PERSON);
  await writeFile(join(folder, "public/places.graphql"), PLACES);
  const path = await write({
    applications: {
      "test|association": { operations: ["care"], actorCostPerMinute: 50 },
      "test|partner": { operations: ["public/places", "care/me"] },
      "test|tools": { isFreeForm: true, operations: ["public"] },
    },
  });
  world = await startWorld({ isProduction: true, applications: readApplications(path, { isProduction: true }) });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  world.registry.asked.length = 0;
});

const tokens = new Map<string, Promise<string>>();
const tokenOf = (application: string) => {
  const token = tokens.get(application) ?? world.issuer.sign({ client_id: application });
  tokens.set(application, token);
  return token;
};

/** Sends a body as it is, in the name of an application. */
async function send(application: string, body: object) {
  const answer = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await tokenOf(application)}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, text, ...JSON.parse(text) };
}
const isRefused = { status: 403, errors: [{ extensions: { code: "OPERATION_NOT_REGISTERED", retryable: false } }] };

describe("an application sends the operations registered for it", () => {
  const id = sha(PERSON);
  test.each<[string, object]>([
    ["by hash", { id }],
    ["by hash, as the draft of persisted documents writes it", { documentId: `sha256:${id}` }],
    ["by hash, as Apollo's clients write it", { extensions: { persistedQuery: { version: 1, sha256Hash: id } } }],
    ["by hash in capitals", { id: id.toUpperCase() }],
    ["by text", { query: PERSON }],
    ["by text and hash", { query: PERSON, id }],
  ])("%s", async (_, named) => {
    const answer = await send("association", { ...named, variables: { id: "amina" } });
    expect(answer).toMatchObject({ status: 200, data: { person: { id: "amina" } } });
    expect(answer.errors).toBeUndefined();
  });

  test("within budgets of its own", async () => {
    expect((await send("association", { id: sha(ME) })).extensions.cost.limit).toBe(50);
    expect((await send("partner", { id: sha(ME) })).extensions.cost.limit).toBe(6_000);
  });
});

describe("and no other", () => {
  test.each<[string, string, object]>([
    ["Z18 one of another application, by hash", "partner", { id: sha(PERSON), variables: { id: "amina" } }],
    ["Z18 one of another application, by text", "partner", { query: PERSON, variables: { id: "amina" } }],
    ["Z18 the hash of one with the text of another", "partner", { id: sha(ME), query: "{ me { name } }" }],
    ["Z18 its own hash with another of its texts", "partner", { id: sha(ME), query: PLACES }],
    ["free text", "partner", { query: "{ me { id name } }" }],
    ["its own text with a blank more", "partner", { query: `${ME} ` }],
    ["by the names of the files", "partner", { query: "public/places" }],
    ["an application nobody named", "stranger", { id: sha(ME) }],
    ["an application whose name imitates one of another issuer", "test|partner", { id: sha(ME) }],
    ["a free-form application, by a hash nobody registered", "tools", { id: sha("{ me { name } }") }],
    ["a free-form application, by another's hash", "tools", { id: sha(PERSON), variables: { id: "amina" } }],
    ["a free-form application, by a hash of another text", "tools", { id: sha(PLACES), query: "{ me { id } }" }],
  ])("%s", async (_, application, body) => {
    expect(await send(application, body)).toMatchObject(isRefused);
    expect(world.registry.asked).toHaveLength(0);
  });

  test("Z18 a thousand unknown hashes are refused in the same words, and nothing of them is kept", async () => {
    const words = new Set<string>();
    for (let count = 0; count < 1_000; count += 1) {
      const query = `{ me { a${count}: id } }`;
      const unknown = count % 2 ? { id: sha(query), query } : { id: randomBytes(32).toString("hex") };
      const { status, errors } = await send("partner", unknown);
      words.add(`${status} ${errors[0].message}`);
    }
    expect([...words]).toEqual(["403 This application may only send its registered operations."]);
    // The last of them was brought with its text: it is as unknown as before.
    expect(await send("partner", { id: sha("{ me { a999: id } }") })).toMatchObject(isRefused);
  });

  test("a free-form application sends what it likes", async () => {
    expect(await send("tools", { query: "{ me { id name } }" })).toMatchObject({ status: 200 });
    expect(await send("tools", { id: sha(PLACES) })).toMatchObject({ status: 200 });
  });

  test.each<[string, object]>([
    ["no hash", { id: "places" }],
    ["a number", { id: 7 }],
    ["two hashes that differ", { id: sha(ME), documentId: sha(PLACES) }],
    ["an empty persistedQuery", { extensions: { persistedQuery: {} } }],
    ["nothing at all", {}],
  ])("a request that names its operation by %s is told what a name is", async (_, body) => {
    expect(await send("partner", body)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: "BAD_USER_INPUT" } }],
    });
  });

  test("GET stays closed, also for registered queries: variables in an address would be kept by every log on the way", async () => {
    const answer = await fetch(`${world.url}/graphql?id=${sha(ME)}`, {
      headers: { authorization: `Bearer ${await world.issuer.sign({ client_id: "partner" })}` },
    });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("the file of applications", () => {
  const partner = (entry: object) => ({ applications: { "test|partner": entry } });
  test.each<[string, unknown, RegExp]>([
    ["is not JSON", "{", /it is not valid JSON\.$/],
    ["is a list", [], /it must hold an object/],
    [
      "has a word that means nothing",
      { aplications: {} },
      /"aplications" means nothing: it may have applications and others/,
    ],
    [
      "names an application without its issuer",
      { applications: { partner: {} } },
      /"partner" must be named by its issuer/,
    ],
    ["has an entry that is no object", partner([]), /"test\|partner" must be an object/],
    ["has an entry with a word that means nothing", partner({ freeForm: true }), /has "freeForm", which means nothing/],
    [
      "says free form in another way",
      partner({ isFreeForm: "yes" }),
      /isFreeForm of "test\|partner" must be true or false/,
    ],
    [
      "names an operation that is not there",
      partner({ operations: ["care/nobody"] }),
      /there is no operation at "care\/nobody"/,
    ],
    ["leaves its folder", partner({ operations: ["../secret"] }), /"..\/secret" is no folder or file beside it/],
    [
      "sets a budget of nothing",
      partner({ costPerMinute: 0 }),
      /costPerMinute of "test\|partner" must be a whole number/,
    ],
  ])("that %s is refused with what to mend", async (_, content, reason) => {
    const path = await write(content, "wrong.json");
    expect(() => readApplications(path, { isProduction: true })).toThrow(reason);
  });

  test("that is not there is told", () => {
    const path = join(folder, "nowhere.json");
    expect(() => readApplications(path, { isProduction: true })).toThrow(
      /nowhere\.json\) cannot be used: it cannot be read/,
    );
  });

  test("opens free form to the others in development alone, unless it says so", async () => {
    const path = await write({}, "empty.json");
    const nobody = { issuer: "test", application: "nobody" };
    expect(readApplications(path, { isProduction: false }).ruleOf(nobody).isFreeForm).toBe(true);
    expect(readApplications(path, { isProduction: true }).ruleOf(nobody).isFreeForm).toBe(false);
    const open = await write({ others: { isFreeForm: true } }, "open.json");
    expect(readApplications(open, { isProduction: true }).ruleOf(nobody).isFreeForm).toBe(true);
  });
});
