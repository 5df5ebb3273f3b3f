import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Migration } from "@mikro-orm/migrations";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { type RunningSubgraph, startSubgraph } from "../../kit/start-subgraph.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { seedEmploymentContracts } from "../../scripts/seed/employment-contracts.ts";
import { employmentContracts } from "../../subgraphs/employment-contracts/subgraph.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { karim } from "../support/viewers.ts";

/** What a next version may do while the old one runs: it only adds. */
class Migration20991231_expand extends Migration {
  override up(): void {
    this.addSql("alter table employment_contract add column remark text null");
    this.addSql("create index employment_contract_remark on employment_contract (remark)");
    this.addSql("create table remark_history (id uuid primary key, remark text not null)");
  }
}

const NAME = "employment-contracts";
let harness: Harness;
let databaseUrl: string;
const others: RunningSubgraph[] = [];

beforeAll(async () => {
  harness = await startHarness([employmentContracts]);
  const { orm } = harness.running[NAME]!;
  await seedEmploymentContracts(orm);
  databaseUrl = String(orm.config.get("clientUrl"));
});
afterAll(async () => {
  await Promise.all(others.map((one) => one.close()));
  await harness?.close();
});

async function startAnother(parts: typeof employmentContracts): Promise<RunningSubgraph> {
  const { peers, logger } = harness;
  const started = await startSubgraph(parts, {
    databaseUrl,
    host: "127.0.0.1",
    port: 0,
    peers,
    signingKey: await loadSigningKey(),
    logger,
    isUpkeepScheduled: false,
  });
  others.push(started);
  return started;
}

const list = () => harness.ask(NAME, karim, "{ employmentContracts(first: 10) { edges { node { kind endsOn } } } }");
const unlink = async () => {
  const [{ id } = { id: "" }] = await harness.running[NAME]!.orm.em.fork().execute<{ id: string }[]>(
    "select id from employment_contract limit 1",
  );
  return harness.ask(
    NAME,
    karim,
    `mutation { unlinkPlanExtract(input: { contract: "${id}" }) { userErrors { code } } }`,
  );
};

it("while a newer version migrates the database, the old one goes on reading and writing, and both serve afterwards", async () => {
  const whole = await list();
  expect(whole.errors).toBeUndefined();
  let isOver = false;
  const answers: unknown[] = [];
  const asking = (async () => {
    while (!isOver) {
      answers.push((await list()).data, (await unlink()).data);
      await pause(10);
    }
  })();
  const { database } = employmentContracts;
  const next = {
    ...employmentContracts,
    database: { ...database, migrations: [...(database.migrations ?? []), Migration20991231_expand] },
  };
  const newer = await startAnother(next);
  isOver = true;
  await asking;
  expect(answers.length).toBeGreaterThan(1);
  for (const answer of answers) expect([whole.data, { unlinkPlanExtract: { userErrors: [] } }]).toContainEqual(answer);
  const older = harness.peers[NAME]!;
  harness.peers[NAME] = newer.url;
  expect((await list()).data).toEqual(whole.data);
  harness.peers[NAME] = older;
  await newer.orm.em.fork().execute(
    `insert into employment_contract (id, person_id, organization_id, kind, status, starts_on, ends_on, signed_on, orientation_notified_on, weekly_hours, is_hours_adjusted, commitments, version, request_key, remark)
     values (?, ?, ?, 'CONTRAT_ENGAGEMENT', 'SIGNED', '2026-06-01', '2028-05-31', '2026-05-28', '2026-05-11', 15, false, '{Meet}', 1, ?, 'new')`,
    [randomUUID(), people.amina, organizations.insertionDoubs, randomUUID()],
  );
  expect((await list()).data.employmentContracts.edges).toHaveLength(whole.data.employmentContracts.edges.length + 1);
});

it("the old version starts again on a database the newer one has migrated", async () => {
  const again = await startAnother(employmentContracts);
  harness.peers[NAME] = again.url;
  expect((await list()).errors).toBeUndefined();
});

/**
 * Whether a statement takes something away from the version that still runs. It must not: the ORM reads whole rows, so a
 * column that is gone would look like a value that is absent. A check or a null that is let go takes nothing from it.
 */
const takesAway = (statement: string): boolean =>
  /\bdrop\b(?! (constraint|not null)\b)|\brename\b|\balter column\b.*\b(type|set not null)\b|\badd column\b[^,]*\bnot null\b(?![^,]*\bdefault\b)/is.test(
    statement,
  );

it.each(subgraphs.map((parts) => [parts.name, parts] as const))(
  "the later migrations of %s only add",
  (_name, { database }) => {
    const later = (database.migrations ?? []).slice(1) as unknown as (new (...given: never[]) => Migration)[];
    const statements = later.flatMap((LaterMigration) => {
      const migration = new LaterMigration(...([undefined, undefined] as never[]));
      void migration.up();
      return migration.getQueries().map(String);
    });
    expect(statements.filter(takesAway)).toEqual([]);
  },
);

it.each([
  ["alter table a drop column b", true],
  ["alter table a drop constraint b, drop column c", true],
  ["alter table a drop constraint b, add constraint b check (c > 0)", false],
  ["alter table a alter column b drop not null", false],
  ["alter table a rename to b", true],
  ["alter table a alter column b set not null", true],
  ["alter table a alter column b type int", true],
  ["alter table a add column b int not null", true],
  ["alter table a add column b int not null default 0", false],
  ["alter table a add column b int null", false],
  ["create table a (b int not null)", false],
])("%s takes something away: %s", (statement, isTaken) => {
  expect(takesAway(statement)).toBe(isTaken);
});
