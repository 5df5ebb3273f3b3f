import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Viewer } from "../../../kit/viewer.ts";
import { people } from "../../../scripts/development/world.ts";
import { ProxyKind } from "../../../subgraphs/consent/policies/proxy-kind.ts";
import { judgeSignatures } from "../../../subgraphs/consent/policies/signatures.ts";
import { fence } from "../../../subgraphs/consent/repositories/fence.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { CONTENT, type MadeConsent, type OpenRegistry, openRegistry, readingOf } from "./support/open-registry.ts";

let registry: OpenRegistry;
let notice: string;
beforeAll(async () => {
  registry = await openRegistry(false);
  notice = (await registry.sql("select content_hash from notice where language = 'fr'"))[0].content_hash;
});
afterAll(() => registry?.hub.close());
/** Each test begins with nobody standing for anybody. */
beforeEach(() => registry.sql("update proxy_authority set ended_at = now() where ended_at is null"));

/** Somebody with an account and nothing else in the hub. */
const account = (name: string): Viewer => ({
  subject: `development|${name}`,
  organization: null,
  roles: [],
  dataSubject: null,
  application: "tests",
});
const guardian = account("tuteur");
const curator = account("curateur");
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

const SHOWN = "proxyAuthority { id kind scope holderName personName }";
const authority = (holder: Viewer, change: object = {}) => ({
  requestKey: randomUUID(),
  person: people.amina,
  holderAccount: holder.subject,
  holderName: "Mandataire fictif",
  kind: "GUARDIAN_REPRESENTING",
  scope: ["EMPLOYMENT_EXTRACT", "CARE_NAVIGATION"],
  validTo: inDays(300),
  evidenceHash: "d".repeat(64),
  ...change,
});
const record = (viewer: Viewer, input: object) => registry.act(viewer, "recordProxyAuthority", input, SHOWN);
async function standFor(holder: Viewer, change: object = {}): Promise<string> {
  const { proxyAuthority, codes } = await record(sophie, authority(holder, change));
  expect(codes).toEqual([]);
  return proxyAuthority.id;
}
const give = (viewer: Viewer, { id, grant }: MadeConsent) =>
  registry.act(viewer, "giveConsent", {
    consent: id,
    noticeHash: notice,
    approvals: [{ grant, contentHash: CONTENT }],
  });
const act = (viewer: Viewer, mutation: string, { id }: MadeConsent, more: object = {}) =>
  registry.act(viewer, mutation, { consent: id, ...more });
const seen = async (viewer: Viewer, { id }: MadeConsent) =>
  (await registry.ask(viewer, `{ consent(id: "${id}") { state suspensionCause } }`)).data.consent;
const isReadable = async (made: MadeConsent) => (await registry.permits(karim, readingOf(made)))[0];
const end = (viewer: Viewer, id: string) =>
  registry.act(viewer, "endProxyAuthority", { authority: id }, "proxyAuthority { endedAt }");

describe("an authority", () => {
  test("is recorded once, by those who accompany her, and seen by her, its holder and who verified it", async () => {
    const input = authority(guardian);
    const once = await record(sophie, input);
    expect(once).toEqual({
      proxyAuthority: {
        id: input.requestKey,
        kind: input.kind,
        scope: input.scope,
        holderName: input.holderName,
        personName: "Amina Personne-Fictive",
      },
      codes: [],
    });
    expect(await record(sophie, input)).toEqual(once);
    const held = "{ heldAuthorities { id personName } }";
    expect((await registry.ask(guardian, held)).data.heldAuthorities).toEqual([
      { id: input.requestKey, personName: "Amina Personne-Fictive" },
    ]);
    const hers = `{ person(id: "${people.amina}") { proxyAuthorities { holderName } } }`;
    const of = async (viewer: Viewer) => (await registry.ask(viewer, hers)).data.person?.proxyAuthorities ?? null;
    for (const viewer of [amina, sophie])
      expect(await of(viewer)).toEqual(expect.arrayContaining([{ holderName: "Mandataire fictif" }]));
    for (const viewer of [karim, claire]) expect(await of(viewer)).toEqual([]);
    for (const viewer of [curator, amina, karim, sophie])
      expect((await registry.ask(viewer, held)).data.heldAuthorities).toEqual([]);
  });

  test.each<[string, Viewer, object, string]>([
    ["by a référent", karim, {}, "FORBIDDEN"],
    ["by her who would hold it", guardian, {}, "FORBIDDEN"],
    ["by the person", amina, {}, "FORBIDDEN"],
    ["over nobody her organisation knows", sophie, { person: randomUUID() }, "NOT_FOUND"],
    ["for the person herself", sophie, { holderAccount: "development|amina" }, "BAD_USER_INPUT"],
    ["for a professional of the hub", sophie, { holderAccount: "development|karim" }, "BAD_USER_INPUT"],
    ["that is over", sophie, { validTo: inDays(-1) }, "BAD_USER_INPUT"],
    ["that ends before it begins", sophie, { validFrom: inDays(9), validTo: inDays(8) }, "BAD_USER_INPUT"],
    ["of a parent over somebody who has come of age", sophie, { kind: "PARENT" }, "BAD_USER_INPUT"],
    ["without scope", sophie, { scope: [] }, "BAD_USER_INPUT"],
    ["without the hash of its act", sophie, { evidenceHash: "none" }, "BAD_USER_INPUT"],
  ])("is not recorded %s", async (_, viewer, change, code) => {
    expect((await record(viewer, authority(guardian, change))).codes).toEqual([code]);
  });

  test("of a parent ends when the child comes of age at the latest", async () => {
    const year = new Date().getUTCFullYear();
    await registry.sql("update person set birth_year = ? where id = ?", [year - 17, people.amina]);
    const parent = (validTo: string) => record(sophie, authority(guardian, { kind: "PARENT", validTo }));
    expect((await parent(`${year + 2}-01-01T00:00:01Z`)).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await parent(`${year + 2}-01-01T00:00:00Z`)).codes).toEqual([]);
    await registry.sql("update person set birth_year = 1988 where id = ?", [people.amina]);
  });

  test("is ended by its holder or who verified it, once, and by nobody else", async () => {
    const id = await standFor(guardian);
    for (const viewer of [curator, amina]) expect((await end(viewer, id)).codes).toEqual(["NOT_FOUND"]);
    expect((await end(claire, id)).codes).toEqual(["NOT_FOUND"]);
    for (const viewer of [karim, leo, nadia]) expect((await end(viewer, id)).codes).toEqual(["FORBIDDEN"]);
    const before = await registry.epoch();
    const ended = await end(sophie, id);
    expect(ended.proxyAuthority.endedAt).toEqual(expect.any(String));
    expect(await registry.epoch()).toBe(before + 1);
    expect(await end(sophie, id)).toEqual(ended);
    expect((await end(guardian, await standFor(guardian))).codes).toEqual([]);
  });
});

describe("who stands for a person", () => {
  test("sees her consents within the scope and nothing else of her", async () => {
    const made = await registry.make("OFFERED");
    const held = `{ heldAuthorities { consents { id state grants { category } person { givenName } } } me { id } person(id: "${people.amina}") { givenName consents { id } } accompaniedPersons(first: 5) { totalCount } }`;
    const before = await registry.ask(guardian, held);
    expect(before.data).toMatchObject({ heldAuthorities: [], me: null, person: null });
    await standFor(guardian);
    const { data } = await registry.ask(guardian, held);
    expect(data).toMatchObject({ me: null, person: null, accompaniedPersons: { totalCount: 0 } });
    const [{ consents }] = data.heldAuthorities;
    expect(consents).toContainEqual({
      id: made.id,
      state: "OFFERED",
      grants: [{ category: "EMPLOYMENT_EXTRACT" }],
      person: null,
    });
    for (const category of ["IDENTITY_CONTACT", "CARE_NAVIGATION", "EMPLOYMENT_EXTRACT"])
      expect(
        await registry.permits(guardian, { ...readingOf(made), category, purpose: "CARE_ACCESS_COORDINATION" }),
      ).toEqual([false]);
  });

  test("is seen looking: the person reads it in her log", async () => {
    await standFor(guardian);
    const made = await registry.make("OFFERED");
    await seen(guardian, made);
    const log = "{ me { disclosures(first: 1) { edges { node { isPermitted category organization { id } } } } } }";
    expect((await registry.ask(amina, log)).data.me.disclosures.edges).toEqual([
      { node: { isPermitted: true, category: "CARE_NAVIGATION", organization: null } },
    ]);
  });

  test("gives, refuses, withdraws and confirms in her place, and she takes back whatever was given", async () => {
    await standFor(guardian);
    const [given, refused, withdrawn] = [
      await registry.make("OFFERED"),
      await registry.make("OFFERED"),
      await registry.make("OFFERED"),
    ];
    expect((await give(guardian, given)).consent.state).toBe("ACTIVE");
    expect((await give(guardian, given)).codes).toEqual([]);
    expect(await isReadable(given)).toBe(true);
    const [event] = await registry.sql(
      "select actor_subject, details from consent_event where consent_id = ? and act = 'give'",
      [given.id],
    );
    expect(event).toEqual({ actor_subject: guardian.subject, details: { authority: expect.any(String) } });
    expect((await act(guardian, "refuseConsent", refused)).consent.state).toBe("REFUSED");
    expect((await give(guardian, withdrawn)).consent.state).toBe("ACTIVE");
    expect((await act(guardian, "withdrawConsent", withdrawn)).consent.state).toBe("WITHDRAWN");
    expect((await act(amina, "suspendConsent", given)).consent.state).toBe("SUSPENDED");
    expect((await act(guardian, "reconfirmConsent", given, { noticeHash: notice })).consent.state).toBe("ACTIVE");
    expect((await act(amina, "withdrawConsent", given)).consent.state).toBe("WITHDRAWN");
    expect(await isReadable(given)).toBe(false);
  });

  test.each<[string, object, string]>([
    ["outside the scope", { scope: ["CARE_NAVIGATION"] }, "NOT_FOUND"],
    ["before it begins", { validFrom: inDays(1) }, "NOT_FOUND"],
  ])("does nothing %s", async (_, change, code) => {
    await standFor(guardian, change);
    const made = await registry.make("OFFERED");
    expect(await seen(guardian, made)).toBeNull();
    expect((await give(guardian, made)).codes).toEqual([code]);
    for (const mutation of ["refuseConsent", "withdrawConsent"])
      expect((await act(guardian, mutation, made)).codes).toEqual([code]);
    expect((await seen(amina, made)).state).toBe("OFFERED");
  });

  test("gives no more than the scope, also in a consent that reaches further", async () => {
    await standFor(guardian);
    const { consent } = await registry.act(
      sophie,
      "draftConsent",
      {
        requestKey: randomUUID(),
        person: people.amina,
        grants: ["IDENTITY_CONTACT", "CARE_NAVIGATION"].map((category) => ({
          recipient: claire.organization,
          purpose: "CARE_ACCESS_COORDINATION",
          category,
          operations: ["READ"],
        })),
      },
      "consent { id grants { id category } }",
    );
    await act(sophie, "offerConsent", consent);
    const choose = (...categories: string[]) =>
      registry.act(guardian, "giveConsent", {
        consent: consent.id,
        noticeHash: notice,
        approvals: consent.grants
          .filter(({ category }: { category: string }) => categories.includes(category))
          .map(({ id }: { id: string }) => ({ grant: id })),
      });
    expect((await choose("IDENTITY_CONTACT", "CARE_NAVIGATION")).codes).toEqual(["FORBIDDEN"]);
    expect((await choose("CARE_NAVIGATION")).consent.state).toBe("ACTIVE");
  });

  test("does nothing once it has ended, and what was given waits for the person's own word", async () => {
    const id = await standFor(guardian);
    const [made, offered] = [await registry.make("OFFERED"), await registry.make("OFFERED")];
    await give(guardian, made);
    await end(sophie, id);
    expect(await isReadable(made)).toBe(false);
    expect(await seen(guardian, made)).toBeNull();
    for (const mutation of ["withdrawConsent", "refuseConsent"])
      expect((await act(guardian, mutation, offered)).codes).toEqual(["NOT_FOUND"]);
    expect((await give(guardian, offered)).codes).toEqual(["NOT_FOUND"]);
    expect(await seen(amina, made)).toEqual({ state: "SUSPENDED", suspensionCause: "PROXY_LAPSED" });
    expect((await act(amina, "reconfirmConsent", made, { noticeHash: notice })).consent.state).toBe("ACTIVE");
    expect(await seen(amina, made)).toEqual({ state: "ACTIVE", suspensionCause: null });
    expect(await isReadable(made)).toBe(true);
  });

  test("may be a person accompanied herself, who sees her own and the other's apart", async () => {
    const bruno: Viewer = { ...amina, subject: "development|bruno", dataSubject: people.bruno };
    const made = await registry.make("OFFERED");
    expect(await seen(bruno, made)).toBeNull();
    await standFor(bruno, { kind: "HABILITATED_RELATIVE" });
    expect((await give(bruno, made)).consent.state).toBe("ACTIVE");
    const { data } = await registry.ask(bruno, "{ me { consents { id } } }");
    expect(data.me.consents).not.toContainEqual({ id: made.id });
    expect(data.me.consents).toHaveLength(1);
  });

  test("is nobody at work: an account that acts for an organisation stands for nobody", async () => {
    await standFor(guardian);
    const made = await registry.make("OFFERED");
    const atWork: Viewer = { ...paul, subject: guardian.subject };
    expect(await seen(atWork, made)).toBeNull();
    expect((await act(atWork, "withdrawConsent", made)).codes).toEqual(["NOT_FOUND"]);
  });

  test("reads her account, to tell it to who records the authority", async () => {
    expect((await registry.ask(guardian, "{ viewer { account roles } }")).data.viewer).toEqual({
      account: guardian.subject,
      roles: [],
    });
  });
});

describe("with a curator", () => {
  const assist = () => standFor(curator, { kind: "CURATOR_ASSISTING" });

  test.each([
    ["the person first", () => [amina, curator]],
    ["the curator first", () => [curator, amina]],
  ])("it takes both, %s; one signature permits nothing, however often it is given", async (_, order) => {
    await assist();
    const made = await registry.make("OFFERED");
    const [first, second] = order() as [Viewer, Viewer];
    for (let times = 0; times < 2; times++) {
      expect((await give(first, made)).consent.state).toBe("OFFERED");
      expect(await isReadable(made)).toBe(false);
    }
    expect((await give(second, made)).consent.state).toBe("ACTIVE");
    expect(await isReadable(made)).toBe(true);
    expect(
      await registry.sql("select count(*)::int as signatures from consent_evidence where consent_id = ?", [made.id]),
    ).toEqual([{ signatures: 2 }]);
  });

  test("a paper of the person's is one signature, and a new notice asks for both again", async () => {
    await assist();
    const made = await registry.make("OFFERED");
    const evidence = { kind: "PAPER_SIGNED", artefactHash: "e".repeat(64) };
    const approvals = [{ grant: made.grant, contentHash: CONTENT }];
    const attested = await registry.act(claire, "attestConsent", {
      consent: made.id,
      noticeHash: notice,
      approvals,
      evidence,
    });
    expect(attested.consent.state).toBe("OFFERED");
    await act(claire, "offerConsent", made, { language: "fr-falc" });
    const [{ content_hash: noticeHash }] = await registry.sql(
      "select content_hash from notice where language = 'fr-falc'",
    );
    const sign = (viewer: Viewer) => registry.act(viewer, "giveConsent", { consent: made.id, noticeHash, approvals });
    expect((await sign(curator)).consent.state).toBe("OFFERED");
    expect((await sign(amina)).consent.state).toBe("ACTIVE");
  });

  test("either may take back alone, and neither confirms alone", async () => {
    await assist();
    const made = await registry.make("OFFERED");
    for (const viewer of [amina, curator]) await give(viewer, made);
    await act(amina, "suspendConsent", made);
    for (const viewer of [amina, curator])
      expect((await act(viewer, "reconfirmConsent", made, { noticeHash: notice })).codes).toEqual(["FORBIDDEN"]);
    expect((await seen(amina, made)).state).toBe("SUSPENDED");
    expect((await act(curator, "withdrawConsent", made)).consent.state).toBe("WITHDRAWN");
  });

  test("it rests upon the curator's authority, and waits when that ends", async () => {
    const id = await assist();
    const made = await registry.make("OFFERED");
    for (const viewer of [curator, amina]) await give(viewer, made);
    await end(curator, id);
    expect(await isReadable(made)).toBe(false);
    expect((await act(amina, "reconfirmConsent", made, { noticeHash: notice })).consent.state).toBe("ACTIVE");
  });
});

test("signatures: a representative's alone, the person's alone unless a curator assists her in what is chosen", () => {
  const one = fc.record({
    id: fc.constantFrom("a", "b", "c"),
    kind: fc.constantFrom(...Object.values(ProxyKind)),
    scope: fc.subarray(["X", "Y", "Z"], { minLength: 1 }),
  });
  const situations = fc.record({
    inForce: fc.uniqueArray(one, { selector: ({ id }) => id }),
    signer: fc.nat(3),
    earlier: fc.subarray([null, "a", "b", "c"]),
    categories: fc.subarray(["X", "Y", "Z"], { minLength: 1 }),
  });
  fc.assert(
    fc.property(situations, ({ inForce, signer: place, earlier, categories }) => {
      const signer = inForce[place] ?? null;
      const outcome = judgeSignatures({ signer, earlier, inForce, categories });
      const isCurator = (kind: ProxyKind) => kind === ProxyKind.CURATOR_ASSISTING;
      const needed = inForce.filter(
        ({ kind, scope }) => isCurator(kind) && scope.some((word) => categories.includes(word)),
      );
      const hasSigned = (id: string | null) => earlier.includes(id) || (signer?.id ?? null) === id;
      const isRepresented = signer !== null && !isCurator(signer.kind);
      const isWhole = hasSigned(null) && (needed.length === 0 || needed.some(({ id }) => hasSigned(id)));
      expect(outcome.isDecided).toBe(isRepresented || isWhole);
    }),
    { numRuns: 500 },
  );
});

test("I11 a permit never outlives the authority it was given under, and the fence knows", async () => {
  const made = await registry.make("OFFERED");
  const id = await standFor(guardian);
  await give(guardian, made);
  const offset = fc.integer({ min: -40, max: 40 }).filter((hours) => hours !== 0);
  const shift = (hours: number | null) => (hours === null ? null : new Date(Date.now() + hours * 3_600_000));
  await fc.assert(
    fc.asyncProperty(offset, fc.option(offset), async (endsIn, endedIn) => {
      const set = "update proxy_authority set valid_from = ?, valid_to = ?, ended_at = ? where id = ?";
      await registry.sql(set, [shift(-50), shift(endsIn), shift(endedIn), id]);
      const isOver = Math.min(endsIn, endedIn ?? endsIn) < 0;
      expect([endsIn, endedIn, await isReadable(made)]).toEqual([endsIn, endedIn, !isOver]);
      expect((await seen(amina, made)).state).toBe(isOver ? "SUSPENDED" : "ACTIVE");
    }),
    { numRuns: 30 },
  );
  // Decided while it held, asked about once its date has passed.
  await registry.sql("update proxy_authority set ended_at = null, valid_to = now() where id = ?", [id]);
  const ground = (decidedAt: number, epoch: number) => [{ subject: people.amina, epoch, decidedAt }];
  const current = async (decidedAt: number) =>
    (await fence(registry.em(), null, ground(decidedAt, await registry.epoch()))).isCurrent;
  expect(await current(Date.now() - 60_000)).toBe(false);
  expect(await current(Date.now() + 60_000)).toBe(true);
});
