import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import type { ConsentContext } from "../../../subgraphs/consent/context.ts";
import { Consent } from "../../../subgraphs/consent/entities/consent.ts";
import { ConsentState, isOver } from "../../../subgraphs/consent/policies/consent-state.ts";
import { SuspensionCause } from "../../../subgraphs/consent/policies/suspension-cause.ts";
import { readClock } from "../../../subgraphs/consent/repositories/clock.ts";
import { decide } from "../../../subgraphs/consent/repositories/decisions.ts";
import { giveConsent } from "../../../subgraphs/consent/services/give-consent.ts";
import { liftRestriction } from "../../../subgraphs/consent/services/lift-restriction.ts";
import { narrowConsent } from "../../../subgraphs/consent/services/narrow-consent.ts";
import { reconfirmConsent } from "../../../subgraphs/consent/services/reconfirm-consent.ts";
import { restrictSharing } from "../../../subgraphs/consent/services/restrict-sharing.ts";
import { suspendConsent } from "../../../subgraphs/consent/services/suspend-consent.ts";
import { suspendForCause } from "../../../subgraphs/consent/services/suspend-for-cause.ts";
import { withdrawConsent } from "../../../subgraphs/consent/services/withdraw-consent.ts";
import { amina, claire, karim, nadia, paul, sophie } from "../../support/viewers.ts";
import { CONTENT, type MadeConsent, type OpenRegistry, openRegistry, readingOf } from "./support/open-registry.ts";

let registry: OpenRegistry;
const asking = { viewer: karim, askedBy: "tests", requestId: "states" };
let notice: string;
beforeAll(async () => {
  registry = await openRegistry(false);
  notice = (await registry.sql("select content_hash from notice where language = 'fr'"))[0].content_hash;
  await registry.sql(
    "insert into accompaniment (id, person_id, organization_id, basis, started_on) values (?, ?, ?, 'PRESCRIPTION', now())",
    [randomUUID(), people.amina, organizations.association],
  );
});
afterAll(() => registry?.hub.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const stateOf = async ({ id }: MadeConsent): Promise<string> =>
  (await registry.ask(amina, `{ consent(id: "${id}") { state } }`)).data.consent.state;
const replacement = ({ id, extract }: MadeConsent) => ({
  requestKey: randomUUID(),
  person: people.amina,
  replaces: id,
  grants: [
    {
      recipient: organizations.insertionDoubs,
      purpose: "CONTRACT_INTEGRATION",
      category: "EMPLOYMENT_EXTRACT",
      operations: ["READ", "INTEGRATE"],
      resource: extract,
      contentHash: CONTENT,
    },
  ],
});
const given = ({ id, grant }: MadeConsent) => ({
  consent: id,
  noticeHash: notice,
  approvals: [{ grant, contentHash: CONTENT }],
});

/** A consent that the person gives in the place of another; how the other was refused to be replaced, if it was. */
async function replace(made: MadeConsent): Promise<{ codes: string[]; successor?: MadeConsent }> {
  const { codes, consent: drafted } = await registry.act(
    claire,
    "draftConsent",
    replacement(made),
    "consent { id grants { id } }",
  );
  if (codes.length > 0) return { codes };
  const successor = { id: drafted.id, grant: drafted.grants[0].id, extract: made.extract };
  await registry.act(claire, "offerConsent", { consent: successor.id });
  return { codes: (await registry.act(amina, "giveConsent", given(successor))).codes, successor };
}

type Act = (made: MadeConsent) => Promise<{ codes: string[] }>;
const ACTS: Readonly<Record<string, Act>> = {
  offer: ({ id }) => registry.act(claire, "offerConsent", { consent: id }),
  give: (made) => registry.act(amina, "giveConsent", given(made)),
  refuse: ({ id }) => registry.act(amina, "refuseConsent", { consent: id }),
  narrow: ({ id }) => registry.act(amina, "narrowConsent", { consent: id, notAfter: inDays(1) }),
  replace,
  suspend: ({ id }) => registry.act(amina, "suspendConsent", { consent: id }),
  reconfirm: ({ id }) => registry.act(amina, "reconfirmConsent", { consent: id, noticeHash: notice }),
  withdraw: ({ id }) => registry.act(amina, "withdrawConsent", { consent: id }),
  withdrawGrant: ({ id, grant }) => registry.act(claire, "withdrawConsent", { consent: id, grants: [grant] }),
  invalidate: ({ id }) =>
    registry.act(nadia, "invalidateConsent", { consent: id, reference: "CNIL 2026/17" }, "invalidatedConsent"),
  cancel: ({ id }) => registry.act(claire, "cancelConsent", { consent: id }),
};

/** Where each act leads from each state; an act that is not named is refused, and the state stays. */
const over = (state: string) => ({ narrow: state, withdraw: state, withdrawGrant: state });
const LEADS: Readonly<Record<ConsentState, Readonly<Record<string, string>>>> = {
  DRAFT: {
    offer: "OFFERED",
    narrow: "DRAFT",
    withdraw: "REFUSED",
    withdrawGrant: "REFUSED",
    cancel: "ENTERED_IN_ERROR",
  },
  OFFERED: {
    offer: "OFFERED",
    give: "ACTIVE",
    refuse: "REFUSED",
    narrow: "OFFERED",
    withdraw: "REFUSED",
    withdrawGrant: "REFUSED",
    cancel: "ENTERED_IN_ERROR",
  },
  ACTIVE: {
    give: "ACTIVE",
    narrow: "ACTIVE",
    replace: "SUPERSEDED",
    suspend: "SUSPENDED",
    reconfirm: "ACTIVE",
    withdraw: "WITHDRAWN",
    withdrawGrant: "WITHDRAWN",
    invalidate: "INVALIDATED",
  },
  SUSPENDED: {
    narrow: "SUSPENDED",
    replace: "SUPERSEDED",
    suspend: "SUSPENDED",
    reconfirm: "ACTIVE",
    withdraw: "WITHDRAWN",
    withdrawGrant: "WITHDRAWN",
    invalidate: "INVALIDATED",
  },
  REFUSED: { refuse: "REFUSED", ...over("REFUSED") },
  LAPSED: over("LAPSED"),
  SUPERSEDED: over("SUPERSEDED"),
  WITHDRAWN: over("WITHDRAWN"),
  EXPIRED: over("EXPIRED"),
  INVALIDATED: { invalidate: "INVALIDATED", ...over("INVALIDATED") },
  ENTERED_IN_ERROR: { cancel: "ENTERED_IN_ERROR", ...over("ENTERED_IN_ERROR") },
};
const STATES = Object.values(ConsentState);
const AT_ONCE = 8;

describe("from every state, every act leads where it should, or is refused and changes nothing:", () => {
  const found: Record<string, Record<string, [state: string, codes: string[]]>> = {};
  beforeAll(async () => {
    const cells = STATES.flatMap((state) => Object.keys(ACTS).map((act) => ({ state, act })));
    for (const state of STATES) found[state] = {};
    const playSome = async () => {
      for (let cell = cells.pop(); cell; cell = cells.pop()) {
        const made = await registry.make(cell.state);
        const { codes } = await ACTS[cell.act]!(made);
        found[cell.state]![cell.act] = [await stateOf(made), codes];
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, playSome));
  }, 120_000);

  test.each(STATES)("%s", (state) => {
    const expected = Object.keys(ACTS).map((act) => {
      const next = LEADS[state][act];
      return [act, next ? [next, []] : [state, ["CONFLICT_VERSION"]]];
    });
    expect(found[state]).toEqual(Object.fromEntries(expected));
  });

  test("and what is over lets nothing lead out of it", () => {
    for (const state of STATES.filter(isOver))
      for (const [after] of Object.values(found[state]!)) expect(after).toBe(state);
  });
});

describe("what an act does besides", () => {
  test("each is an event of the same transaction, and the state is what the events add up to", async () => {
    const made = await registry.make("OFFERED");
    for (const act of ["give", "narrow", "suspend", "reconfirm", "invalidate", "withdraw"]) await ACTS[act]!(made);
    const events = await registry.sql(
      "select act, from_state, to_state, details from consent_event where consent_id = ? order by id",
      [made.id],
    );
    expect(events).toEqual([
      { act: "give", from_state: "OFFERED", to_state: "ACTIVE", details: null },
      {
        act: "narrow",
        from_state: "ACTIVE",
        to_state: "ACTIVE",
        details: { taken: [{ notAfter: expect.any(String) }] },
      },
      { act: "suspend", from_state: "ACTIVE", to_state: "SUSPENDED", details: { cause: "ASKED_BY_PERSON" } },
      { act: "reconfirm", from_state: "SUSPENDED", to_state: "ACTIVE", details: { version: 3 } },
      { act: "invalidate", from_state: "ACTIVE", to_state: "INVALIDATED", details: { reference: "CNIL 2026/17" } },
    ]);
  });

  test("a narrowing raises the version once, and the same one sent again changes nothing", async () => {
    const made = await registry.make("ACTIVE");
    const narrowing = { consent: made.id, notAfter: inDays(2), grants: [{ grant: made.grant, notAfter: inDays(1) }] };
    const first = await registry.act(amina, "narrowConsent", narrowing);
    expect(first).toMatchObject({ consent: { state: "ACTIVE", version: 2 }, codes: [] });
    expect(await registry.act(amina, "narrowConsent", narrowing)).toEqual(first);
    expect(await registry.permits(karim, readingOf(made))).toEqual([true]);
  });

  test("a consent is never made to last longer, nor by a permission of another", async () => {
    const [made, other] = [await registry.make("ACTIVE"), await registry.make("ACTIVE")];
    for (const wrong of [
      { notAfter: inDays(365) },
      { notAfter: inDays(-1) },
      { grants: [{ grant: made.grant, notAfter: inDays(365) }] },
      { grants: [{ grant: other.grant }] },
    ])
      expect(await registry.act(amina, "narrowConsent", { consent: made.id, ...wrong })).toEqual({
        consent: null,
        codes: ["BAD_USER_INPUT"],
      });
    expect(await registry.act(amina, "withdrawConsent", { consent: made.id, grants: [other.grant] })).toEqual({
      consent: null,
      codes: ["BAD_USER_INPUT"],
    });
  });

  test("one permission withdrawn leaves the others, and the last takes the consent with it", async () => {
    const [{ id: consent }] = await registry.sql(
      "select consent_id as id from consent_evidence where person_id = ? and kind = 'ORAL_ATTESTED'",
      [people.amina],
    );
    const grants = await registry.sql(
      "select id, category from consent_grant where consent_id = ? order by purpose, category",
      [consent],
    );
    const identity = {
      ...readingOf({} as MadeConsent),
      holder: null,
      category: "IDENTITY_CONTACT",
      purpose: "CARE_ACCESS_COORDINATION",
    };
    const navigation = { ...identity, holder: organizations.medicoSocialCentre, category: "CARE_NAVIGATION" };
    const permitted = () => registry.permits(claire, navigation);
    expect(await permitted()).toEqual([true]);
    const withdraw = (grant: { id: string }) =>
      registry.act(
        amina,
        "withdrawConsent",
        { consent, grants: [grant.id] },
        "consent { state version grants { id } }",
      );
    const first = await withdraw(grants[1]);
    expect(first).toMatchObject({ consent: { state: "ACTIVE", version: 2 } });
    expect(first.consent.grants.map(({ id }: { id: string }) => id)).not.toContain(grants[1].id);
    await withdraw(grants[0]);
    expect(await permitted()).toEqual([false]);
    let last = await withdraw(grants[2]);
    expect(last.consent.state).toBe("ACTIVE");
    for (const grant of grants.slice(3)) last = await withdraw(grant);
    expect(last.consent).toMatchObject({ state: "WITHDRAWN", grants: [] });
  });

  test("a pause permits nothing, says why, and ends by the notice in force alone", async () => {
    const made = await registry.make("ACTIVE");
    const { consent } = await registry.act(
      amina,
      "suspendConsent",
      { consent: made.id },
      "consent { suspensionCause noticeInForce { contentHash } }",
    );
    expect(consent).toEqual({ suspensionCause: "ASKED_BY_PERSON", noticeInForce: { contentHash: notice } });
    expect(await registry.permits(karim, readingOf(made))).toEqual([false]);
    const other = await registry.act(amina, "reconfirmConsent", { consent: made.id, noticeHash: "b".repeat(64) });
    expect(other).toEqual({ consent: null, codes: ["BAD_USER_INPUT"] });
    const confirmed = await registry.act(
      amina,
      "reconfirmConsent",
      { consent: made.id, noticeHash: notice },
      "consent { suspensionCause version }",
    );
    expect(confirmed).toEqual({ consent: { suspensionCause: null, version: 2 }, codes: [] });
    expect(await registry.permits(karim, readingOf(made))).toEqual([true]);
  });

  test("the first cause of a pause stays its cause", async () => {
    const made = await registry.make("ACTIVE");
    await registry.em().transactional(async (em) => {
      const consent = await em.findOneOrFail(Consent, made.id);
      const suspend = async (cause: SuspensionCause) => suspendForCause(em, nadia, consent, cause, await readClock(em));
      expect(await suspend(SuspensionCause.NOTICE_CHANGED)).toBe(true);
      expect(await suspend(SuspensionCause.PROXY_LAPSED)).toBe(false);
    });
    const { data } = await registry.ask(amina, `{ consent(id: "${made.id}") { state suspensionCause } }`);
    expect(data.consent).toEqual({ state: "SUSPENDED", suspensionCause: "NOTICE_CHANGED" });
  });

  test("a consent given in the place of another ends it in the same instant, or not at all", async () => {
    const made = await registry.make("ACTIVE");
    const { successor } = await replace(made);
    expect([await stateOf(made), await stateOf(successor!)]).toEqual(["SUPERSEDED", "ACTIVE"]);
    const [row] = await registry.sql(
      "select o.ended_at = n.given_at as together from consent o join consent n on n.replaces_id = o.id where o.id = ?",
      [made.id],
    );
    expect(row).toEqual({ together: true });
    const drafted = await registry.make("ACTIVE");
    await registry.act(claire, "draftConsent", replacement(drafted));
    expect(await stateOf(drafted)).toBe("ACTIVE");
  });

  test("a consent can be replaced by those alone who asked for it, and for the same person", async () => {
    const made = await registry.make("ACTIVE");
    const elsewhere = {
      ...replacement(made),
      grants: [{ ...replacement(made).grants[0], recipient: organizations.association }],
    };
    expect((await registry.act(sophie, "draftConsent", elsewhere)).codes).toEqual(["NOT_FOUND"]);
  });

  test("whatever takes something back raises the person's epoch", async () => {
    for (const act of ["narrow", "replace", "suspend", "withdraw", "withdrawGrant", "invalidate"]) {
      const made = await registry.make("ACTIVE");
      const before = await registry.epoch();
      await ACTS[act]!(made);
      expect([act, (await registry.epoch()) > before]).toEqual([act, true]);
    }
  });
});

describe("who may", () => {
  test("pause and confirm: the person alone; cancel: who asked; narrow: either", async () => {
    const made = await registry.make("ACTIVE");
    const codes = async (viewer: Viewer, mutation: string, more: object = {}) =>
      (await registry.act(viewer, mutation, { consent: made.id, ...more })).codes;
    expect(await codes(claire, "suspendConsent")).toEqual(["FORBIDDEN"]);
    expect(await codes(claire, "reconfirmConsent", { noticeHash: notice })).toEqual(["FORBIDDEN"]);
    expect(await codes(amina, "cancelConsent")).toEqual(["FORBIDDEN"]);
    expect(await codes(sophie, "cancelConsent")).toEqual(["NOT_FOUND"]);
    expect(await codes(claire, "narrowConsent", { notAfter: inDays(3) })).toEqual([]);
    for (const viewer of [karim, paul, sophie])
      expect(await codes(viewer, "narrowConsent", { notAfter: inDays(2) })).toEqual(["NOT_FOUND"]);
  });

  test("declare invalid: an officer, of the hub for every consent, of an organisation for its own", async () => {
    const officer = ({ organization }: Viewer): Viewer => ({ ...nadia, organization });
    const invalidate = async (viewer: Viewer, { id }: MadeConsent) =>
      await registry.act(viewer, "invalidateConsent", { consent: id, reference: "2026-1" }, "invalidatedConsent");
    const made = await registry.make("ACTIVE");
    const nothing = { invalidatedConsent: null };
    for (const viewer of [claire, amina])
      expect(await invalidate(viewer, made)).toEqual({ ...nothing, codes: ["FORBIDDEN"] });
    for (const viewer of [paul, sophie, karim])
      expect(await invalidate(officer(viewer), made)).toEqual({ ...nothing, codes: ["NOT_FOUND"] });
    expect(await invalidate(officer(claire), made)).toEqual({ invalidatedConsent: made.id, codes: [] });
    const other = await registry.make("SUSPENDED");
    expect(await invalidate(nadia, other)).toEqual({ invalidatedConsent: other.id, codes: [] });
    expect((await registry.ask(nadia, `{ consent(id: "${other.id}") { state } }`)).data.consent).toBeNull();
    const named = { consent: made.id, reference: "by Mrs <b>Somebody</b>" };
    expect((await registry.act(nadia, "invalidateConsent", named, "invalidatedConsent")).codes).toEqual([
      "BAD_USER_INPUT",
    ]);
  });
});

describe("the clock of the database alone ends a consent:", () => {
  test("each permit was made before its end, each refusal after it", async () => {
    const made = await registry.make("ACTIVE");
    await registry.sql("update consent set not_after = clock_timestamp() + interval '400 ms' where id = ?", [made.id]);
    const [{ not_after: end }] = await registry.sql("select not_after from consent where id = ?", [made.id]);
    const ask = () => decide(registry.em(), asking, [readingOf(made)]);
    for (let answer = await ask(); answer.permitted[0]; answer = await ask())
      expect(answer.grounds[0]!.decidedAt).toBeLessThanOrEqual(Date.parse(end));
    const refused = await registry.sql(
      "select d.decided_at >= c.not_after as after from decision_record d join consent c on c.id = ? where d.resource_id = ? and not d.is_permitted",
      [made.id, made.extract],
    );
    expect(refused).toEqual([{ after: true }]);
    expect(await stateOf(made)).toBe("EXPIRED");
  });

  test.each([
    ["consent", "id"],
    ["consent_grant", "consent_id"],
  ])("at the very instant its %s names", async (table, key) => {
    const made = await registry.make("ACTIVE");
    const isPermittedUntil = async (end: string) => {
      const em = registry.em();
      await em.begin();
      try {
        await em.execute(`update ${table} set not_after = ${end} where ${key} = ?`, [made.id]);
        return (await decide(em, asking, [readingOf(made)])).permitted[0];
      } finally {
        await em.rollback();
      }
    };
    expect(await isPermittedUntil("clock_timestamp()")).toBe(false);
    expect(await isPermittedUntil("not_after - interval '1 day'")).toBe(true);
  });

  test("an offer lapses when thirty days are over, and not before", async () => {
    const made = await registry.make("OFFERED");
    const offered = (ago: string) =>
      registry.sql(`update consent set offered_at = clock_timestamp() - interval '${ago}' where id = ?`, [made.id]);
    await offered("29 days 23 hours");
    expect(await stateOf(made)).toBe("OFFERED");
    await offered("30 days");
    expect(await stateOf(made)).toBe("LAPSED");
  });

  test("a consent prepared ends with the last agreement that covers it", async () => {
    const [agreement] = await registry.sql(
      "select id, valid_to from data_sharing_agreement where grantee_organization_id = ?",
      [organizations.insertionDoubs],
    );
    await registry.sql("update data_sharing_agreement set valid_to = now() + interval '40 days' where id = ?", [
      agreement.id,
    ]);
    const { consent } = await registry.act(
      claire,
      "draftConsent",
      { ...replacement(await registry.make("ACTIVE")), replaces: null },
      "consent { notAfter grants { notAfter } }",
    );
    const [{ valid_to: end }] = await registry.sql("select valid_to from data_sharing_agreement where id = ?", [
      agreement.id,
    ]);
    await registry.sql("update data_sharing_agreement set valid_to = ? where id = ?", [
      agreement.valid_to,
      agreement.id,
    ]);
    expect(Math.abs(Date.parse(consent.notAfter) - new Date(end).getTime())).toBeLessThan(2);
    expect(consent.grants[0].notAfter).toBe(consent.notAfter);
  });
});

describe("the database itself", () => {
  /** What is done, with everything put back; whether the database let it happen. */
  async function isLet(text: string, values: readonly unknown[] = []): Promise<boolean> {
    const em = registry.em();
    await em.begin();
    try {
      const { affectedRows } = (await em.execute(text, [...values], "run")) as unknown as { affectedRows: number };
      return affectedRows > 0;
    } catch (error) {
      expect(String(error)).toMatch(/never widened|stays over/);
      return false;
    } finally {
      await em.rollback();
    }
  }

  const STORED = STATES.filter((state) => state !== "LAPSED" && state !== "EXPIRED");
  test("lets a consent go forward only: what is over stays over, and nothing becomes a draft again", async () => {
    const stage = (state: string) => (isOver(state as ConsentState) ? 3 : ({ DRAFT: 0, OFFERED: 1 }[state] ?? 2));
    const suiting = `given_at = case when $ in ('ACTIVE', 'SUSPENDED', 'SUPERSEDED', 'WITHDRAWN', 'INVALIDATED') then now() end,
      suspension_cause = case when $ = 'SUSPENDED' then 'ASKED_BY_PERSON' end`;
    for (const from of STORED) {
      const { id } = await registry.make(from);
      for (const to of STORED) {
        const let_ = await isLet(
          `update consent set state = '${to}', ${suiting.replaceAll("$", `'${to}'`)} where id = ?`,
          [id],
        );
        const isForward = stage(from) === 3 ? from === to : stage(to) >= stage(from);
        expect([from, to, let_]).toEqual([from, to, isForward]);
      }
    }
  });

  test("makes no consent last longer that was shown to the person, and none another's", async () => {
    const { id } = await registry.make("ACTIVE");
    const set = (change: string) => isLet(`update consent set ${change} where id = ?`, [id]);
    expect(await set("not_after = not_after - interval '1 day'")).toBe(true);
    expect(await set("not_after = not_after + interval '1 second'")).toBe(false);
    expect(await set(`person_id = '${people.bruno}'`)).toBe(false);
  });

  test("widens no permission by any column", async () => {
    const { grant } = await registry.make("ACTIVE");
    const changed: Readonly<Record<string, string>> = {
      uuid: "'00000000-0000-4000-8000-000000000000'",
      text: "coalesce(%I, '') || 'x'",
      _text: "array_append(%I, 'INSERTION_REFERENT')",
    };
    const columns = await registry.sql(
      "select column_name as name, udt_name as type from information_schema.columns where table_name = 'consent_grant'",
    );
    const words = columns.filter(({ type }) => type !== "timestamptz");
    expect(words.length).toBe(columns.length - 3);
    const set = (change: string) => isLet(`update consent_grant set ${change} where id = ?`, [grant]);
    for (const { name, type } of words)
      expect([name, await set(`${name} = ${changed[type]!.replaceAll("%I", name)}`)]).toEqual([name, false]);
    const dates: [string, boolean][] = [
      ["not_after = not_after - interval '1 day'", true],
      ["not_after = not_after + interval '1 second'", false],
      ["not_before = not_before + interval '1 second'", true],
      ["not_before = not_before - interval '1 second'", false],
      ["ended_at = now()", true],
    ];
    for (const [change, isNarrower] of dates) expect([change, await set(change)]).toEqual([change, isNarrower]);
    await registry.sql("update consent_grant set ended_at = now() where id = ?", [grant]);
    for (const revival of ["ended_at = null", "ended_at = now() + interval '1 day'"])
      expect(await set(revival)).toBe(false);
  });

  test("takes a permission into a draft, and into no other consent", async () => {
    for (const state of STATES) {
      const { id } = await registry.make(state);
      const copied =
        "insert into consent_grant select (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid()))).* from consent_grant g where consent_id = ?";
      expect([state, await isLet(copied, [id])]).toEqual([state, state === "DRAFT"]);
    }
  });
});

/** How often a step is drawn: one after which nothing happens any more is rare, or histories would end before they begin. */
const WEIGHTS = {
  withdraw: 1,
  withdrawByOthers: 1,
  restrict: 2,
  lift: 4,
  narrow: 6,
  suspend: 6,
  give: 4,
  reconfirm: 5,
};
const contextOf = (viewer: Viewer) => ({ em: registry.em(), viewer }) as unknown as ConsentContext;
const restrictions: string[] = [];
/** What may happen in a random history; `less` and `more` say what it may do to what is permitted. */
const STEPS = {
  withdraw: { may: "less", run: ({ id }: MadeConsent) => withdrawConsent(contextOf(amina), { consent: id }) },
  withdrawByOthers: {
    may: "less",
    run: ({ id, grant }: MadeConsent) => withdrawConsent(contextOf(claire), { consent: id, grants: [grant] }),
  },
  narrow: {
    may: "less",
    run: ({ id }: MadeConsent, days: number) =>
      narrowConsent(contextOf(amina), { consent: id, notAfter: inDays(days) }),
  },
  suspend: { may: "less", run: ({ id }: MadeConsent) => suspendConsent(contextOf(amina), { consent: id }) },
  restrict: {
    may: "less",
    run: async (_: MadeConsent, days: number) => {
      const category = days % 2 === 0 ? ("EMPLOYMENT_EXTRACT" as const) : ("CARE_NAVIGATION" as const);
      restrictions.push((await restrictSharing(contextOf(amina), { requestKey: randomUUID(), category })).id);
    },
  },
  give: { may: "more", run: (made: MadeConsent) => giveConsent(contextOf(amina), given(made)) },
  reconfirm: {
    may: "more",
    run: ({ id }: MadeConsent) => reconfirmConsent(contextOf(amina), { consent: id, noticeHash: notice }),
  },
  lift: {
    may: "more",
    run: () => liftRestriction(contextOf(amina), { restriction: restrictions.pop() ?? randomUUID() }),
  },
} as const;

test("in any history, what takes back never permits and what gives never refuses", async () => {
  const names = Object.entries(WEIGHTS) as [keyof typeof STEPS, number][];
  const step = fc.record({
    name: fc.oneof(...names.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) }))),
    at: fc.nat(1),
    days: fc.integer({ min: 1, max: 89 }),
  });
  let changes = 0;
  const history = fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 18 }), async (steps) => {
    const made = [await registry.make("OFFERED"), await registry.make("ACTIVE")];
    const questions = made.flatMap((one) => [readingOf(one), { ...readingOf(one), operation: "INTEGRATE" as const }]);
    let before = await registry.permits(karim, ...questions);
    for (const { name, at, days } of steps) {
      const { may, run } = STEPS[name];
      await run(made[at]!, days).catch((error: Error) => expect(error.name).toBe("Refusal"));
      const after = await registry.permits(karim, ...questions);
      const turned = after.filter((isPermitted, index) => isPermitted !== before[index]);
      changes += turned.length;
      expect([name, turned.every((isPermitted) => isPermitted === (may === "more"))]).toEqual([name, true]);
      before = after;
    }
    await registry.sql("delete from restriction");
    restrictions.length = 0;
  });
  await fc.assert(history, { numRuns: 8, seed: 20_261_128, endOnFailure: true });
  expect(changes).toBeGreaterThan(20);
}, 60_000);
