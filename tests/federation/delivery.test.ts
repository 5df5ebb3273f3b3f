import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { Client } from "pg";
import { organizations, people } from "../../scripts/development/world.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { freePorts, type SpawnedProcess, spawnProcess, untilReady } from "../support/spawned-process.ts";

/** Holds up whoever opens a support, where the test says: while it writes, or while it commits. */
const GATE = `
  create table gate (place text);
  create function wait_at_gate() returns trigger language plpgsql as $$
    begin
      if exists (select from gate where place = tg_argv[0]) then perform pg_sleep(1.5); end if;
      return null;
    end $$;
  create trigger gate_at_write after insert on health_support for each row execute function wait_at_gate('write');
  create constraint trigger gate_at_commit after insert on health_support deferrable initially deferred
    for each row execute function wait_at_gate('commit')`;

let hub: TestHub;
let databaseUrl: string;
let database: Client;
let consumer: SpawnedProcess;

beforeAll(async () => {
  hub = await openTestHub();
  const inside = hub.subgraphs["health-access"]!;
  databaseUrl = String(inside.orm.config.get("clientUrl"));
  await inside.close();
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(GATE);
  await startConsumer();
});
beforeEach(() => database.query("delete from gate"));
afterAll(async () => {
  await consumer?.end("SIGTERM");
  await database?.end();
  // The first closing stops at the subgraph that is closed already; the second goes on with the rest.
  await hub?.close();
});

/** Health access as a process of its own, on the database and among the peers of the hub. */
async function startConsumer(): Promise<void> {
  const [port] = await freePorts(1);
  const peers = { ...hub.peers, "health-access": `http://127.0.0.1:${port}` };
  const PEERS = Object.entries(peers)
    .map(([name, url]) => `${name}=${url}`)
    .join(";");
  const environment = { PORT: port!, DATABASE_URL: databaseUrl, PEERS, LOG_LEVEL: "warn" };
  consumer = spawnProcess(["subgraphs/index.ts", "health-access"], environment);
  await untilReady(consumer);
  Object.assign(hub.peers, peers);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await isSo()) return;
    await pause(50);
  }
  throw new Error(`In fifteen seconds it did not come to this: ${what}.`);
}

async function acceptPrescription(): Promise<string> {
  const prescribe =
    "mutation ($input: PrescribeHealthSupportInput!) { prescribeHealthSupport(input: $input) { prescription { id } userErrors { code } } }";
  const input = {
    requestKey: randomUUID(),
    person: people.amina,
    recipient: organizations.association,
    reasons: ["CARE_GIVEN_UP"],
  };
  const { data } = await hub.ask("sophie", prescribe, { input });
  const { id } = data.prescribeHealthSupport.prescription;
  const accept = `mutation { acceptPrescription(input: { prescription: "${id}" }) { userErrors { code } } }`;
  expect((await hub.ask("claire", accept)).data.acceptPrescription.userErrors).toEqual([]);
  return id;
}

const numberOf = async (text: string, values: unknown[] = []) =>
  Number((await database.query(text, values)).rows[0].count);
const supportsOf = (prescription: string) =>
  numberOf("select count(*) from health_support where prescription_id = $1", [prescription]);
const isHeldUp = async () =>
  (await numberOf(
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
  )) > 0;
const isDelivered = async () =>
  (await hub.sql("social-services", "select count(*)::int as n from graphile_worker.jobs"))[0].n === 0;

it.each([
  ["while it writes", "write"],
  ["once it has committed and before it says so", "commit"],
])("a consumer killed %s opens exactly one support when it is back", async (_when, place) => {
  const eventsBefore = await numberOf("select count(*) from received_event");
  await database.query("insert into gate values ($1)", [place]);
  const prescription = await acceptPrescription();
  await until("the event is being taken in", isHeldUp);
  expect(await supportsOf(prescription)).toBe(0);
  expect(await consumer.end("SIGKILL")).toBeNull();
  await database.query("delete from gate");
  await until("the killed transaction is over", async () => !(await isHeldUp()));
  expect(await supportsOf(prescription)).toBe(place === "commit" ? 1 : 0);
  expect(await isDelivered()).toBe(false);

  await startConsumer();
  // The next try comes by itself; the test does not wait for it.
  await hub.sql(
    "social-services",
    "select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), now())",
  );
  await until("the event is delivered", isDelivered);
  expect(await supportsOf(prescription)).toBe(1);
  expect(await numberOf("select count(*) from received_event")).toBe(eventsBefore + 1);
  const { data } = await hub.ask(
    "claire",
    "{ healthSupports(first: 100) { edges { node { id prescription { id } } } } }",
  );
  const shown = data.healthSupports.edges.filter(
    ({ node }: { node: { prescription: { id: string } } }) => node.prescription.id === prescription,
  );
  expect(shown).toHaveLength(1);
});

it("a consumer that cannot take an event in is told again, and its prescription moves once", async () => {
  await hub.sql(
    "social-services",
    `create function refuse_transition() returns trigger language plpgsql as $$
       begin
         if new."to" = 'IN_PROGRESS' then perform pg_terminate_backend(pg_backend_pid()); end if;
         return new;
       end $$`,
  );
  await hub.sql(
    "social-services",
    "create trigger refuse_transition before insert on prescription_transition for each row execute function refuse_transition()",
  );
  const prescription = await acceptPrescription();
  await until("the support is open", async () => (await supportsOf(prescription)) === 1);
  const { rows } = await database.query("select id from health_support where prescription_id = $1", [prescription]);
  const act = `mutation { recordSupportAct(input: { healthSupport: "${rows[0].id}", kind: FIRST_INTERVIEW, minutes: 60, heldOn: "2026-11-20" }) { userErrors { code } } }`;
  expect((await hub.ask("claire", act)).data.recordSupportAct.userErrors).toEqual([]);
  await until(
    "the delivery has failed once",
    async () =>
      (await numberOf("select count(*) from graphile_worker.jobs where attempts > 0 and last_error is not null")) === 1,
  );
  const movesOf = () =>
    hub.sql(
      "social-services",
      `select * from prescription_transition where prescription_id = ? and "to" = 'IN_PROGRESS'`,
      [prescription],
    );
  expect(await movesOf()).toHaveLength(0);
  await hub.sql("social-services", "drop trigger refuse_transition on prescription_transition");
  await until(
    "the event is delivered",
    async () => (await numberOf("select count(*) from graphile_worker.jobs")) === 0,
  );
  expect(await movesOf()).toHaveLength(1);
  const { data } = await hub.ask("sophie", `{ prescription(id: "${prescription}") { status } }`);
  expect(data.prescription.status).toBe("IN_PROGRESS");
});
