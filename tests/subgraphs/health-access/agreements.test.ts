import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { people } from "../../../scripts/development/world.ts";
import { addDays, lastDayOf } from "../../../subgraphs/health-access/policies/agreement-period.ts";
import { today } from "../../../subgraphs/health-access/services/today.ts";
import { claire, karim, sophie } from "../../support/viewers.ts";
import { NAME, type Story, startStory } from "./story.ts";

const SHOWN = "supportAgreement { id signedOn startsOn endsOn renews { id } }";
const ago = (days: number) => addDays(today(), -days);
let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story?.close());

/** A support with a first interview and, unless told otherwise, a diagnosis of two disciplines. */
async function openDiagnosed(
  disciplines: readonly string[] = ["NURSING", "PSYCHOLOGY"],
  by: typeof claire = claire,
): Promise<string> {
  const { id: healthSupport } = await story.openSupport(people.amina, by.organization!);
  const interview = { healthSupport, kind: "FIRST_INTERVIEW", heldOn: ago(200), minutes: 60 };
  await story.act(by, "recordSupportAct", interview, "");
  const diagnosis = { healthSupport, summary: "Conclusions.", establishedOn: ago(190), disciplines };
  const recorded = await story.act(by, "recordDiagnosis", diagnosis, "diagnosis { disciplines }");
  expect(recorded).toEqual({ diagnosis: { disciplines: [...disciplines].sort() }, userErrors: [] });
  return healthSupport;
}
const sign = (healthSupport: string, startsOn: string, signedOn = startsOn, by = claire) =>
  story.act(by, "signSupportAgreement", { healthSupport, signedOn, startsOn }, SHOWN);
const renew = (supportAgreement: string, signedOn = today(), by = claire) =>
  story.act(by, "renewSupportAgreement", { supportAgreement, signedOn }, SHOWN);
const refusal = (code: string, field: string) => ({ supportAgreement: null, userErrors: [{ code, field: [field] }] });

describe("a period of six months", () => {
  test.each([
    ["2026-01-10", "2026-07-09"],
    ["2026-01-01", "2026-06-30"],
    ["2025-08-31", "2026-02-28"],
    ["2027-08-29", "2028-02-28"],
    ["2027-08-31", "2028-02-29"],
    ["2026-03-01", "2026-08-31"],
  ])("that begins on %s ends on %s", (startsOn, endsOn) => expect(lastDayOf(startsOn)).toBe(endsOn));
});

describe("an agreement", () => {
  test("takes a diagnosis of two disciplines, established before it was signed", async () => {
    const { id: bare } = await story.openSupport();
    expect(await sign(bare, ago(10))).toEqual(refusal("CONFLICT_VERSION", "healthSupport"));
    expect(await sign(await openDiagnosed(["NURSING"]), ago(10))).toEqual(refusal("CONFLICT_VERSION", "healthSupport"));
    const healthSupport = await openDiagnosed();
    expect(await sign(healthSupport, ago(195))).toEqual(refusal("CONFLICT_VERSION", "healthSupport"));
    const { supportAgreement, userErrors } = await sign(healthSupport, ago(10));
    expect(userErrors).toEqual([]);
    expect(supportAgreement).toMatchObject({
      signedOn: ago(10),
      startsOn: ago(10),
      endsOn: lastDayOf(ago(10)),
      renews: null,
    });
    expect(await sign(healthSupport, ago(10))).toEqual({ supportAgreement, userErrors: [] });
  });

  test("is signed by the day it is recorded, and before it begins", async () => {
    const healthSupport = await openDiagnosed();
    expect(await sign(healthSupport, addDays(today(), 2), addDays(today(), 1))).toEqual(
      refusal("BAD_USER_INPUT", "signedOn"),
    );
    expect(await sign(healthSupport, ago(10), ago(9))).toEqual(refusal("BAD_USER_INPUT", "startsOn"));
    expect((await sign(healthSupport, addDays(today(), 5), today())).userErrors).toEqual([]);
  });

  test("is renewed in its last thirty days, as one of its own that begins when it ends", async () => {
    const healthSupport = await openDiagnosed();
    const early = (await sign(healthSupport, ago(100))).supportAgreement;
    expect(await renew(early.id)).toEqual(refusal("BAD_USER_INPUT", "signedOn"));
    const other = await openDiagnosed();
    const first = (await sign(other, ago(170))).supportAgreement;
    const { supportAgreement: second, userErrors } = await renew(first.id);
    expect(userErrors).toEqual([]);
    const startsOn = addDays(first.endsOn, 1);
    expect(second).toMatchObject({ startsOn, endsOn: lastDayOf(startsOn), renews: { id: first.id } });
    expect(await renew(first.id)).toEqual({ supportAgreement: second, userErrors: [] });
    expect(await renew(first.id, ago(1))).toEqual(refusal("CONFLICT_VERSION", "supportAgreement"));
    const { data } = await story.ask(
      claire,
      "query ($id: ID!) { healthSupport(id: $id) { agreements { id endsOn } } }",
      { id: other },
    );
    expect(data.healthSupport.agreements).toEqual([
      { id: first.id, endsOn: first.endsOn },
      { id: second.id, endsOn: second.endsOn },
    ]);
  });

  test("that runs is followed by a renewal alone, and one that is over by another", async () => {
    const healthSupport = await openDiagnosed();
    const over = (await sign(healthSupport, ago(189))).supportAgreement;
    expect(over.endsOn < today()).toBe(true);
    expect(await renew(over.id)).toEqual(refusal("CONFLICT_VERSION", "supportAgreement"));
    expect((await sign(healthSupport, ago(1))).userErrors).toEqual([]);
    expect(await sign(healthSupport, today())).toEqual(refusal("CONFLICT_VERSION", "startsOn"));
  });

  test("is not made once the support has ended, and is never rewritten", async () => {
    const healthSupport = await openDiagnosed();
    const { supportAgreement } = await sign(healthSupport, ago(170));
    await story.act(claire, "endHealthSupport", { healthSupport, outcome: "PERSON_STOPPED" }, "");
    expect(await renew(supportAgreement.id)).toEqual(refusal("CONFLICT_VERSION", "supportAgreement"));
    const rewriting = story.hub.running[NAME]!.orm.em.fork().execute(
      "update support_agreement set ends_on = ends_on + 1 where id = ?",
      [supportAgreement.id],
    );
    await expect(rewriting).rejects.toThrow(/never rewritten/);
  });

  test("is for the navigators of the association alone", async () => {
    const healthSupport = await openDiagnosed();
    for (const by of [sophie, karim])
      expect((await sign(healthSupport, ago(10), ago(10), by)).userErrors).toEqual([
        { code: "FORBIDDEN", field: null },
      ]);
    const elsewhere = { ...claire, organization: "0a000000-0000-4000-8000-0000000000ff" };
    expect(await sign(healthSupport, ago(10), ago(10), elsewhere)).toEqual(refusal("NOT_FOUND", "healthSupport"));
    const { supportAgreement } = await sign(healthSupport, ago(170));
    expect(await renew(supportAgreement.id, today(), elsewhere)).toEqual(refusal("NOT_FOUND", "supportAgreement"));
  });

  test("of two who sign at the same time is one", async () => {
    const healthSupport = await openDiagnosed();
    const [one, other] = await Promise.all([sign(healthSupport, ago(3)), sign(healthSupport, ago(3))]);
    expect(one).toEqual(other);
  });
});

describe("an agreement that ends", () => {
  const team = () => ({ ...claire, organization: randomUUID() });
  const LIST =
    "{ ruptureAlerts(first: 100, kind: AGREEMENT_ENDING) { totalCount edges { node { kind count sinceOn latestFactAt healthSupport { id } } } } }";
  const alertsOf = async (by: typeof claire) => {
    const { data, errors } = await story.ask(by, LIST);
    if (errors) throw new Error(JSON.stringify(errors));
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    return data.ruptureAlerts.edges.map(({ node }: any) => node);
  };
  const of = async (by: ReturnType<typeof team>, startsOn: string) => {
    const healthSupport = await openDiagnosed(undefined, by);
    return { healthSupport, agreement: (await sign(healthSupport, startsOn, startsOn, by)).supportAgreement };
  };
  const set = (by: typeof claire, thresholds: object) =>
    story.act(by, "setRuptureThresholds", { daysWithoutContact: 365, missedInARow: 9, ...thresholds }, THRESHOLDS);
  const THRESHOLDS = "ruptureThresholds { daysBeforeAgreementEnds }";

  test("alerts in its last thirty days, until it is renewed", async () => {
    const by = team();
    const [lasting, ending] = [await of(by, ago(100)), await of(by, ago(170))];
    expect(lasting.agreement.endsOn > addDays(today(), 30)).toBe(true);
    const { endsOn, id } = ending.agreement;
    const left = (Date.parse(endsOn) - Date.parse(today())) / 86_400_000;
    expect(await alertsOf(by)).toMatchObject([
      {
        kind: "AGREEMENT_ENDING",
        count: left,
        sinceOn: addDays(endsOn, -30),
        healthSupport: { id: ending.healthSupport },
      },
    ]);
    expect((await renew(id, today(), by)).userErrors).toEqual([]);
    expect(await alertsOf(by)).toEqual([]);
  });

  test("alerts on while the support goes on without one, and no more once that has ended", async () => {
    const by = team();
    const { healthSupport, agreement } = await of(by, ago(189));
    expect(agreement.endsOn < today()).toBe(true);
    expect(await alertsOf(by)).toMatchObject([{ count: 0, sinceOn: addDays(agreement.endsOn, -30) }]);
    await story.act(by, "endHealthSupport", { healthSupport, outcome: "GOALS_REACHED" }, "");
    expect(await alertsOf(by)).toEqual([]);
  });

  test("is silent once it is said what is done next", async () => {
    const by = team();
    const { healthSupport } = await of(by, ago(170));
    const [{ kind, latestFactAt }] = await alertsOf(by);
    const decision = { healthSupport, kind, latestFactAt, nextAction: "NEW_APPOINTMENT", actBeforeOn: today() };
    const shown = "acknowledgement { kind }";
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await story.act(by, "acknowledgeRuptureAlert", decision, shown)).toEqual({
        acknowledgement: { kind },
        userErrors: [],
      });
    expect(await alertsOf(by)).toEqual([]);
  });

  test("alerts as early as the association says, never before it may be renewed", async () => {
    const by = team();
    const { agreement } = await of(by, ago(165));
    expect(await alertsOf(by)).toHaveLength(1);
    const left = (Date.parse(agreement.endsOn) - Date.parse(today())) / 86_400_000;
    for (const days of [left - 1, null]) {
      const { ruptureThresholds } = await set(by, { daysBeforeAgreementEnds: days });
      // A client that does not say leaves what was set.
      expect(ruptureThresholds).toEqual({ daysBeforeAgreementEnds: left - 1 });
      expect(await alertsOf(by)).toEqual([]);
    }
    await set(by, { daysBeforeAgreementEnds: left });
    expect(await alertsOf(by)).toMatchObject([{ sinceOn: today() }]);
    for (const days of [0, 31])
      await expect(set(by, { daysBeforeAgreementEnds: days })).rejects.toThrow("BAD_USER_INPUT");
    expect((await set(team(), {})).ruptureThresholds).toEqual({ daysBeforeAgreementEnds: 30 });
  });
});
