import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { Client } from "pg";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { type RunningSubgraph, startSubgraph } from "../../kit/start-subgraph.ts";
import { freePorts } from "../support/spawned-process.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { createNotebook } from "./toy-subgraph.ts";

/** The lock under which a process migrates. */
const MIGRATION_LOCK = 7_241_306;
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function clientOf(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  opened.push(() => client.end());
  return client;
}

async function begin(databaseUrl: string) {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const starting: Promise<RunningSubgraph> = startSubgraph(
    createNotebook(() => false, []),
    {
      databaseUrl,
      host: "127.0.0.1",
      port: Number(port),
      peers: {},
      signingKey: await loadSigningKey(),
      logger: createLogger("toy", "silent"),
      drainMs: 1_500,
    },
  );
  opened.push(async () => (await starting).close());
  return { url, starting };
}

async function ready(url: string) {
  const answer = await fetch(`${url}/ready`);
  return { status: answer.status, body: (await answer.json()) as { status: string; checks: object } };
}

test("a subgraph that waits for its turn to migrate is alive, and says at /ready what it waits for", async () => {
  const databaseUrl = await createTestDatabase("waiting");
  const client = await clientOf(databaseUrl);
  await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
  const { url, starting } = await begin(databaseUrl);
  let isListening = false;
  for (let tries = 0; tries < 200 && !isListening; tries += 1) {
    await pause(20);
    isListening = await fetch(`${url}/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
  expect(await ready(url)).toEqual({
    status: 503,
    body: {
      status: "unavailable",
      checks: {
        process: { status: "ok" },
        database: { status: "ok" },
        migrations: { status: "unavailable", reason: "MIGRATING" },
      },
    },
  });
  expect((await fetch(`${url}/graphql`, { method: "POST", body: "{}" })).status).toBe(503);
  await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]);
  await starting;
  expect((await ready(url)).status).toBe(200);
});

test("a subgraph without its database says so in a word, and one that was told to stop says that first", async () => {
  const databaseUrl = await createTestDatabase("lost");
  const { url, starting } = await begin(databaseUrl);
  const running = await starting;
  const admin = await clientOf(process.env.TEST_DATABASE_URL!);
  await admin.query(`drop database ${new URL(databaseUrl).pathname.slice(1)} with (force)`);
  const { status, body } = await ready(url);
  expect([status, body.checks]).toEqual([
    503,
    {
      process: { status: "ok" },
      database: { status: "unavailable", reason: "DATABASE_DOWN" },
      migrations: { status: "ok" },
    },
  ]);
  const closed = running.close();
  expect((await ready(url)).body.checks).toMatchObject({ process: { status: "unavailable", reason: "SHUTTING_DOWN" } });
  await closed;
  await expect(fetch(`${url}/live`)).rejects.toThrow();
});
