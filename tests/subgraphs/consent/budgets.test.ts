import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { forgetFullBudgets, type Spending } from "../../../subgraphs/consent/repositories/budgets.ts";
import { recognise } from "../../../subgraphs/consent/repositories/viewers.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());
beforeEach(() => sql("delete from budget"));

const em = () => hub.running.consent!.orm.em.fork();
// biome-ignore lint/suspicious/noExplicitAny: rows of any statement
const sql = (text: string, values: unknown[] = []): Promise<any[]> => em().execute(text, values);
const HOUR = 3_600_000;
const budget = (change: Partial<Spending> = {}): Spending => ({
  name: "application",
  owner: "portal",
  amount: 1,
  capacity: 10,
  windowMs: HOUR,
  ...change,
});
const spend = async (spending: readonly Spending[], subject = "sophie") => {
  const account = { issuer: "development", subject, application: "portal", organization: null };
  const { budgets } = await recognise(em(), { ...account, spending });
  return budgets;
};
const left = ({ capacity, windowMs, fullInMs }: { capacity: number; windowMs: number; fullInMs: number }) =>
  Math.round(capacity * (1 - fullInMs / windowMs));

describe("a budget", () => {
  test("gives what it holds, then says how long to wait for the amount asked", async () => {
    const [first] = await spend([budget({ amount: 7 })]);
    expect(first).toMatchObject({ name: "application", waitMs: 0 });
    expect(left(first!)).toBe(3);
    const [refused] = await spend([budget({ amount: 5 })]);
    expect(left(refused!)).toBe(3);
    // Two more than there are: a fifth of an hour, less what has passed.
    expect(refused!.waitMs).toBeGreaterThan(HOUR / 5 - 60_000);
    expect(refused!.waitMs).toBeLessThanOrEqual(HOUR / 5);
    expect((await spend([budget({ amount: 3 })]))[0]!.waitMs).toBe(0);
  });

  test("refills evenly and never above what it holds", async () => {
    await spend([budget({ amount: 10 })]);
    await sql("update budget set full_at = full_at - interval '30 minutes'");
    expect((await spend([budget({ amount: 6 })]))[0]!.waitMs).toBeGreaterThan(0);
    expect((await spend([budget({ amount: 5 })]))[0]!.waitMs).toBe(0);
    await sql("update budget set full_at = full_at - interval '9 days'");
    expect((await spend([budget({ amount: 11 })]))[0]!.waitMs).toBeGreaterThan(0);
    expect(left((await spend([budget({ amount: 10 })]))[0]!)).toBe(0);
  });

  test("is each owner's own, and each name's", async () => {
    await spend([budget({ amount: 10 })]);
    const [other, actor] = await spend([budget({ owner: "other", amount: 10 }), budget({ name: "actor", amount: 10 })]);
    expect([other!.waitMs, actor!.waitMs]).toEqual([0, 0]);
  });

  test("is not touched by a request that another budget refuses", async () => {
    await spend([budget({ name: "actor", amount: 10 })]);
    for (let count = 0; count < 5; count += 1) {
      const [application, actor] = await spend([budget({ amount: 9 }), budget({ name: "actor", amount: 1 })]);
      expect(actor!.waitMs).toBeGreaterThan(0);
      expect([application!.waitMs, left(application!)]).toEqual([0, 10]);
    }
    expect((await spend([budget({ amount: 10 })]))[0]!.waitMs).toBe(0);
  });

  test("of an organisation is shared by its members and by nobody else", async () => {
    const record = [budget({ name: "record", owner: "hash", amount: 10, isOfOrganization: true })];
    expect((await spend(record, "karim"))[0]!.waitMs).toBe(0);
    expect((await spend(record, "karim"))[0]!.waitMs).toBeGreaterThan(0);
    expect((await spend(record, "sophie"))[0]!.waitMs).toBe(0);
    const [{ organization_id }] = await sql(
      "select organization_id from membership m join professional p on p.id = m.professional_id where p.subject = 'development|karim'",
    );
    expect(organization_id).toBe(organizations.insertionDoubs);
    await sql(
      "insert into professional (id, subject, display_name) values ('0a000000-0000-4000-8000-00000000000a', 'development|colleague', 'Test')",
    );
    await sql(
      "insert into membership (id, professional_id, organization_id, role) values ('0a000000-0000-4000-8000-00000000000b', '0a000000-0000-4000-8000-00000000000a', ?, 'INSERTION_REFERENT')",
      [organization_id],
    );
    expect((await spend(record, "colleague"))[0]!.waitMs).toBeGreaterThan(0);
  });

  test("is never overspent by requests that arrive together, in whatever order they name their budgets", async () => {
    const both = [budget({ capacity: 25 }), budget({ name: "actor", capacity: 40 })];
    const asked = Array.from({ length: 60 }, (_, index) => spend(index % 2 ? both : both.toReversed()));
    const permitted = (await Promise.all(asked)).filter((states) => states.every(({ waitMs }) => waitMs === 0));
    expect(permitted).toHaveLength(25);
    const [actor] = await spend([budget({ name: "actor", capacity: 40 })]);
    expect(left(actor!)).toBe(14);
  });

  test("is kept under a hash that says nothing of its owner, and forgotten once it is full", async () => {
    await spend([budget({ owner: "portal-of-the-hub" }), budget({ name: "actor" })]);
    const rows = await sql("select encode(key, 'hex') as key, encode(key, 'escape') as text from budget");
    expect(rows).toHaveLength(2);
    for (const { key, text } of rows) {
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      expect(text).not.toContain("portal");
    }
    const [{ plain }] = await sql("select encode(sha256('application|portal-of-the-hub'), 'hex') as plain");
    expect(rows.map(({ key }: { key: string }) => key)).not.toContain(plain);
    await forgetFullBudgets(em());
    expect(await sql("select 1 from budget")).toHaveLength(2);
    await sql("update budget set full_at = now() - interval '1 s' where key = (select min(key) from budget)");
    await forgetFullBudgets(em());
    expect(await sql("select 1 from budget")).toHaveLength(1);
  });

  test("costs the registry no second statement, and nothing when nothing is asked of it", async () => {
    hub.statements.consent!.length = 0;
    await spend([budget(), budget({ name: "actor" })]);
    expect(hub.statements.consent).toHaveLength(1);
    expect(await spend([])).toEqual([]);
  });
});
