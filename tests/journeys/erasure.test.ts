import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, type Story, today } from "../../scripts/journey/story.ts";
import { verify } from "../../scripts/ledger/ask-ledger.ts";
import { openLedgerPool } from "../../subgraphs/consent/repositories/ledger-database.ts";
import { startFaultyPeer } from "../support/faulty-peer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const REQUEST =
  "mutation ($key: ID!) { requestErasure(input: { requestKey: $key }) { erasureRequest { id requestedAt } userErrors { code field } } }";
const LINES = "{ requestId kind erased kept ground keptUntil }";
const SOURCES = ["registryErasures", "socialServicesErasures", "healthAccessErasures", "employmentContractsErasures"];
const OUTCOME = `{ me { erasureRequests { id } ${SOURCES.map((field) => `${field} ${LINES}`).join(" ")} } }`;

interface Line {
  readonly requestId: string;
  readonly kind: string;
  readonly erased: number;
  readonly kept: number;
  readonly ground: string | null;
  readonly keptUntil: string | null;
}

jest.setTimeout(120_000);
let hub: TestHub;
let story: Story;
beforeAll(async () => {
  hub = await openTestHub({ withDirectory: true });
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
});
afterAll(() => hub?.close());

const rows = async (source: string, table: string, person: string): Promise<number> =>
  (await hub.sql(source, `select count(*)::int as n from ${table} where person_id = ?`, [person]))[0].n;

async function request(name: string, key: string = randomUUID()): Promise<string> {
  const { data } = await hub.ask(name, REQUEST, { key });
  expect(data.requestErasure.userErrors).toEqual([]);
  return data.requestErasure.erasureRequest.id;
}

/** What the sources named answered to a request, once all of them have: by source, by kind. */
async function answered(name: string, id: string, sources = SOURCES): Promise<Record<string, Line[]>> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const { data } = await hub.ask(name, OUTCOME);
    const lines = Object.fromEntries(
      sources.map((source) => [
        source,
        ((data.me[source] ?? []) as Line[]).filter(({ requestId }) => requestId === id),
      ]),
    );
    if (Object.values(lines).every((list) => list.length > 0)) return lines;
    await pause(100);
  }
  throw new Error("The request was not answered within thirty seconds.");
}
const of = (lines: readonly Line[], kind: string) => lines.filter((line) => line.kind === kind);

/** What the check of the whole ledger says. */
async function verified(): Promise<string[]> {
  const said: string[] = [];
  const pool = openLedgerPool(String(hub.subgraphs.consent!.orm.config.get("clientUrl")));
  try {
    await verify(pool, [], (line) => said.push(line));
    return said;
  } finally {
    await pool.end();
  }
}

describe("while she is accompanied", () => {
  test("what goes on stays, and is named; what proves nothing goes", async () => {
    const before = await rows("health-access", "diagnosis", people.amina);
    expect(before).toBeGreaterThan(0);
    const lines = await answered("amina", await request("amina"));
    expect(of(lines.healthAccessErasures!, "Diagnosis")).toEqual([
      expect.objectContaining({ erased: 0, kept: 0, ground: null }),
      expect.objectContaining({ erased: 0, kept: before, ground: "UNDER_WAY", keptUntil: null }),
    ]);
    expect(await rows("health-access", "diagnosis", people.amina)).toBe(before);
    expect(of(lines.employmentContractsErasures!, "EmploymentContract").map(({ ground }) => ground)).toContain(
      "UNDER_WAY",
    );
    expect(of(lines.registryErasures!, "Person")[1]).toMatchObject({ kept: 1, ground: "RECOGNITION" });
  });
});

describe("when her support has ended", () => {
  const later = async () => {
    const input = { healthSupport: story.support, outcome: "GOALS_REACHED" };
    const { data } = await hub.ask(
      "claire",
      "mutation ($input: EndHealthSupportInput!) { endHealthSupport(input: $input) { userErrors { code } } }",
      { input },
    );
    expect(data.endHealthSupport.userErrors).toEqual([]);
  };

  test("what was observed and planned goes at once; that it took place stays for two years", async () => {
    await later();
    // Old enough to prove nothing any more, and old enough to be in the ledger.
    await hub.sql(
      "consent",
      `insert into decision_record (request_id, actor_subject, actor_roles, application, asked_by, person_id, receiver_organization_ids,
         category, purpose, operation, coordinates, is_permitted, reason, person_epoch, decided_at)
       select 'old', 'development|paul', '{}', 'tests', 'health-access', ?, '{}', 'CARE_NAVIGATION',
         'CARE_ACCESS_COORDINATION', 'READ', '{}', false, 'NO_GRANT', 0, now() - interval '13 months' from generate_series(1, 3)`,
      [people.amina],
    );
    const lines = await answered("amina", await request("amina"));
    for (const table of [
      "diagnosis",
      "health_action_plan",
      "plan_goal",
      "plan_step",
      "plan_extract",
      "plan_transmission",
    ])
      expect([table, await rows("health-access", table, people.amina)]).toEqual([table, 0]);
    const [gone, kept] = of(lines.healthAccessErasures!, "HealthSupport");
    expect([gone!.erased, kept!.kept, kept!.ground]).toEqual([0, 1, "LEGAL_RETENTION"]);
    expect(kept!.keptUntil!.slice(0, 4)).toBe(String(Number(today().slice(0, 4)) + 2));
    expect(of(lines.healthAccessErasures!, "Diagnosis")[0]!.erased).toBeGreaterThan(0);
    // Three lines of the log are content no more; what they were committed to still stands, and the rest of the log too.
    expect(of(lines.registryErasures!, "DecisionRecord")[0]!.erased).toBe(3);
    expect(await rows("consent", "decision_record", people.amina)).toBeGreaterThan(0);
  });

  test("the ledger verifies as before", async () => {
    expect(await verified()).toEqual([expect.stringMatching(/ all fits$/)]);
    const [{ n }] = await hub.sql("consent", "select count(*)::int as n from ledger_erasure where kind = 'decision'");
    expect(n).toBe(3);
  });

  test("nothing about another person was touched", async () => {
    for (const [source, table] of [
      ["employment-contracts", "employment_contract"],
      ["health-access", "plan_extract"],
      ["consent", "consent"],
    ] as const)
      expect([table, (await rows(source, table, people.bruno)) > 0]).toEqual([table, table !== "plan_extract"]);
  });

  test("what is outdated goes whole, in every source", async () => {
    const years = { "health-access": "3 years", "employment-contracts": "6 years" };
    await hub.sql(
      "health-access",
      `update health_support set ended_on = current_date - interval '${years["health-access"]}' where person_id = ?`,
      [people.amina],
    );
    await hub.sql(
      "employment-contracts",
      `update employment_contract set status = 'ENDED', starts_on = '2018-01-01', ends_on = '2019-01-01', kind = 'CER',
         signed_on = coalesce(signed_on, '2018-01-01'), closed_on = '2019-01-01' where person_id = ?`,
      [people.amina],
    );
    const lines = await answered("amina", await request("amina"));
    for (const [source, table] of [
      ["health-access", "health_support"],
      ["health-access", "support_act"],
      ["employment-contracts", "employment_contract"],
      ["employment-contracts", "contract_version"],
    ] as const)
      expect([table, await rows(source, table, people.amina)]).toEqual([table, 0]);
    expect(of(lines.employmentContractsErasures!, "EmploymentContract")[0]!.erased).toBeGreaterThan(0);
  });
});

describe("a request", () => {
  test("under the same key asks once, however often it is sent", async () => {
    const key = randomUUID();
    const ids = [await request("bruno", key), await request("bruno", key)];
    expect(new Set(ids)).toEqual(new Set([key]));
    const [{ n }] = await hub.sql("consent", "select count(*)::int as n from erasure_request where id = ?", [key]);
    expect(n).toBe(1);
    const lines = await answered("bruno", key);
    const kinds = lines.registryErasures!.filter(({ kind, kept }) => kind === "Person" && kept === 0);
    expect(kinds).toHaveLength(1);
  });

  test("of another person's key is refused, and so is that of whoever is no person accompanied", async () => {
    const key = await request("bruno");
    const stolen = (await hub.ask("amina", REQUEST, { key })).data.requestErasure;
    expect(stolen).toEqual({ erasureRequest: null, userErrors: [{ code: "BAD_USER_INPUT", field: ["requestKey"] }] });
    for (const name of ["karim", "sophie", "claire", "nadia", "leo"]) {
      const { data } = await hub.ask(name, REQUEST, { key: randomUUID() });
      expect(data.requestErasure.userErrors).toEqual([{ code: "FORBIDDEN", field: null }]);
    }
  });

  test("and its answers are shown to nobody else", async () => {
    const query = `query ($id: ID!) { person(id: $id) { erasureRequests { id } ${SOURCES.map((field) => `${field} ${LINES}`).join(" ")} } }`;
    for (const name of ["karim", "sophie", "claire", "nadia", "bruno"]) {
      const { data } = await hub.ask(name, query, { id: people.amina });
      for (const field of ["erasureRequests", ...SOURCES]) expect(data.person?.[field] ?? null).toBeNull();
    }
  });

  test("waits for a source that is away, which then answers it whole; the others have answered before", async () => {
    const sound = hub.peers["employment-contracts"]!;
    const peer = await startFaultyPeer("answers 500", sound, ["/events"]);
    hub.peers["employment-contracts"] = peer.url;
    let id: string;
    try {
      id = await request("bruno");
      await answered(
        "bruno",
        id,
        SOURCES.filter((source) => source !== "employmentContractsErasures"),
      );
      const { data } = await hub.ask("bruno", OUTCOME);
      const answers = (data.me.employmentContractsErasures as Line[]).filter(({ requestId }) => requestId === id);
      expect(answers).toEqual([]);
    } finally {
      hub.peers["employment-contracts"] = sound;
      await peer.close();
    }
    expect((await answered("bruno", id)).employmentContractsErasures!.length).toBeGreaterThan(0);
  });
});
