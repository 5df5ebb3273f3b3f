import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { noticeLanguages, noticeTopics, readSections } from "../../../subgraphs/consent/policies/notice-text.ts";
import { NoticeRefused, publishNotice } from "../../../subgraphs/consent/services/publish-notice.ts";
import { runNode } from "../../support/run-node.ts";
import { amina, claire, karim, sophie } from "../../support/viewers.ts";
import { CONTENT, type MadeConsent, type OpenRegistry, openRegistry, readingOf } from "./support/open-registry.ts";

let registry: OpenRegistry;
beforeAll(async () => {
  registry = await openRegistry(false);
});
afterAll(() => registry?.hub.close());

const textOf = (language: string) =>
  readFileSync(new URL(`../../../subgraphs/consent/assets/notices/v1/${language}.txt`, import.meta.url), "utf8");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const first = { fr: textOf("fr"), "fr-falc": textOf("fr-falc") };
/** Another text that tells all there is to tell. */
const reworded = (word: string) => ({ fr: `${word}\n\n${first.fr}`, "fr-falc": `${word}\n\n${first["fr-falc"]}` });
const publish = (texts: typeof first, isMaterial: boolean) => publishNotice(registry.em(), { texts, isMaterial });

const NOTICE =
  "query ($language: String) { currentNotice(language: $language) { version language text contentHash isMaterial effectiveFrom sections { topic title lines } } }";
const shown = async (language: string) => (await registry.ask(amina, NOTICE, { language })).data.currentNotice;
const approvals = ({ grant }: MadeConsent) => [{ grant, contentHash: CONTENT }];
const stateOf = async (made: MadeConsent) =>
  (
    await registry.ask(
      amina,
      `{ consent(id: "${made.id}") { state suspensionCause evidence { kind assurance artefactHash isAssisted isInterpreted shownNoticeHash custodian { id } authority { id } } } }`,
    )
  ).data.consent;

describe("what a person is told", () => {
  test.each(noticeLanguages)(
    "in %s is one text, and the hash covers every line a client lays out",
    async (language) => {
      const notice = await shown(language);
      expect(notice).toMatchObject({
        version: 1,
        language,
        text: textOf(language),
        contentHash: sha256(textOf(language)),
      });
      expect(notice.sections.map(({ topic }: { topic: string }) => topic)).toEqual(Object.keys(noticeTopics));
      for (const { title, lines } of notice.sections)
        expect(notice.text).toContain([title, ...lines.map((line: string) => `- ${line}`)].join("\n"));
    },
  );

  test("in French that is easy to read keeps its sentences short", () => {
    const sentences = textOf("fr-falc")
      .split(/\n|[.?!] /)
      .map((sentence) => sentence.split(/\s+/).length);
    expect(Math.max(...sentences)).toBeLessThanOrEqual(16);
  });

  test("names the categories, the professionals, the means, the protection, the withdrawal and whom to ask", () => {
    const about = Object.fromEntries(readSections(first.fr).map(({ topic, lines }) => [topic, lines.join(" ")]));
    expect(about.INFORMATION).toMatch(/santé mentale.*addictions.*handicap/);
    expect(about.WITHDRAWAL).toMatch(/à tout moment.*sans donner de raison/);
    expect(about.RIGHTS).toContain("CNIL");
    expect(about.CONTROLLERS).toContain("L. 1110-4");
    expect(about.CONTACT).toMatch(/\S+@\S+/);
  });
});

describe("an offer", () => {
  test("may be made in French that is easy to read, and the decision says so", async () => {
    const made = await registry.make("DRAFT");
    await registry.act(claire, "offerConsent", { consent: made.id });
    const offered = await registry.act(
      claire,
      "offerConsent",
      { consent: made.id, language: "fr-falc" },
      "consent { state notice { language } }",
    );
    expect(offered.consent).toEqual({ state: "OFFERED", notice: { language: "fr-falc" } });
    const give = (noticeHash: string) =>
      registry.act(amina, "giveConsent", { consent: made.id, noticeHash, approvals: approvals(made) });
    expect((await give(sha256(first.fr))).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await give(sha256(first["fr-falc"]))).consent.state).toBe("ACTIVE");
    expect((await stateOf(made)).evidence).toEqual([
      expect.objectContaining({
        kind: "OIDC_AUTHENTICATED",
        shownNoticeHash: sha256(first["fr-falc"]),
        custodian: null,
      }),
    ]);
  });

  test("in a language nobody wrote is a mistake", async () => {
    const made = await registry.make("DRAFT");
    expect((await registry.act(claire, "offerConsent", { consent: made.id, language: "de" })).codes).toEqual([
      "BAD_USER_INPUT",
    ]);
  });
});

describe("a professional who received the decision", () => {
  const attest = (viewer: Viewer, made: MadeConsent, evidence: object, noticeHash = sha256(first.fr)) =>
    registry.act(viewer, "attestConsent", { consent: made.id, noticeHash, approvals: approvals(made), evidence });
  const paper = { kind: "PAPER_SIGNED", artefactHash: "c".repeat(64), assurance: "SUBSTANTIAL", isInterpreted: true };

  test("attests it with the hash of what was signed, once, and it permits", async () => {
    const made = await registry.make("OFFERED");
    expect((await attest(claire, made, paper)).consent.state).toBe("ACTIVE");
    expect((await attest(claire, made, paper)).codes).toEqual([]);
    expect((await stateOf(made)).evidence).toEqual([
      {
        ...paper,
        isAssisted: false,
        shownNoticeHash: sha256(first.fr),
        custodian: { id: claire.organization },
        authority: null,
      },
    ]);
    expect(await registry.permits(karim, readingOf(made))).toEqual([true]);
  });

  test.each([
    ["a paper without its hash", { kind: "PAPER_SIGNED" }],
    ["an electronic signature without its hash", { kind: "E_SIGNATURE" }],
    ["a session, which its owner alone can show", { kind: "OIDC_AUTHENTICATED" }],
  ])("does not attest %s", async (_, evidence) => {
    const made = await registry.make("OFFERED");
    expect(await attest(claire, made, evidence)).toEqual({ consent: null, codes: ["BAD_USER_INPUT"] });
    expect(await stateOf(made)).toMatchObject({ state: "OFFERED", evidence: [] });
  });

  test("is of the organisation that asked, and knows which notice was read", async () => {
    const made = await registry.make("OFFERED");
    expect((await attest(sophie, made, { kind: "ORAL_ATTESTED" })).codes).toEqual(["NOT_FOUND"]);
    for (const viewer of [karim, amina])
      expect((await attest(viewer, made, { kind: "ORAL_ATTESTED" })).codes).toEqual(["FORBIDDEN"]);
    expect((await attest(claire, made, { kind: "ORAL_ATTESTED" }, "b".repeat(64))).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await attest(claire, made, { kind: "ORAL_ATTESTED" })).consent.state).toBe("ACTIVE");
  });

  test("at a copy of the version before, which knows one word for it, is heard as well", async () => {
    const made = await registry.make("OFFERED");
    const given = "update consent set state = 'ACTIVE', given_at = now(), evidence = 'ORAL_ATTESTED' where id = ?";
    await registry.sql(given, [made.id]);
    await registry.sql("update consent set evidence = evidence where id = ?", [made.id]);
    expect((await stateOf(made)).evidence).toEqual([
      expect.objectContaining({ kind: "ORAL_ATTESTED", shownNoticeHash: sha256(first.fr) }),
    ]);
  });

  test("cannot take back or reword what was received", async () => {
    for (const sql of [
      "update consent_evidence set kind = 'ORAL_ATTESTED'",
      "delete from consent_evidence",
      "truncate consent_evidence",
    ])
      await expect(registry.sql(sql)).rejects.toThrow("append-only");
  });
});

// The last of the file: what is published stays.
describe("a new version", () => {
  test("must tell everything there is to tell, in each language", async () => {
    const short = { ...first, "fr-falc": "Vous décidez.\n\nQuelles informations ?\n- Votre nom.\n" };
    await expect(publish(short, true)).rejects.toThrow(NoticeRefused);
    expect((await shown("fr")).version).toBe(1);
  });

  test("published twice is there once, also by two at the same time", async () => {
    expect(await publish(first, true)).toMatchObject({ isNew: false, suspended: 0 });
    const both = await Promise.all([publish(reworded("Deuxième"), false), publish(reworded("Deuxième"), false)]);
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect((await shown("fr")).version).toBe(2);
  });

  test("that changes no matter leaves what was given and what was offered as it is", async () => {
    const [active, offered] = [await registry.make("ACTIVE"), await registry.make("OFFERED")];
    expect(await publish(reworded("Troisième"), false)).toMatchObject({ isNew: true, suspended: 0 });
    expect(await registry.permits(karim, readingOf(active))).toEqual([true]);
    const input = { consent: offered.id, noticeHash: sha256(first.fr), approvals: approvals(offered) };
    expect((await registry.act(amina, "giveConsent", input)).consent.state).toBe("ACTIVE");
  });

  test("that matters suspends what was given on an earlier one, until she confirms it on this one", async () => {
    const [active, offered] = [await registry.make("ACTIVE"), await registry.make("OFFERED")];
    const before = await registry.epoch();
    const { suspended } = await publish(reworded("Quatrième"), true);
    expect(suspended).toBeGreaterThan(0);
    expect(await registry.epoch()).toBeGreaterThan(before);
    expect(await registry.permits(karim, readingOf(active))).toEqual([false]);
    expect(await stateOf(active)).toMatchObject({ state: "SUSPENDED", suspensionCause: "NOTICE_CHANGED" });
    const [event] = await registry.sql("select act, actor_subject, details from consent_event where consent_id = ?", [
      active.id,
    ]);
    expect(event).toEqual({ act: "suspend", actor_subject: "operator", details: { cause: "NOTICE_CHANGED" } });

    const confirm = (text: string) =>
      registry.act(amina, "reconfirmConsent", { consent: active.id, noticeHash: sha256(text) });
    expect((await confirm(first.fr)).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await confirm(reworded("Quatrième").fr)).consent.state).toBe("ACTIVE");
    expect(await registry.permits(karim, readingOf(active))).toEqual([true]);

    const give = (text: string) =>
      registry.act(amina, "giveConsent", {
        consent: offered.id,
        noticeHash: sha256(text),
        approvals: approvals(offered),
      });
    expect((await give(first.fr)).codes).toEqual(["CONFLICT_VERSION"]);
    await registry.act(claire, "offerConsent", { consent: offered.id });
    expect((await give(reworded("Quatrième").fr)).consent.state).toBe("ACTIVE");
  });

  test("and a decision made at the same time never leave a consent in force on the one before", async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => registry.make("DRAFT")));
    for (const { id } of made) await registry.act(claire, "offerConsent", { consent: id });
    const noticeHash = sha256(reworded("Quatrième").fr);
    await Promise.all([
      ...made.map((one) =>
        registry.act(amina, "giveConsent", { consent: one.id, noticeHash, approvals: approvals(one) }),
      ),
      publish(reworded("Cinquième"), true),
    ]);
    const states = await Promise.all(made.map(async (one) => (await stateOf(one)).state));
    for (const state of states) expect(state).toMatch(/^(SUSPENDED|OFFERED)$/);
  });

  test("is published by one command from its folder, which says what came of it", async () => {
    const folder = fileURLToPath(new URL("../../../subgraphs/consent/assets/notices", import.meta.url));
    const url = String(registry.hub.running.consent!.orm.config.get("clientUrl"));
    const command = (...words: string[]) =>
      runNode(["--import", "./scripts/typescript.mjs", "scripts/notice.ts", ...words, "--database", url]);
    expect(await command(folder)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/fr(-falc)?\.txt/),
    });
    const { version } = await shown("fr");
    const published = await command(`${folder}/v1`);
    expect(published).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Version ${version + 1} is published.`),
    });
    expect(published.stdout).toContain(sha256(first["fr-falc"]));
    expect((await shown("fr")).text).toBe(first.fr);
  });
});
