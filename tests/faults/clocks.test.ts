import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it, jest } from "@jest/globals";
import type { DecisionRequest } from "../../kit/decision.ts";
import { SeenTokens } from "../../kit/seen-tokens.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { seedConsent } from "../../scripts/seed/consent.ts";
import { decide } from "../../subgraphs/consent/repositories/decisions.ts";
import { consent } from "../../subgraphs/consent/subgraph.ts";
import { addMonths, dayOf as contractDayOf } from "../../subgraphs/employment-contracts/policies/calendar.ts";
import { dayOf as socialDayOf } from "../../subgraphs/social-services/policies/day.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { amina, claire } from "../support/viewers.ts";

const HOUR_MS = 3_600_000;
let harness: Harness;
const sql = (text: string, values: unknown[] = []) =>
  harness.running.consent!.orm.em.fork().execute<Record<string, unknown>[]>(text, values);

beforeAll(async () => {
  harness = await startHarness([consent]);
  await seedConsent(harness.running.consent!.orm);
});
afterEach(() => void jest.useRealTimers());
afterAll(() => harness?.close());

/** Sets the clock of this process off and leaves that of the database right. */
function setClock(offsetMs: number): void {
  const everythingElse = [
    "hrtime",
    "nextTick",
    "performance",
    "queueMicrotask",
    "setImmediate",
    "clearImmediate",
    "setInterval",
    "clearInterval",
    "setTimeout",
    "clearTimeout",
  ] as const;
  jest.useFakeTimers({ now: Date.now() + offsetMs, advanceTimers: true, doNotFake: [...everythingElse] });
}

const question: DecisionRequest = {
  subject: people.amina,
  holder: organizations.medicoSocialCentre,
  category: "CARE_NAVIGATION",
  purpose: "CARE_ACCESS_COORDINATION",
  operation: "READ",
  coordinates: [],
};

/** What is decided when the permission ends at an instant of the database, which is undone: no permission is made longer. */
async function isPermittedUntil(end: string): Promise<boolean> {
  const em = harness.running.consent!.orm.em.fork();
  await em.begin();
  try {
    await em.execute(`update consent_grant set not_after = ${end} where person_id = ?`, [people.amina]);
    const asking = { viewer: claire, askedBy: "social-services", requestId: "clock" };
    return (await decide(em, asking, [question])).permitted[0]!;
  } finally {
    await em.rollback();
  }
}

it.each([
  ["an hour ahead", HOUR_MS],
  ["an hour behind", -HOUR_MS],
  ["in the night that has two hours twice", new Date("2026-10-25T00:30:00Z").getTime() - Date.now()],
  ["on a leap day", new Date("2028-02-29T12:00:00Z").getTime() - Date.now()],
])("a process whose clock stands %s decides as the database's clock does", async (_where, offset) => {
  setClock(offset);
  expect(await isPermittedUntil("now() + interval '30 minutes'")).toBe(true);
  expect(await isPermittedUntil("now() - interval '1 second'")).toBe(false);
});

it.each([
  ["ahead", HOUR_MS],
  ["behind", -HOUR_MS],
])(
  "a consent drafted, given and withdrawn by a process an hour %s begins and ends at the database's instants",
  async (_where, offset) => {
    const act = async (viewer: typeof claire, name: string, input: object, selection = "consent { state }") => {
      const query = `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} userErrors { code } } }`;
      const answer = await harness.ask("consent", viewer, query, { input });
      expect([name, answer.errors, answer.data?.[name]?.userErrors]).toEqual([name, undefined, []]);
    };
    await sql(
      "insert into accompaniment (id, person_id, organization_id, basis, started_on) values (?, ?, ?, 'MANDATE', '2026-01-01') on conflict do nothing",
      [randomUUID(), people.amina, organizations.association],
    );
    const key = randomUUID();
    // The hop between two processes has a clock of its own to check, so both are off alike here.
    setClock(offset);
    await act(claire, "draftConsent", {
      requestKey: key,
      person: people.amina,
      grants: [
        {
          recipient: organizations.insertionDoubs,
          purpose: "CONTRACT_INTEGRATION",
          category: "EMPLOYMENT_EXTRACT",
          operations: ["READ"],
          resource: randomUUID(),
          contentHash: "0".repeat(64),
        },
      ],
    });
    await act(claire, "offerConsent", { consent: key });
    const [notice = { content_hash: "" }] = await sql("select content_hash from notice where language = 'fr'");
    const [grant = { id: "", content_hash: "" }] = await sql(
      "select id, content_hash from consent_grant where consent_id = ?",
      [key],
    );
    await act(amina, "giveConsent", {
      consent: key,
      noticeHash: notice.content_hash,
      approvals: [{ grant: grant.id, contentHash: grant.content_hash }],
    });
    await act(amina, "withdrawConsent", { consent: key });
    const [row] = await sql(
      `select abs(extract(epoch from now() - not_before)) < 600 as "begins now", abs(extract(epoch from now() - given_at)) < 600 as "given now",
       abs(extract(epoch from now() - offered_at)) < 600 as "offered now", abs(extract(epoch from now() - c.ended_at)) < 600 as "ended now",
       offered_at <= given_at and given_at <= c.ended_at as "in order"
     from consent c join consent_grant g on g.consent_id = c.id where c.id = ?`,
      [key],
    );
    expect(row).toEqual({
      "begins now": true,
      "given now": true,
      "offered now": true,
      "ended now": true,
      "in order": true,
    });
  },
);

it.each([
  ["ahead", HOUR_MS],
  ["behind", -HOUR_MS],
])("a process an hour %s tells how far a consent has come as the database's clock does", async (_where, offset) => {
  const [consent = {}] = await sql("select id from consent where person_id = ?", [people.bruno]);
  await sql("update consent set not_after = least(not_after, now() + interval '30 minutes') where id = ?", [
    consent.id,
  ]);
  setClock(offset);
  const bruno = { ...amina, subject: "development|bruno", dataSubject: people.bruno };
  const { data } = await harness.ask("consent", bruno, "{ me { consents { state } } }");
  expect(data.me.consents).toEqual([{ state: "ACTIVE" }]);
});

it("a clock set back makes no used token usable again", () => {
  const seen = new SeenTokens();
  const expiresAt = Date.now() / 1000 + 30;
  expect(seen.isFirstUse("one", expiresAt)).toBe(true);
  setClock(-HOUR_MS);
  expect(seen.isFirstUse("one", expiresAt)).toBe(false);
});

it.each([
  ["2026-10-24T22:30:00Z", "2026-10-25"],
  ["2026-10-25T22:59:59Z", "2026-10-25"],
  ["2026-10-25T23:00:00Z", "2026-10-26"],
  ["2026-03-28T23:00:00Z", "2026-03-29"],
  ["2026-03-29T22:00:00Z", "2026-03-30"],
  ["2028-02-28T23:00:00Z", "2028-02-29"],
  ["2028-02-29T23:00:00Z", "2028-03-01"],
])("at %s it is the day %s in every source, whatever the clocks do that night", (instant, day) => {
  expect([contractDayOf(new Date(instant)), socialDayOf(new Date(instant))]).toEqual([day, day]);
});

it("a period of months from or to a leap day ends on a day there is", () => {
  expect([addMonths("2028-02-29", 12), addMonths("2027-02-28", 12), addMonths("2027-11-30", 3)]).toEqual([
    "2029-02-28",
    "2028-02-28",
    "2028-02-29",
  ]);
});
