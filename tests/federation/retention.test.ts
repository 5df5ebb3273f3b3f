import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { EntityManager } from "@mikro-orm/postgresql";
import pino from "pino";
import { erasePast } from "../../kit/retention/erase-past.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { startSubgraph } from "../../kit/start-subgraph.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, type Story } from "../../scripts/journey/story.ts";
import { erasureRules as contractRules } from "../../subgraphs/employment-contracts/repositories/erasure.ts";
import { erasureRules as healthRules } from "../../subgraphs/health-access/repositories/erasure.ts";
import { healthAccess } from "../../subgraphs/health-access/subgraph.ts";
import { erasureRules as socialRules } from "../../subgraphs/social-services/repositories/erasure.ts";
import { eventually } from "../support/eventually.ts";
import { giveEveryRole } from "../support/give-every-role.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { runNode } from "../support/run-node.ts";
import { createTestDatabase } from "../support/test-database.ts";

jest.setTimeout(180_000);
let hub: TestHub;
let story: Story;
beforeAll(async () => {
  hub = await openTestHub();
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
  const ending = { healthSupport: story.support, outcome: "GOALS_REACHED" };
  await hub.ask(
    "claire",
    "mutation ($input: EndHealthSupportInput!) { endHealthSupport(input: $input) { userErrors { code } } }",
    {
      input: ending,
    },
  );
  for (const name of ["claire", "karim"]) await giveEveryRole(hub, name);
});
afterAll(() => hub?.close());

const MUTATIONS = {
  HEALTH_RECORD: "HealthAccess",
  HEALTH_SUPPORT: "HealthAccess",
  SOCIAL_FILE: "SocialServices",
  EMPLOYMENT_CONTRACT: "EmploymentContracts",
};

async function set(name: string, kind: keyof typeof MUTATIONS, days: number) {
  const mutation = `set${MUTATIONS[kind]}Retention`;
  const query = `mutation { ${mutation}(input: { kind: ${kind}, days: ${days} }) { retentionPeriod { kind days } userErrors { code field } } }`;
  return (await hub.ask(name, query)).data[mutation];
}

const runs = async (name: string) =>
  (
    await hub.ask(
      name,
      "{ healthAccessRetentionRuns { totalCount edges { node { kind ranOn erased keptUnderWay keptInTime finishedAt } } } }",
    )
  ).data.healthAccessRetentionRuns;

const rows = async (source: string, table: string, column: string, id: string): Promise<number> =>
  (await hub.sql(source, `select count(*)::int as n from ${table} where ${column} = ?`, [id]))[0].n;
const ofAmina = (table: string) => rows("health-access", table, "person_id", people.amina);

/** The present day of the database, moved by days. */
const dayBefore = async (days: number): Promise<string> =>
  (await hub.sql("health-access", "select (current_date - ?::int)::text as day", [days]))[0].day;
const endedBefore = async (person: string, days: number) =>
  hub.sql(
    "health-access",
    "update health_support set opened_on = least(opened_on, ?::date), ended_on = ?::date where person_id = ?",
    [await dayBefore(days), await dayBefore(days), person],
  );

const silent = pino({ level: "silent" });
/** One pass, once nobody else is at it. */
async function erase(source: string, rules = healthRules, forMs = 60_000) {
  for (let attempt = 0; attempt < 300; attempt++) {
    const pass = await erasePast(hub.subgraphs[source]!.orm.em.fork(), rules, forMs, silent);
    if (pass) return pass;
    await pause(100);
  }
  throw new Error("Another was at it for thirty seconds.");
}

/** Supports of strangers that ended so many days ago. */
async function addEnded(organization: string, count: number, days: number): Promise<void> {
  const day = await dayBefore(days);
  await insertRows(
    hub,
    "health-access",
    "health_support",
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      person_id: randomUUID(),
      organization_id: organization,
      prescription_id: randomUUID(),
      prescriber_organization_id: organizations.medicoSocialCentre,
      status: "ENDED",
      opened_on: day,
      started_on: day,
      ended_on: day,
      outcome: "GOALS_REACHED",
    })),
  );
}

describe("a period", () => {
  test("is the longest until the officer of an organisation sets another, and then holds for hers alone", async () => {
    const query = "{ healthAccessRetention { kind description days leastDays leastBecause mostDays } }";
    const before = (await hub.ask("claire", query)).data.healthAccessRetention;
    expect(before.map(({ kind, days }: { kind: string; days: number }) => [kind, days])).toEqual([
      ["HEALTH_RECORD", 730],
      ["HEALTH_SUPPORT", 730],
    ]);
    expect(await set("claire", "HEALTH_SUPPORT", 600)).toEqual({
      retentionPeriod: { kind: "HEALTH_SUPPORT", days: 600 },
      userErrors: [],
    });
    // Deciding again, or the same again, leaves one decision.
    for (const days of [548, 548]) expect((await set("claire", "HEALTH_SUPPORT", days)).userErrors).toEqual([]);
    const daysOf = async (name: string) =>
      (await hub.ask(name, query)).data.healthAccessRetention.map(({ days }: { days: number }) => days);
    expect(await daysOf("claire")).toEqual([730, 548]);
    expect(await daysOf("karim")).toEqual([730, 730]);
    expect(await rows("health-access", "retention_setting", "organization_id", organizations.association)).toBe(1);
  });

  test.each([
    ["HEALTH_RECORD", 731],
    ["HEALTH_RECORD", -1],
    ["HEALTH_SUPPORT", 547],
    ["SOCIAL_FILE", 364],
    ["SOCIAL_FILE", 731],
    ["EMPLOYMENT_CONTRACT", 730],
    ["EMPLOYMENT_CONTRACT", 1826],
  ] as const)("of %s is not set to %i days, by an officer or in the database", async (kind, days) => {
    expect(await set("claire", kind, days)).toEqual({
      retentionPeriod: null,
      userErrors: [{ code: "BAD_USER_INPUT", field: ["days"] }],
    });
    const source = kind.startsWith("HEALTH")
      ? "health-access"
      : kind === "SOCIAL_FILE"
        ? "social-services"
        : "employment-contracts";
    const write = `insert into retention_setting (id, organization_id, kind, days, set_by, set_at) values (?, ?, ?, ?, 'tests', now())`;
    await expect(hub.sql(source, write, [randomUUID(), randomUUID(), kind, days])).rejects.toThrow(
      /retention_setting_bounds/,
    );
  });

  test.each(["sophie", "paul", "leo", "amina"])(
    "is set, read and reported to no %s, who is no officer",
    async (name) => {
      for (const kind of ["HEALTH_SUPPORT", "SOCIAL_FILE", "EMPLOYMENT_CONTRACT"] as const)
        expect(await set(name, kind, 731)).toEqual({
          retentionPeriod: null,
          userErrors: [{ code: "FORBIDDEN", field: null }],
        });
      for (const source of ["healthAccess", "socialServices", "employmentContracts"]) {
        const { data, errors } = await hub.ask(
          name,
          `{ ${source}Retention { days } ${source}RetentionRuns { totalCount } }`,
        );
        expect([data, errors]).toEqual([{ [`${source}Retention`]: null, [`${source}RetentionRuns`]: null }, undefined]);
      }
    },
  );

  test("is the one an erasure names", async () => {
    const requestKey = randomUUID();
    const asking = "mutation ($key: ID!) { requestErasure(input: { requestKey: $key }) { userErrors { code } } }";
    await hub.ask("amina", asking, { key: requestKey });
    const told = async () => {
      const { data } = await hub.ask("amina", "{ me { healthAccessErasures { requestId kind kept keptUntil } } }");
      return data.me.healthAccessErasures.find(
        (line: { requestId: string; kind: string; kept: number }) =>
          line.requestId === requestKey && line.kind === "HealthSupport" && line.kept > 0,
      );
    };
    let line = await told();
    for (let attempt = 0; !line && attempt < 300; attempt++) {
      await pause(100);
      line = await told();
    }
    const [{ day }] = await hub.sql(
      "health-access",
      "select (ended_on + 548)::text as day from health_support where id = ?",
      [story.support],
    );
    expect(line).toMatchObject({ kept: 1, keptUntil: day });
  });
});

describe("what is past its time", () => {
  test("goes on its last day and not a day before, with all that hangs on it, and each organisation has its own", async () => {
    await addEnded(organizations.insertionCreuse, 1, 600);
    await endedBefore(people.amina, 547);
    expect(await erase("health-access")).toMatchObject({ erased: 0, failed: 0, isDone: true });
    const acts = await ofAmina("support_act");
    expect([await ofAmina("health_support"), acts > 0]).toEqual([1, true]);
    await endedBefore(people.amina, 548);
    expect(await erase("health-access")).toMatchObject({ erased: 1 + acts, failed: 0, isDone: true });
    expect([await ofAmina("health_support"), await ofAmina("support_act")]).toEqual([0, 0]);
    expect(await rows("health-access", "health_support", "organization_id", organizations.insertionCreuse)).toBe(1);
    const { edges, totalCount } = await runs("claire");
    expect(totalCount).toBe(edges.length);
    expect(edges.map(({ node }: { node: object }) => node)).toContainEqual({
      kind: "HEALTH_SUPPORT",
      ranOn: await dayBefore(0),
      erased: 1 + acts,
      keptUnderWay: 0,
      keptInTime: 0,
      finishedAt: expect.any(String),
    });
    // What another organisation holds is in no line of hers.
    expect(await runs("karim")).toMatchObject({ totalCount: 0 });
    expect(JSON.stringify(await hub.sql("health-access", "select * from retention_run"))).not.toContain(people.amina);
  });

  test("stays in contracts and social files while anything goes on, however old the rest is", async () => {
    await hub.sql("social-services", "update social_file set opened_on = '2001-01-01'");
    for (const [source, rules] of [
      ["social-services", socialRules],
      ["employment-contracts", contractRules],
    ] as const) {
      expect(await erase(source, rules)).toMatchObject({ erased: 0, failed: 0, isDone: true });
      const [{ n }] = await hub.sql(source, "select coalesce(sum(kept_under_way), 0)::int as n from retention_run");
      expect([source, n > 0]).toEqual([source, true]);
    }
    expect(await rows("social-services", "social_file", "person_id", people.amina)).toBe(1);
  });

  test("goes in contracts and social files, whole, once their organisation keeps it no longer", async () => {
    const contract = {
      status: "ENDED",
      starts_on: "2023-01-01",
      ends_on: "2023-06-30",
      closed_on: "2023-06-30",
      signed_on: "2023-01-01",
    };
    const changed = Object.entries(contract)
      .map(([column, value]) => `${column} = '${value}'`)
      .join(", ");
    await hub.sql(
      "employment-contracts",
      `update employment_contract set kind = 'CER', ${changed} where person_id = ?`,
      [people.amina],
    );
    expect(await erase("employment-contracts", contractRules)).toMatchObject({ erased: 0 });
    expect((await set("karim", "EMPLOYMENT_CONTRACT", 731)).userErrors).toEqual([]);
    expect((await erase("employment-contracts", contractRules)).erased).toBeGreaterThan(1);
    for (const table of ["employment_contract", "contract_version"])
      expect([table, await rows("employment-contracts", table, "person_id", people.amina)]).toEqual([table, 0]);
    expect(await rows("employment-contracts", "employment_contract", "person_id", people.bruno)).toBeGreaterThan(0);

    const old = "update social_file set opened_on = '2001-01-01'";
    const ended =
      "update referent_mandate set started_on = '2001-01-01', ended_on = '2001-02-01', end_reason = 'MOVED_AWAY'";
    const strange = randomUUID();
    await insertRows(hub, "social-services", "social_file", [
      { id: strange, person_id: strange, organization_id: organizations.medicoSocialCentre, opened_on: "2001-01-01" },
    ]);
    await insertRows(hub, "social-services", "barrier", [
      {
        id: randomUUID(),
        person_id: strange,
        organization_id: organizations.medicoSocialCentre,
        social_file_id: strange,
        kind: "HOUSING",
        opened_on: "2001-01-01",
      },
    ]);
    await hub.sql("social-services", old);
    await hub.sql("social-services", `${ended} where person_id = ?`, [strange]);
    expect(await erase("social-services", socialRules)).toMatchObject({ erased: 2, failed: 0 });
    expect(await rows("social-services", "social_file", "person_id", strange)).toBe(0);
  });

  test("goes by night without anybody asking: the queue of each source knows the work", async () => {
    await addEnded(organizations.insertionCreuse, 1, 4_000);
    await hub.sql("health-access", "select graphile_worker.add_job('erase_past')");
    for (let attempt = 0; attempt < 300; attempt++) {
      if ((await rows("health-access", "health_support", "organization_id", organizations.insertionCreuse)) === 1)
        return;
      await pause(100);
    }
    throw new Error("The queue did not erase what is past its time within thirty seconds.");
  });

  test("goes by the clock in a source as it is deployed, and in none that a test opened for something else", async () => {
    const knownOf = async (em: EntityManager): Promise<string[]> => {
      const text = "select identifier from graphile_worker._private_known_crontabs order by 1";
      const read = async () => (await em.execute<{ identifier: string }[]>(text)).map(({ identifier }) => identifier);
      // All of them are noted at once, soon after the start.
      await eventually(async () => (await read()).length > 0);
      return read();
    };
    const hourless = ["forget_expired_keys", "free_abandoned_events"];
    for (const source of ["health-access", "social-services", "employment-contracts"])
      expect([source, await knownOf(hub.subgraphs[source]!.orm.em.fork())]).toEqual([source, hourless]);
    const deployed = await startSubgraph(healthAccess, {
      databaseUrl: await createTestDatabase("health-access"),
      host: "127.0.0.1",
      port: 0,
      peers: {},
      signingKey: await loadSigningKey(),
      logger: pino({ level: "silent" }),
    });
    try {
      expect(await knownOf(deployed.orm.em.fork())).toEqual(["erase_past", ...hourless]);
    } finally {
      await deployed.close();
    }
  });

  test("is erased once by two who begin together, and counted once", async () => {
    await addEnded(organizations.partner, 150, 4_000);
    const passes = await Promise.all([erase("health-access"), erase("health-access")]);
    expect(passes[0]!.erased + passes[1]!.erased).toBe(150);
    expect(await countedOf(organizations.partner)).toBe(150);
  });

  test("is erased by the next pass where one ran out of time", async () => {
    await addEnded(organizations.hubOperator, 3, 4_000);
    expect(await erase("health-access", healthRules, 0)).toEqual({ erased: 0, failed: 0, isDone: false });
    expect(await erase("health-access")).toEqual({ erased: 3, failed: 0, isDone: true });
  });

  test("is neither lost nor counted twice by a process that is killed: the next one goes on", async () => {
    const whose = organizations.medicoSocialCentre;
    await addEnded(whose, 400, 4_000);
    const left = () => rows("health-access", "health_support", "organization_id", whose);
    const child = spawn(process.execPath, words("--apply"), { stdio: "ignore" });
    const gone = new Promise((resolve) => child.once("close", resolve));
    for (let attempt = 0; attempt < 600 && child.exitCode === null && (await left()) === 400; attempt++)
      await pause(20);
    child.kill("SIGKILL");
    await gone;
    expect(await countedOf(whose)).toBe(400 - (await left()));
    // The database lets go of what the dead one held when it notices.
    await erase("health-access");
    expect([await left(), await countedOf(whose)]).toEqual([0, 400]);
  });

  test("is told and kept by a dry run, in counts that name nobody", async () => {
    await addEnded(organizations.partner, 2, 4_000);
    const line = `health-access ${organizations.partner} HEALTH_SUPPORT: past 2, under way 0, in time 0\n`;
    const dry = await runNode(words("--dry-run"));
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining(line)]);
    expect(await rows("health-access", "health_support", "organization_id", organizations.partner)).toBe(2);
    const applied = await runNode(words("--apply"));
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining("health-access: erased 2\n")]);
  });
});

const countedOf = async (organization: string): Promise<number> =>
  (
    await hub.sql("health-access", "select sum(erased)::int as n from retention_run where organization_id = ?", [
      organization,
    ])
  )[0].n;

const words = (...options: string[]) => [
  "--import",
  "./scripts/typescript.mjs",
  "scripts/retention.ts",
  "health-access",
  "--database",
  String(hub.subgraphs["health-access"]!.orm.config.get("clientUrl")),
  ...options,
];
