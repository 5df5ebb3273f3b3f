import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { ConsentState } from "../../../subgraphs/consent/policies/consent-state.ts";
import { decisionReasons } from "../../../subgraphs/consent/policies/decision-reasons.ts";
import { tellDisclosure } from "../../../subgraphs/consent/policies/disclosure-sentence.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { dataCategories, purposes, roles } from "../../../subgraphs/protection.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";

const source = (path: string) => readFileSync(new URL(`../../../subgraphs/consent/${path}`, import.meta.url), "utf8");
const isKantara = new Ajv({ allErrors: true }).compile(
  JSON.parse(source("policies/kantara-consent-receipt-1.1.schema.json")),
);
const HASH = "a".repeat(64);
const bruno: Viewer = { ...amina, subject: "development|bruno", dataSubject: people.bruno };

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());

const ask = (viewer: Viewer | null, query: string, variables = {}) => hub.ask("consent", viewer, query, variables);
const sql = (text: string, values: unknown[] = []) => hub.running.consent!.orm.em.fork().execute(text, values);

describe("a receipt", () => {
  const states = Object.values(ConsentState);
  /** What no consent comes to by these acts alone, as the database holds it. */
  const stored: Partial<Record<ConsentState, string>> = {
    SUSPENDED: "state = 'SUSPENDED', suspension_cause = 'PERSON'",
    SUPERSEDED: "state = 'SUPERSEDED', ended_at = now()",
    INVALIDATED: "state = 'INVALIDATED', ended_at = now()",
    EXPIRED: "not_after = now()",
    LAPSED: "offered_at = now() - interval '31 days'",
    ENTERED_IN_ERROR: "state = 'ENTERED_IN_ERROR', ended_at = now()",
  };

  const change = async (viewer: Viewer, name: string, input: object) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const { data } = await ask(
      viewer,
      `mutation ($input: ${type}!) { ${name}(input: $input) { consent { id notice { contentHash } grants { id purpose } } userErrors { code } } }`,
      { input },
    );
    expect(data[name].userErrors).toEqual([]);
    return data[name].consent;
  };

  /** A consent of Amina's that came to this state through the acts that lead to it; of two permissions she chose one. */
  async function bring(state: `${ConsentState}`): Promise<string> {
    const grant = (resource: string) => ({
      recipient: organizations.insertionDoubs,
      purpose: "CONTRACT_INTEGRATION",
      category: "EMPLOYMENT_EXTRACT",
      operations: ["READ", "INTEGRATE"],
      resource,
      contentHash: HASH,
    });
    const grants = [grant(randomUUID()), grant(randomUUID())];
    const made = await change(claire, "draftConsent", { requestKey: randomUUID(), person: people.amina, grants });
    if (state === "DRAFT") return made.id;
    await change(claire, "offerConsent", { consent: made.id });
    const store = async () => {
      if (stored[state]) await sql(`update consent set ${stored[state]} where id = ?`, [made.id]);
      return made.id;
    };
    if (["OFFERED", "LAPSED", "ENTERED_IN_ERROR"].includes(state)) return store();
    if (state === "REFUSED") return (await change(amina, "refuseConsent", { consent: made.id })).id;
    await change(amina, "giveConsent", {
      consent: made.id,
      noticeHash: made.notice.contentHash,
      approvals: [{ grant: made.grants[0].id, contentHash: HASH }],
    });
    if (state === "WITHDRAWN") await change(amina, "withdrawConsent", { consent: made.id });
    return store();
  }

  const RECEIPT = "query ($id: ID!) { consent(id: $id) { state receipt } }";
  async function readReceipt(token: string) {
    const answer = await fetch(`${hub.running.consent!.url}/ledger/keys`);
    return jwtVerify(token, createLocalJWKSet((await answer.json()) as never), { typ: "consent-receipt+jwt" });
  }
  const checked = async (token: string) => {
    const { payload } = await readReceipt(token);
    isKantara(payload);
    expect(isKantara.errors ?? []).toEqual([]);
    // biome-ignore lint/suspicious/noExplicitAny: the schema has just said what it is
    return payload as any;
  };

  test.each(states)("of a consent that is %s is there when it was given, in the shape of Kantara", async (state) => {
    const id = await bring(state);
    const { consent: found } = (await ask(amina, RECEIPT, { id })).data;
    expect(found.state).toBe(state);
    if (["DRAFT", "OFFERED", "LAPSED", "ENTERED_IN_ERROR", "REFUSED"].includes(state))
      return expect(found.receipt).toBeNull();
    const receipt = await checked(found.receipt);
    expect(receipt).toMatchObject({
      consentReceiptID: id,
      piiPrincipalId: people.amina,
      collectionMethod: "OIDC_AUTHENTICATED",
      sensitive: true,
      spiCat: ["EMPLOYMENT_EXTRACT"],
      passerelle: {
        state,
        grantor: { kind: "SELF" },
        evidence: [{ kind: "OIDC_AUTHENTICATED", shownNoticeHash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      },
    });
    // She left one of the two out: nothing was consented to under it.
    expect(receipt.services).toHaveLength(1);
    expect(receipt.iso27560.pii_processing).toHaveLength(1);
    const last = receipt.iso27560.event.at(-1).event_state;
    expect(last).toBe(state === "ACTIVE" ? "given" : state.toLowerCase());
  });

  test("validates for every consent of the development world, and names nobody", async () => {
    for (const viewer of [amina, bruno]) {
      const { consents } = (await ask(viewer, "{ me { consents { state receipt } } }")).data.me;
      const given = consents.filter(({ receipt }: { receipt: string | null }) => receipt);
      expect(given.length).toBeGreaterThan(0);
      for (const { receipt, state } of given) {
        const body = await checked(receipt);
        expect(body.passerelle.state).toBe(state);
        expect(body.piiControllers[0].email).toMatch(/@passerelle\.example$/);
        expect(JSON.stringify(body)).not.toMatch(/Amina|Bruno|Personne-Fictive/);
      }
    }
  });

  test("is also for the organisation that asked, and for nobody else", async () => {
    const id = await bring("ACTIVE");
    expect((await ask(claire, RECEIPT, { id })).data.consent.receipt).toBeTruthy();
    for (const viewer of [bruno, karim, paul, sophie, leo, nadia, null])
      expect((await ask(viewer, RECEIPT, { id })).data).toEqual({ consent: null });
  });

  test("that was changed in one letter verifies no more, nor does a token of another kind", async () => {
    const { receipt } = (await ask(amina, RECEIPT, { id: await bring("ACTIVE") })).data.consent;
    const [head, body, signature] = receipt.split(".");
    const forged = JSON.parse(Buffer.from(body, "base64url").toString());
    forged.passerelle.state = "WITHDRAWN";
    const token = [head, Buffer.from(JSON.stringify(forged)).toString("base64url"), signature].join(".");
    await expect(readReceipt(token)).rejects.toThrow("signature verification failed");
    const answer = await fetch(`${hub.running.consent!.url}/ledger/keys`);
    const keys = createLocalJWKSet((await answer.json()) as never);
    await expect(jwtVerify(receipt, keys, { typ: "at+jwt" })).rejects.toThrow("typ");
  });

  test("shows no private key beside the public ones", async () => {
    const answer = await fetch(`${hub.running.consent!.url}/ledger/keys`);
    const { keys } = (await answer.json()) as { keys: object[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  });
});

describe("a disclosure in plain French", () => {
  const latest = async () =>
    (await ask(amina, "{ me { disclosures(first: 1) { edges { node { sentence } } } } }")).data.me.disclosures.edges[0]
      .node.sentence;
  const PERSON = `{ person(id: "${people.amina}") { givenName } }`;

  test("says who, what, why and that it was shown, without the name of the professional", async () => {
    await ask(karim, PERSON);
    expect(await latest()).toMatch(
      /^Le \d{1,2}(er)? \S+ \d{4} à \d{1,2}:\d{2}, un\(e\) référent\(e\) d'insertion \(Service insertion du Doubs \(fictif\)\) a vu votre identité et comment vous joindre, pour coordonner votre accès aux soins et aux droits\. Cet organisme vous accompagne\.$/,
    );
    expect(await latest()).not.toContain("karim");
  });

  test("says that it was refused, and why", async () => {
    await ask(paul, PERSON);
    expect(await latest()).toContain(
      "Service insertion de la Creuse (fictif)) a demandé à voir votre identité et comment vous joindre, pour coordonner votre accès aux soins et aux droits. Cela n'a pas été montré. Aucun accord de votre part ne le permettait.",
    );
  });

  test("has words for every category, purpose, role, operation and reason there is", () => {
    const base = { decidedAt: new Date("2026-03-03T09:05:00Z"), asker: "A", holder: "B", receivers: ["A", "C"] };
    const sentences = Object.keys(dataCategories).flatMap((category) =>
      Object.keys(purposes).flatMap((purpose) =>
        Object.keys(roles).flatMap((role) =>
          ["READ", "INTEGRATE", "NOTIFY"].flatMap((operation) =>
            decisionReasons.flatMap((reason) =>
              [true, false].map((isPermitted) =>
                tellDisclosure({ ...base, category, purpose, actorRoles: [role], operation, reason, isPermitted }),
              ),
            ),
          ),
        ),
      ),
    );
    const isWhole = (sentence: string) =>
      /^Le 3 mars 2026 à 10:05, .+ pour .+\.$/.test(sentence) && !/undefined|null/.test(sentence);
    expect(sentences.filter((sentence) => !isWhole(sentence))).toEqual([]);
    expect(sentences).toHaveLength(13 * 6 * 7 * 3 * decisionReasons.length * 2);
  });

  test("knows the very reasons the statement of decisions writes", () => {
    const words = source("repositories/decisions.ts").matchAll(/(?:then|else) '([A-Z_]+)'/g);
    expect([...new Set([...words].map(([, reason]) => reason))].sort()).toEqual([...decisionReasons].sort());
  });
});
