import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { openDatabase } from "../../kit/database.ts";
import { fetchToken } from "../../scripts/development/fetch-token.ts";
import { DEVELOPMENT_AUDIENCE } from "../../scripts/development/issuer-configuration.ts";
import { contracts, people } from "../../scripts/development/world.ts";
import { prepareDatabases } from "../../scripts/hub/databases.ts";
import { createAsk } from "../../scripts/journey/hub-client.ts";
import { mainJob, newStory } from "../../scripts/journey/main-job.ts";
import { play } from "../../scripts/journey/steps.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { freshPrefix, seedDoubs, seedPeople } from "../support/open-test-hub.ts";
import { freePorts, type SpawnedProcess, spawnProcess, untilReady } from "../support/spawned-process.ts";

/** Every process of the hub, apart, over TCP; each knows of the others what its environment says. */
const running: Record<string, SpawnedProcess> = {};
const withdrawalsFolder = mkdtempSync(join(tmpdir(), "passerelle-withdrawals-"));

beforeAll(async () => {
  const names = subgraphs.map(({ name }) => name);
  const ports = await freePorts(names.length + 2);
  const portOf = Object.fromEntries([...names, "gateway", "issuer"].map((name, index) => [name, ports[index]!]));
  const addressOf = (name: string) => `http://127.0.0.1:${portOf[name]}`;
  const PEERS = [...names, "gateway"].map((name) => `${name}=${addressOf(name)}`).join(";");
  const databases = await prepareDatabases(process.env.TEST_DATABASE_URL!, names, freshPrefix());
  const start = (name: string, words: string[], environment: Record<string, string>) => {
    running[name] = spawnProcess(words, { PORT: portOf[name]!, LOG_LEVEL: "debug", ...environment });
  };
  for (const name of names) start(name, ["subgraphs/index.ts", name], { DATABASE_URL: databases[name]!, PEERS });
  start("issuer", ["scripts/development/issuer-service.ts"], {
    ISSUER_URL: addressOf("issuer"),
    OIDC_AUDIENCE: DEVELOPMENT_AUDIENCE,
  });
  start("gateway", ["gateway/index.ts"], {
    PEERS,
    OIDC_ISSUERS: `development=${addressOf("issuer")}`,
    OIDC_AUDIENCE: DEVELOPMENT_AUDIENCE,
    WITHDRAWALS_FOLDER: withdrawalsFolder,
  });
  await Promise.all(Object.values(running).map((one) => untilReady(one)));
  await seedAll(databases);
}, 90_000);

/** Ends what a failed test left behind; ending twice gives the same code. */
afterAll(async () => {
  await Promise.all(Object.values(running).map((one) => one.end("SIGKILL")));
  rmSync(withdrawalsFolder, { recursive: true });
});

async function seedAll(databases: Record<string, string>): Promise<void> {
  const opened = await Promise.all(
    subgraphs.map(async ({ name, database }) => {
      return [name, { orm: await openDatabase({ ...database, url: databases[name]! }) }] as const;
    }),
  );
  const orms = Object.fromEntries(opened);
  try {
    await Promise.all([seedPeople(orms), seedDoubs(orms)]);
  } finally {
    await Promise.all(opened.map(([, { orm }]) => orm.close()));
  }
}

it("all processes apart answer every step of the main job right", async () => {
  const told: string[] = [];
  const ask = createAsk({
    endpoint: `${running.gateway!.url}/graphql`,
    tokenOf: (name) => fetchToken(running.issuer!.url, name),
  });
  await play(mainJob, newStory(ask), (line) => told.push(line));
  expect(told).toHaveLength(mainJob.length);
});

it("no process writes anything about a person while the main job is played", () => {
  const said = Object.values(running).map(({ output }) => output());
  expect(said.join("")).toContain('"level"');
  for (const personal of ["Amina", "Renoncement", "sommeil", "Atelier", "Bearer", people.amina, contracts.amina])
    expect(said.join("").includes(personal)).toBe(false);
});

it("a subgraph apart refuses who is not the gateway", async () => {
  const answer = await fetch(`${running["health-access"]!.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _service { sdl } }" }),
  });
  expect(answer.status).toBe(401);
});

it("a process told to stop by SIGTERM ends with 0", async () => {
  const codes = await Promise.all(
    Object.entries(running).map(async ([name, one]) => [name, await one.end("SIGTERM")] as const),
  );
  expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(Object.keys(running).map((name) => [name, 0])));
});
