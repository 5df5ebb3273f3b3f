import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Migration } from "@mikro-orm/migrations";
import { Query, Resolver } from "type-graphql";
import type { EventConsumer } from "../../kit/events.ts";
import { ReceivedEvent } from "../../kit/events.ts";
import { Public } from "../../kit/public.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { protection, protectionDirectives } from "../../subgraphs/protection.ts";
import { type DatabaseProxy, startDatabaseProxy } from "../support/database-proxy.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { sophie } from "../support/viewers.ts";
import { BROKEN, createLedger, REFUSED } from "./ledger-subgraph.ts";

class CreateHeard extends Migration {
  override up(): void {
    this.addSql("create table heard (number serial, account_id uuid not null, balance int not null)");
    this.addSql(
      "create table received_event (id uuid primary key, type text not null, received_at timestamptz not null default now())",
    );
  }
}

@Resolver()
class ListenerResolver {
  @Public("It is about nobody.")
  @Query(() => Boolean, { description: "Whether it listens." })
  isListening() {
    return true;
  }
}

/** What goes wrong before the listener has taken an event in, and after. */
let trouble: EventConsumer = async () => {};

/** Writes down what it hears, in the order it hears it. */
const listener: SubgraphParts = {
  name: "listener",
  schema: createSubgraphSchema({ resolvers: [ListenerResolver], directives: protectionDirectives }),
  database: { entities: [ReceivedEvent], migrations: [CreateHeard] },
  protection,
  decisionPoint: "consent",
  isInternalReadAllowed: () => false,
  createContext: (base) => base,
  consumers: {
    "deposit.made": async (event, em, logger) => {
      await em.execute("insert into heard (account_id, balance) values (?, ?)", [event.subject, event.data.balance]);
      await trouble(event, em, logger);
    },
  },
};

let hub: Harness;
let line: DatabaseProxy;
beforeAll(async () => {
  const hooks = { isPermitted: () => true, written: async () => {}, betweenLocks: async () => {} };
  hub = await startHarness([listener]);
  line = await startDatabaseProxy(await createTestDatabase("ledger"));
  await hub.start(createLedger(hooks), { databaseUrl: line.url });
});
afterAll(async () => {
  await hub?.close();
  await line?.close();
});
beforeEach(() => {
  trouble = async () => {};
});

const sql = (subgraph: string, text: string, values: unknown[] = []) =>
  hub.running[subgraph]!.orm.em.fork().execute<Record<string, unknown>[]>(text, values);

async function openAccount(): Promise<string> {
  const id = randomUUID();
  await sql("ledger", "insert into account values (?, ?, ?, 0)", [id, people.amina, organizations.medicoSocialCentre]);
  return id;
}
const deposit = (account: string, amount: number) =>
  hub.ask("ledger", sophie, `mutation { deposit(account: "${account}", amount: ${amount}) { added } }`);

const heard = async (account: string) =>
  (await sql("listener", "select balance from heard where account_id = ? order by number", [account])).map(
    ({ balance }) => balance,
  );
async function untilDelivered(): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if ((await sql("ledger", "select 1 from graphile_worker.jobs")).length === 0) return;
    await pause(50);
  }
  throw new Error("In twenty seconds not every event was delivered.");
}

test("every change that is made is heard of once, none that was undone, in the order of its record", async () => {
  const accounts = await Promise.all([openAccount(), openAccount(), openAccount()]);
  const failed = new Set<string>();
  trouble = async (event, em) => {
    // The second event of each record is lost once: the listener fails, or its database lets go of it.
    if (event.data.balance !== "10" || failed.has(event.subject)) return;
    failed.add(event.subject);
    if (failed.size === 1) throw new Error("broken");
    await em.execute("select pg_terminate_backend(pg_backend_pid())");
  };
  await Promise.all(
    accounts.map(async (account) => {
      for (const amount of [5, REFUSED, 5, BROKEN, 5, 5]) await deposit(account, amount);
    }),
  );
  await untilDelivered();
  expect(failed.size).toBe(3);
  for (const account of accounts) expect(await heard(account)).toEqual([5, 10, 15, 20]);
}, 40_000);

/** Makes every event that is held by somebody be held since long ago, as if she had been killed then. */
const grow = async () => {
  const since = "locked_at = now() - interval '2 minutes'";
  await sql("ledger", `update graphile_worker._private_jobs set ${since} where locked_by is not null`);
  await sql("ledger", `update graphile_worker._private_job_queues set ${since} where locked_by is not null`);
  await sql("ledger", "select graphile_worker.add_job('free_abandoned_events')");
};

test("an event whose deliverer lost her database before she could say so is delivered to the listener once", async () => {
  const account = await openAccount();
  let isCut = false;
  trouble = async (event) => {
    if (isCut || event.data.balance !== "15") return;
    isCut = true;
    line.cutAll(500);
  };
  for (const amount of [5, 5, 5]) await deposit(account, amount);
  for (let tries = 0; tries < 200 && !isCut; tries++) await pause(50);
  expect(isCut).toBe(true);
  // Until the queue has begun anew.
  await pause(2_500);
  await grow();
  await untilDelivered();
  expect(await heard(account)).toEqual([5, 10, 15]);
}, 40_000);
