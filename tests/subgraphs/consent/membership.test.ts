import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { mandates, organizations, people } from "../../../scripts/development/world.ts";
import { LOOKUPS_AN_HOUR } from "../../../subgraphs/consent/policies/invitation.ts";
import { receiveMandateEnded, receiveMandateGiven } from "../../../subgraphs/consent/services/receive-mandate-event.ts";
import { amina, bruno, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { type OpenRegistry, openRegistry } from "./support/open-registry.ts";

let registry: OpenRegistry;
beforeAll(async () => {
  registry = await openRegistry(false);
});
afterAll(() => registry?.hub.close());
/** As the world was: nobody invited, the centre and the service of the Doubs accompany both. */
beforeEach(async () => {
  await registry.sql("update accompaniment_invitation set accompaniment_id = null");
  await registry.sql("delete from accompaniment where professional_id is not null or invitation_id is not null");
  await registry.sql("delete from accompaniment_invitation");
  await registry.sql("update accompaniment set ended_on = null, end_reason = null");
  await registry.sql("delete from organization_area");
  await registry.sql("truncate budget");
});

const INVITED = "accompanimentInvitation { id code basis departmentCodes agreedOn expiresAt organization { id } }";
const invite = (viewer: Viewer, input: object = {}) =>
  registry.act(viewer, "inviteToAccompany", { requestKey: randomUUID(), ...input }, INVITED);
const lookUp = async (viewer: Viewer, code: string) =>
  (
    await registry.ask(viewer, "query ($code: String!) { accompanimentInvitation(code: $code) { id basis code } }", {
      code,
    })
  ).data.accompanimentInvitation;
const JOINED =
  "accompaniment { id basis startedOn endedOn endReason viewerCanEnd organization { id } professional { displayName } }";
const join = (viewer: Viewer, invitation: string) => registry.act(viewer, "joinAccompaniment", { invitation }, JOINED);
const end = (viewer: Viewer, accompaniment: string, input: object = {}) =>
  registry.act(viewer, "endAccompaniment", { accompaniment, ...input }, JOINED);
const knows = async (viewer: Viewer, person: string = people.amina) =>
  (await registry.ask(viewer, `{ person(id: "${person}") { givenName } }`)).data.person !== null;
const own = async (organization: string, person: string = people.amina) =>
  (
    await registry.sql(
      "select id from accompaniment where organization_id = ? and person_id = ? and ended_on is null",
      [organization, person],
    )
  )[0]?.id as string;
const looks = () =>
  registry.sql("select actor_subject, organization_id, is_within_budget, is_found from invitation_lookup order by id");
/** A member of an association of the Creuse. */
const elsewhere: Viewer = { ...paul, roles: ["INSERTION_REFERENT", "HEALTH_NAVIGATOR", "SOCIAL_WORKER"] };

describe("a person invites", () => {
  test("whoever she tells the code, who joins once and knows her from then on; she sees who, since when and why", async () => {
    await registry.sql("delete from consent_grant where grantee_organization_id = ?", [organizations.association]);
    expect(await knows(claire)).toBe(false);
    const { accompanimentInvitation: made, codes } = await invite(amina, { basis: "PRESCRIPTION" });
    expect(codes).toEqual([]);
    expect(made).toMatchObject({ basis: "PRESCRIPTION", departmentCodes: ["25"], organization: null });
    expect(made.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    const typed = made.code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
    const found = await lookUp(claire, typed);
    expect(found).toEqual({ id: made.id, basis: "PRESCRIPTION", code: null });
    const joined = await join(claire, found.id);
    expect(joined).toMatchObject({
      codes: [],
      accompaniment: {
        basis: "PRESCRIPTION",
        organization: { id: organizations.association },
        professional: { displayName: "claire (fictif)" },
        viewerCanEnd: true,
      },
    });
    expect(await knows(claire)).toBe(true);
    const { data } = await registry.ask(
      amina,
      "{ me { accompaniments { basis endedOn organization { id } professional { displayName } } } }",
    );
    expect(data.me.accompaniments).toContainEqual({
      basis: "PRESCRIPTION",
      endedOn: null,
      organization: { id: organizations.association },
      professional: { displayName: "claire (fictif)" },
    });
    expect(
      await registry.sql("select act, actor_organization_id, details from consent_event where act = 'join'"),
    ).toEqual([
      {
        act: "join",
        actor_organization_id: organizations.association,
        details: { accompaniment: joined.accompaniment.id, invitation: made.id, basis: "PRESCRIPTION" },
      },
    ]);
  });

  test("once: a code that was taken up is as good as one that never was, and its taker may say it again", async () => {
    const { accompanimentInvitation: made } = await invite(amina);
    const first = await join(claire, made.id);
    expect(await join(claire, made.id)).toEqual(first);
    expect(await lookUp(claire, made.code)).toBeNull();
    expect((await join(karim, made.id)).codes).toEqual(["NOT_FOUND"]);
    expect((await invite(amina, { requestKey: made.id })).accompanimentInvitation.code).toBeNull();
    await end(claire, first.accompaniment.id, { reason: "GOALS_REACHED" });
    expect((await join(claire, made.id)).accompaniment?.endedOn).not.toBeNull();
    expect(await own(organizations.association)).toBeUndefined();
  });

  test("one organisation, though two take it up at the same time", async () => {
    await registry.sql(
      "update accompaniment set ended_on = (now() at time zone 'Europe/Paris')::date where person_id = ? and organization_id = ?",
      [people.amina, organizations.insertionDoubs],
    );
    const { accompanimentInvitation: made } = await invite(amina);
    // A machine with much else to do says that it is asked too much at once: whoever was told asks again.
    const joinInTime = async (viewer: Viewer) => {
      let answer = await join(viewer, made.id);
      for (let tries = 0; tries < 20 && answer.codes.includes("OVERLOADED"); tries += 1)
        answer = await join(viewer, made.id);
      return answer.codes.join();
    };
    const codes = await Promise.all([karim, claire, karim, claire].map(joinInTime));
    expect(codes.toSorted()).toEqual(["", "", "NOT_FOUND", "NOT_FOUND"]);
    expect(await registry.sql("select id from accompaniment where invitation_id = ?", [made.id])).toHaveLength(1);
  });

  test("one at a time: another invitation takes back the one before, and the same key makes no other", async () => {
    const first = await invite(amina);
    const again = await invite(amina, { requestKey: first.accompanimentInvitation.id });
    expect(again.accompanimentInvitation).toEqual(first.accompanimentInvitation);
    const second = await invite(amina);
    expect(await lookUp(claire, first.accompanimentInvitation.code)).toBeNull();
    expect((await join(claire, first.accompanimentInvitation.id)).codes).toEqual(["NOT_FOUND"]);
    expect((await lookUp(claire, second.accompanimentInvitation.code)).id).toBe(second.accompanimentInvitation.id);
    expect((await invite(bruno, { requestKey: second.accompanimentInvitation.id })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  test("for a day", async () => {
    const { accompanimentInvitation: made } = await invite(amina);
    await registry.sql(
      "update accompaniment_invitation set made_at = made_at - interval '25 hours', expires_at = expires_at - interval '24 hours'",
    );
    expect(await lookUp(claire, made.code)).toBeNull();
    expect((await join(claire, made.id)).codes).toEqual(["NOT_FOUND"]);
  });

  test("an organisation of another territory only by naming it, or its département", async () => {
    const { accompanimentInvitation: here } = await invite(amina);
    expect(await lookUp(elsewhere, here.code)).toBeNull();
    expect((await join(elsewhere, here.id)).codes).toEqual(["NOT_FOUND"]);
    const { accompanimentInvitation: there } = await invite(amina, { departmentCode: "23" });
    expect(await lookUp(claire, there.code)).toBeNull();
    expect((await lookUp(paul, there.code)).id).toBe(there.id);
    const { accompanimentInvitation: named } = await invite(amina, { organization: organizations.insertionCreuse });
    expect(await lookUp(karim, named.code)).toBeNull();
    expect((await join(paul, named.id)).codes).toEqual([]);
    expect(await knows(paul)).toBe(true);
    expect((await invite(amina, { organization: randomUUID() })).codes).toEqual(["NOT_FOUND"]);
    expect((await invite(amina, { departmentCode: "2500" })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  test("within a part of a département, when that is where the organisation works", async () => {
    const area = (kind: string, code: string, communes: string[] = []) =>
      registry.sql("insert into organization_area values (?, ?, ?, ?, '25', ?)", [
        randomUUID(),
        organizations.association,
        kind,
        code,
        `{${communes.join(",")}}`,
      ]);
    await area("INTERCOMMUNALITY", "242500361", ["25056", "25388"]);
    await area("COMMUNE", "25462");
    const { accompanimentInvitation: inside } = await invite(amina, { communeCode: "25388" });
    expect((await lookUp(claire, inside.code)).id).toBe(inside.id);
    const { accompanimentInvitation: outside } = await invite(amina, { communeCode: "25031" });
    expect(await lookUp(claire, outside.code)).toBeNull();
    expect((await join(claire, outside.id)).codes).toEqual(["NOT_FOUND"]);
    const input = { organization: organizations.association, communeCode: "25031" };
    expect((await invite(amina, input)).codes).toEqual(["BAD_USER_INPUT"]);
    const { data } = await registry.ask(leo, "{ organizations { id territory { kind code departmentCode } } }");
    expect(data.organizations.find(({ id }: { id: string }) => id === organizations.association).territory).toEqual([
      { kind: "COMMUNE", code: "25462", departmentCode: "25" },
      { kind: "INTERCOMMUNALITY", code: "242500361", departmentCode: "25" },
    ]);
  });
});

describe("a professional who accompanies a person", () => {
  const agreed = { person: people.amina, agreedOn: "2026-11-20" };

  test("invites a named organisation of her territory, with the day the person agreed, and alone sees its code", async () => {
    const input = { ...agreed, organization: organizations.association, basis: "MANDATE" };
    const { accompanimentInvitation: made, codes } = await invite(sophie, input);
    expect({ made, codes }).toMatchObject({ codes: [], made: { agreedOn: "2026-11-20", departmentCodes: [] } });
    expect(await lookUp(karim, made.code)).toBeNull();
    expect(await lookUp(claire, made.code)).toEqual({ id: made.id, basis: "MANDATE", code: null });
    expect((await join(claire, made.id)).accompaniment.basis).toBe("MANDATE");
  });

  test.each([
    ["across territories", sophie, { ...agreed, organization: organizations.insertionCreuse }, "FORBIDDEN"],
    ["without a name", sophie, agreed, "BAD_USER_INPUT"],
    [
      "before the person agreed",
      sophie,
      { ...agreed, organization: organizations.association, agreedOn: "2126-01-01" },
      "BAD_USER_INPUT",
    ],
    [
      "who never said when",
      sophie,
      { person: people.amina, organization: organizations.association },
      "BAD_USER_INPUT",
    ],
    ["for nobody", sophie, { organization: organizations.association, agreedOn: "2026-11-20" }, "FORBIDDEN"],
    ["for one she does not accompany", paul, { ...agreed, organization: organizations.association }, "NOT_FOUND"],
    [
      "for one who is not",
      paul,
      { ...agreed, person: randomUUID(), organization: organizations.association },
      "NOT_FOUND",
    ],
    ["in another role", nadia, { ...agreed, organization: organizations.association }, "FORBIDDEN"],
    ["for another person", bruno, { person: people.amina }, "FORBIDDEN"],
  ] as const)("does not invite %s", async (_how, viewer, input, code) => {
    expect((await invite(viewer, input)).codes).toEqual([code]);
    expect(await registry.sql("select id from accompaniment_invitation")).toEqual([]);
  });
});

describe("who looks for an invitation", () => {
  test("is told the same of what is not there, another's, and too many looks, each after as many statements; each is in the ledger", async () => {
    const { accompanimentInvitation: made } = await invite(amina, { organization: organizations.insertionCreuse });
    const before = (await looks()).length;
    const { statements } = registry.hub;
    const counts = new Set<number>();
    for (const code of ["", "0000-0000-0000", made.code, "é".repeat(500)]) {
      statements.consent!.length = 0;
      expect(await lookUp(claire, code)).toBeNull();
      counts.add(statements.consent!.length);
    }
    for (let more = 4; more <= LOOKUPS_AN_HOUR; more += 1) await lookUp(claire, "1");
    const { accompanimentInvitation: hers } = await invite(amina);
    statements.consent!.length = 0;
    expect(await lookUp(claire, hers.code)).toBeNull();
    counts.add(statements.consent!.length);
    expect(counts.size).toBe(1);
    expect((await lookUp(sophie, hers.code)).id).toBe(hers.id);
    const rows = (await looks()).slice(before);
    const look = { actor_subject: claire.subject, organization_id: organizations.association, is_found: false };
    expect(rows).toHaveLength(LOOKUPS_AN_HOUR + 3);
    expect(rows[0]).toEqual({ ...look, is_within_budget: true });
    expect(rows.at(-2)).toEqual({ ...look, is_within_budget: false });
    expect(rows.at(-1)).toMatchObject({ actor_subject: sophie.subject, is_found: true });
    await expect(registry.sql("update invitation_lookup set is_found = true")).rejects.toThrow(/append-only|denied/);
  });

  test("finds nothing that could not be recorded", async () => {
    const { accompanimentInvitation: made } = await invite(amina);
    await registry.sql("alter table invitation_lookup add constraint closed check (false) not valid");
    try {
      expect(await lookUp(claire, made.code)).toBeNull();
    } finally {
      await registry.sql("alter table invitation_lookup drop constraint closed");
    }
  });

  test("must accompany people: nobody else finds anything, and joins nothing", async () => {
    const { accompanimentInvitation: made } = await invite(amina);
    const before = await looks();
    for (const viewer of [leo, nadia, amina, bruno]) {
      expect(await lookUp(viewer, made.code)).toBeNull();
      expect((await join(viewer, made.id)).codes).toEqual(["FORBIDDEN"]);
    }
    expect(await looks()).toEqual(before);
  });
});

describe("an accompaniment ends", () => {
  test("when its organisation says so and why, and it knows her no more; nobody else may", async () => {
    const id = await own(organizations.insertionDoubs);
    for (const viewer of [paul, sophie, bruno, claire])
      expect((await end(viewer, id, { reason: "MOVED_AWAY" })).codes).toEqual(["NOT_FOUND"]);
    expect((await end(leo, id, { reason: "MOVED_AWAY" })).codes).toEqual(["FORBIDDEN"]);
    expect((await end(karim, id)).codes).toEqual(["BAD_USER_INPUT"]);
    const before = await registry.epoch();
    const ended = await end(karim, id, { reason: "MOVED_AWAY" });
    expect(ended).toMatchObject({ codes: [], accompaniment: { endReason: "MOVED_AWAY", viewerCanEnd: false } });
    expect(await registry.epoch()).toBe(before + 1);
    expect(await end(karim, id, { reason: "LOST_CONTACT" })).toEqual(ended);
    expect(await knows(karim)).toBe(false);
    const { data } = await registry.ask(amina, "{ me { accompaniments { id endReason } } }");
    expect(data.me.accompaniments).toContainEqual({ id, endReason: "MOVED_AWAY" });
  });

  test("never silently where it is her référent: the mandate is handed over or ended first", async () => {
    const id = await own(organizations.medicoSocialCentre);
    expect((await end(sophie, id, { reason: "UNAVAILABLE" })).codes).toEqual(["CONFLICT_VERSION"]);
    const told = (type: string, mandate: string) => ({
      specversion: "1.0" as const,
      id: randomUUID(),
      source: "social-services",
      type,
      subject: mandate,
      time: new Date().toISOString(),
      data: { person: people.amina, organization: organizations.medicoSocialCentre },
    });
    const em = registry.em();
    const logger = registry.hub.logger;
    await receiveMandateEnded(told("mandate.ended", mandates.amina), em, logger);
    const next = randomUUID();
    await receiveMandateGiven(told("mandate.given", next), em, logger);
    expect((await end(sophie, id, { reason: "UNAVAILABLE" })).codes).toEqual(["CONFLICT_VERSION"]);
    await receiveMandateEnded(told("mandate.ended", next), em, logger);
    // Late and repeated.
    await receiveMandateGiven(told("mandate.given", next), em, logger);
    await expect(
      receiveMandateGiven({ ...told("mandate.given", next), source: "health-access" }, em, logger),
    ).rejects.toThrow();
    expect((await end(sophie, id, { reason: "UNAVAILABLE" })).codes).toEqual([]);
    await registry.sql("update held_mandate set ended_at = null where id = ?", [mandates.amina]);
  });

  test("whenever the person wants, without a reason, and the other sources are told", async () => {
    const id = await own(organizations.medicoSocialCentre);
    expect(await end(amina, id)).toMatchObject({ codes: [], accompaniment: { endReason: "PERSON_ASKED" } });
    expect((await end(bruno, id)).codes).toEqual(["NOT_FOUND"]);
    expect(await knows(sophie)).toBe(false);
    expect((await registry.ask(sophie, `{ person(id: "${people.amina}") { id } }`)).data.person).toBeNull();
  });
});

test("whether one may end it says true exactly when one is not refused for a right", async () => {
  await registry.sql("update held_mandate set ended_at = now()");
  try {
    for (const viewer of [amina, bruno, claire, sophie, karim, paul, leo, nadia]) {
      const id = await own(organizations.insertionDoubs);
      const query = viewer.dataSubject ? "{ me" : `{ person(id: "${people.amina}")`;
      const { data } = await registry.ask(viewer, `${query} { accompaniments { id viewerCanEnd } } }`);
      const [shown] = Object.values(data) as ({ accompaniments: { id: string; viewerCanEnd: boolean }[] } | null)[];
      const says = shown?.accompaniments.find((one) => one.id === id)?.viewerCanEnd ?? false;
      const { codes } = await end(viewer, id, { reason: "MOVED_AWAY" });
      expect({ who: viewer.subject, says }).toEqual({ who: viewer.subject, says: codes.length === 0 });
      await registry.sql("update accompaniment set ended_on = null, end_reason = null");
    }
  } finally {
    await registry.sql("update held_mandate set ended_at = null");
  }
});
