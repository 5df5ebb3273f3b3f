import { createHash, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { createEmploymentContracts } from "../../../subgraphs/employment-contracts/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { amina, bruno, claire, karim, leo, nadia, paul } from "../../support/viewers.ts";
import { accompaniment, act, UNKNOWN } from "./support.ts";

const NAME = "employment-contracts";
const TODAY = "2026-11-23";
const SHOWN = `id status signedOn endsOn weeklyHours version reviewedOn reviewDueOn closingReason durationInMonths daysToSign viewerMay
  type { name } awaitingVersion { number text textHash awaitedParties status }
  versions { number status textHash signatures { party medium signedOn textHash documentHash } }`;
let hub: Harness;
let registry: Awaited<ReturnType<typeof startRegistry>>;

const engagement = (changes: object = {}) => ({
  requestKey: randomUUID(),
  person: people.amina,
  kind: "CONTRAT_ENGAGEMENT",
  startsOn: "2026-12-01",
  orientationNotifiedOn: "2026-11-02",
  terms: { endsOn: "2027-05-31", weeklyHours: 15, commitments: ["Meet the counsellor each month"] },
  ...changes,
});
/** On a machine with much else to do the registry can be late; every question and act here may be sent again. */
async function ask(...question: Parameters<Harness["ask"]>) {
  let answer = await hub.ask(...question);
  for (let tries = 1; tries < 10 && JSON.stringify(answer).includes("CONSENT_UNVERIFIABLE"); tries += 1)
    answer = await hub.ask(...question);
  return answer;
}
const change = (viewer: Viewer | null, mutation: string, input: Record<string, unknown>) =>
  act({ ...hub, ask }, viewer, mutation, input, SHOWN);
const open = async (changes: object = {}, viewer = karim) =>
  (await change(viewer, "openEmploymentContract", engagement(changes))).employmentContract;
const read = async (contract: string, viewer: Viewer = karim) =>
  (await ask(NAME, viewer, `{ employmentContract(id: "${contract}") { ${SHOWN} } }`)).data.employmentContract;
const sign = (viewer: Viewer | null, contract: string, { number, textHash }: { number: number; textHash: string }) =>
  change(viewer, "signContractVersion", { contract, version: number, textHash });
const onPaper = (contract: string, version: { number: number; textHash: string }, changes: object = {}) => ({
  contract,
  version: version.number,
  textHash: version.textHash,
  signedOn: TODAY,
  medium: "ON_PAPER",
  documentHash: "d".repeat(64),
  ...changes,
});
/** A contract both signed on paper. */
async function signed(changes: object = {}, viewer = karim, signedOn = TODAY): Promise<string> {
  const { id } = await open(changes, viewer);
  const { userErrors } = await change(viewer, "signEmploymentContract", { contract: id, signedOn });
  expect(userErrors).toEqual([]);
  return id;
}
const amendment = (contract: string, version: number, weeklyHours = 20) => ({
  contract,
  version,
  reason: "PERIODIC_UPDATE",
  effectiveOn: "2027-01-11",
  terms: { endsOn: "2027-05-31", weeklyHours, commitments: ["Begin the course"] },
});
const amend = async (contract: string, version: number, weeklyHours?: number) =>
  (await change(karim, "amendEmploymentContract", amendment(contract, version, weeklyHours))).employmentContract;

beforeAll(async () => {
  hub = await startHarness([createEmploymentContracts(() => new Date(`${TODAY}T09:00:00Z`))]);
  registry = await startRegistry(hub);
});
afterAll(async () => {
  await hub.close();
  await registry.close();
});
beforeEach(() => {
  registry.permit(accompaniment(organizations.insertionDoubs));
  registry.permit(accompaniment(organizations.insertionCreuse));
});
afterEach(() => registry.revokeAll());

describe("a contract is signed by two", () => {
  test("its text says what was agreed, line by line, and its hash is of that very text", async () => {
    const { id, awaitingVersion } = await open({
      terms: { endsOn: "2027-05-31", weeklyHours: 7.5, isHoursAdjusted: true, commitments: ["One\n2. Two", "Three"] },
    });
    expect(awaitingVersion.text).toBe(
      [
        "Contrat d’engagement",
        `Référence : ${id}`,
        "Version 1 – Premiers engagements",
        "Du 01/12/2026 au 31/05/2027",
        "Applicable à partir du 01/12/2026",
        "Activité : 7,5 h par semaine, durée aménagée",
        "Engagements :",
        "1. One 2. Two",
        "2. Three",
        "",
      ].join("\n"),
    );
    expect(awaitingVersion.textHash).toBe(createHash("sha256").update(awaitingVersion.text).digest("hex"));
  });

  test("one signature changes nothing yet; the other, in whichever order, puts it in force", async () => {
    for (const [first, second] of [
      [amina, karim],
      [karim, amina],
    ] as const) {
      const { id, awaitingVersion } = await open();
      expect(awaitingVersion.awaitedParties).toEqual(["PERSON", "ORGANIZATION"]);
      const half = await sign(first, id, awaitingVersion);
      expect(half.userErrors).toEqual([]);
      expect(half.employmentContract).toMatchObject({ status: "AWAITING_SIGNATURE", signedOn: null });
      expect((await read(id)).awaitingVersion.awaitedParties).toEqual([first === amina ? "ORGANIZATION" : "PERSON"]);
      const whole = (await sign(second, id, awaitingVersion)).employmentContract;
      expect(whole).toMatchObject({ status: "SIGNED", signedOn: TODAY, awaitingVersion: null });
      expect(whole.versions[0]).toMatchObject({ status: "SIGNED" });
      for (const signature of whole.versions[0].signatures)
        expect(signature).toMatchObject({ medium: "IN_HUB", signedOn: TODAY, textHash: awaitingVersion.textHash });
    }
  });

  test("signing again changes nothing, at once or later", async () => {
    const { id, awaitingVersion } = await open();
    const answers = await Promise.all(Array.from({ length: 4 }, () => sign(amina, id, awaitingVersion)));
    for (const { userErrors } of answers) expect(userErrors).toEqual([]);
    expect((await read(id)).versions[0].signatures).toHaveLength(1);
    await sign(karim, id, awaitingVersion);
    expect((await sign(amina, id, awaitingVersion)).employmentContract).toMatchObject({ status: "SIGNED" });
  });

  test("both at the same instant put it in force once", async () => {
    const { id, awaitingVersion } = await open();
    await Promise.all([sign(amina, id, awaitingVersion), sign(karim, id, awaitingVersion)]);
    expect(await read(id)).toMatchObject({ status: "SIGNED", versions: [{ status: "SIGNED" }] });
  });

  test("another text than the one that awaits is not signed", async () => {
    const { id, awaitingVersion } = await open();
    const wrong = await sign(amina, id, { ...awaitingVersion, textHash: "0".repeat(64) });
    expect(wrong).toMatchObject({
      employmentContract: null,
      userErrors: [{ code: "CONFLICT_VERSION", field: ["textHash"] }],
    });
    const other = await sign(amina, id, { ...awaitingVersion, number: 2 });
    expect(other.userErrors).toMatchObject([{ code: "CONFLICT_VERSION", field: ["version"] }]);
    expect((await read(id)).versions[0].signatures).toEqual([]);
  });

  test("the référent records her handwritten signature, once, with what proves it", async () => {
    const { id, awaitingVersion } = await open();
    const recording = onPaper(id, awaitingVersion, { signedOn: "2026-11-20" });
    const first = await change(karim, "recordContractSignature", recording);
    expect(first.employmentContract.versions[0].signatures).toEqual([
      {
        party: "PERSON",
        medium: "ON_PAPER",
        signedOn: "2026-11-20",
        textHash: awaitingVersion.textHash,
        documentHash: "d".repeat(64),
      },
    ]);
    expect((await change(karim, "recordContractSignature", recording)).userErrors).toEqual([]);
    const other = await change(karim, "recordContractSignature", { ...recording, signedOn: "2026-11-21" });
    expect(other.userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["contract"] }]);
    const whole = await sign(karim, id, awaitingVersion);
    expect(whole.employmentContract).toMatchObject({ status: "SIGNED", signedOn: TODAY });
  });

  test("nobody says that she signed in the hub, nor on a day to come, nor before she was oriented", async () => {
    const { id, awaitingVersion } = await open();
    for (const [changes, field] of [
      [{ medium: "IN_HUB" }, "medium"],
      [{ signedOn: "2026-11-24" }, "signedOn"],
      [{ signedOn: "2026-11-01" }, "signedOn"],
    ] as const) {
      const answer = await change(karim, "recordContractSignature", onPaper(id, awaitingVersion, changes));
      expect(answer.userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: [field] }]);
    }
  });

  test("once the month to sign has passed, neither of them signs", async () => {
    const { id, awaitingVersion, daysToSign, viewerMay } = await open({ orientationNotifiedOn: "2026-10-01" });
    expect(daysToSign).toBe(-22);
    expect(viewerMay).not.toContain("SIGN");
    for (const viewer of [amina, karim])
      expect((await sign(viewer, id, awaitingVersion)).userErrors).toMatchObject([{ field: ["contract"] }]);
  });

  test("signatures are never edited, even by hand in the database", async () => {
    await signed();
    const edit = hub.running[NAME]!.orm.em.fork().execute("update contract_signature set signed_on = '2020-01-01'");
    await expect(edit).rejects.toThrow("never edited");
  });

  test("a stranger to it signs it exactly as one that does not exist; other roles sign nothing", async () => {
    const { id, awaitingVersion } = await open();
    for (const stranger of [bruno, paul]) {
      const known = await sign(stranger, id, awaitingVersion);
      expect(known).toMatchObject({ employmentContract: null, userErrors: [{ code: "NOT_FOUND" }] });
      expect(await sign(stranger, UNKNOWN, awaitingVersion)).toEqual(known);
    }
    for (const viewer of [claire, leo, nadia, null])
      expect((await sign(viewer, id, awaitingVersion)).userErrors).toMatchObject([{ code: "FORBIDDEN" }]);
    const recorded = await change(amina, "recordContractSignature", onPaper(id, awaitingVersion));
    expect(recorded.userErrors).toMatchObject([{ code: "FORBIDDEN" }]);
    expect((await read(id)).versions[0].signatures).toEqual([]);
  });
});

describe("a change of a signed contract", () => {
  test("leaves the terms signed before in force until both have signed it", async () => {
    const id = await signed();
    const proposed = await amend(id, 1);
    expect(proposed).toMatchObject({ status: "SIGNED", weeklyHours: 15, version: 2, awaitingVersion: { number: 2 } });
    await sign(amina, id, proposed.awaitingVersion);
    expect(await read(id)).toMatchObject({
      weeklyHours: 15,
      versions: [{ status: "SIGNED" }, { status: "AWAITING_SIGNATURES" }],
    });
    const whole = (await sign(karim, id, proposed.awaitingVersion)).employmentContract;
    expect(whole).toMatchObject({ weeklyHours: 20, awaitingVersion: null, reviewedOn: TODAY, signedOn: TODAY });
  });

  test("gives way to another one proposed before both signed it, and what was signed of it stays with it", async () => {
    const id = await signed();
    const first = await amend(id, 1);
    await sign(amina, id, first.awaitingVersion);
    const second = await amend(id, 2, 18);
    expect(second.awaitingVersion.awaitedParties).toEqual(["PERSON", "ORGANIZATION"]);
    const late = await sign(karim, id, first.awaitingVersion);
    expect(late.userErrors).toMatchObject([{ code: "CONFLICT_VERSION", field: ["version"] }]);
    expect((await read(id)).versions.map(({ status }: { status: string }) => status)).toEqual([
      "SIGNED",
      "GIVEN_UP",
      "AWAITING_SIGNATURES",
    ]);
  });

  test("is not signed by a retry of the contract's own signature", async () => {
    const id = await signed();
    await amend(id, 1);
    const { userErrors } = await change(karim, "signEmploymentContract", { contract: id, signedOn: TODAY });
    expect(userErrors).toEqual([]);
    expect(await read(id)).toMatchObject({ weeklyHours: 15, awaitingVersion: { number: 2 } });
  });

  test("is taken back before both have signed it, once, and not after", async () => {
    const id = await signed();
    const giveUp = (version: number, viewer = karim) =>
      change(viewer, "giveUpContractVersion", { contract: id, version });
    expect((await giveUp(1)).userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["version"] }]);
    const { awaitingVersion, viewerMay } = await amend(id, 1);
    expect(viewerMay).toContain("GIVE_UP_VERSION");
    await sign(amina, id, awaitingVersion);
    expect((await giveUp(2, paul)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect((await giveUp(1)).userErrors).toMatchObject([{ code: "CONFLICT_VERSION", field: ["version"] }]);
    for (const _again of [1, 2])
      expect((await giveUp(2)).employmentContract).toMatchObject({
        weeklyHours: 15,
        awaitingVersion: null,
        versions: [{ status: "SIGNED" }, { status: "GIVEN_UP" }],
      });
    expect((await sign(karim, id, awaitingVersion)).userErrors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
    const { id: unsigned } = await open();
    const never = await change(karim, "giveUpContractVersion", { contract: unsigned, version: 1 });
    expect(never.userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["contract"] }]);
  });

  test("is signed after the contract", async () => {
    const id = await signed();
    const { awaitingVersion } = await amend(id, 1);
    const early = onPaper(id, awaitingVersion, { signedOn: "2026-11-22" });
    expect((await change(karim, "recordContractSignature", early)).userErrors).toMatchObject([{ field: ["signedOn"] }]);
  });

  test("is given up when the contract ends", async () => {
    const id = await signed();
    await amend(id, 1);
    await change(karim, "endEmploymentContract", { contract: id, endedOn: TODAY, reason: "WORK_OR_TRAINING" });
    expect(await read(id)).toMatchObject({
      closingReason: "WORK_OR_TRAINING",
      awaitingVersion: null,
      versions: [{ status: "SIGNED" }, { status: "GIVEN_UP" }],
    });
  });
});

describe("giving up and reviewing", () => {
  test("a reason fits what is closed, and a retry with another one is refused", async () => {
    const { id } = await open();
    const end = (reason: string | null) =>
      change(karim, "endEmploymentContract", { contract: id, endedOn: TODAY, reason });
    expect((await end("GOALS_REACHED")).userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["reason"] }]);
    expect((await end("PERSON_DECLINED")).employmentContract).toMatchObject({
      status: "CANCELLED",
      closingReason: "PERSON_DECLINED",
    });
    expect((await end("PERSON_DECLINED")).userErrors).toEqual([]);
    expect((await end(null)).userErrors).toEqual([]);
    expect((await end("OTHER")).userErrors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
  });

  test("a review moves the next one; it is neither to come nor before the one before", async () => {
    const id = await signed({ startsOn: "2026-11-01", terms: { ...engagement().terms, endsOn: "2027-10-31" } });
    expect(await read(id)).toMatchObject({ reviewDueOn: "2027-02-23", durationInMonths: 12 });
    const review = (reviewedOn: string) => change(karim, "recordContractReview", { contract: id, reviewedOn });
    for (const day of ["2026-11-24", "2026-11-22"])
      expect((await review(day)).userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["reviewedOn"] }]);
    for (const _again of [1, 2])
      expect((await review(TODAY)).employmentContract).toMatchObject({ reviewedOn: TODAY, reviewDueOn: "2027-02-23" });
    const { id: unsigned } = await open();
    const early = await change(karim, "recordContractReview", { contract: unsigned, reviewedOn: TODAY });
    expect(early.userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["contract"] }]);
  });
});

describe("what a viewer may do", () => {
  test("is said for her own side alone, and what is said is not refused", async () => {
    const { id, viewerMay, awaitingVersion } = await open();
    expect(viewerMay).toEqual(["NOTIFY_ORIENTATION", "END", "LINK_PLAN", "SIGN", "RECORD_SIGNATURE"]);
    expect((await read(id, amina)).viewerMay).toEqual(["SIGN"]);
    await sign(amina, id, awaitingVersion);
    expect((await read(id, amina)).viewerMay).toEqual([]);
    expect((await read(id)).viewerMay).toEqual(["NOTIFY_ORIENTATION", "END", "LINK_PLAN", "SIGN"]);
    await sign(karim, id, awaitingVersion);
    expect((await read(id)).viewerMay).toEqual(["AMEND", "RENEW", "REVIEW", "END", "LINK_PLAN"]);
    await change(karim, "endEmploymentContract", { contract: id, endedOn: TODAY });
    expect((await read(id)).viewerMay).toEqual([]);
  });

  test("a contract of a former kind is replaced once, and not renewed beyond its last day", async () => {
    const id = await signed({
      kind: "CER",
      startsOn: "2024-12-31",
      orientationNotifiedOn: null,
      terms: { endsOn: "2026-12-30", commitments: [] },
    });
    expect((await read(id)).viewerMay).toEqual(["AMEND", "RENEW", "REVIEW", "REPLACE", "END", "LINK_PLAN"]);
    await change(karim, "renewEmploymentContract", {
      contract: id,
      version: 1,
      terms: { endsOn: "2027-01-01", commitments: [] },
    });
    await change(karim, "signEmploymentContract", { contract: id, version: 2, signedOn: TODAY });
    await open({ replaces: id });
    expect((await read(id)).viewerMay).toEqual(["AMEND", "REVIEW", "END", "LINK_PLAN"]);
  });
});

describe("what is to be done", () => {
  const named: Record<string, string> = {};
  const list = async (worklist: string, viewer: Viewer | null = karim, first = 20) => {
    const ids: string[] = [];
    const totals = new Set<number>();
    let after: string | null = null;
    for (let page = 0; page < 20; page += 1) {
      const { data } = await ask(
        NAME,
        viewer,
        `query ($worklist: ContractWorklist!, $first: Int!, $after: String) {
          employmentContractWorklist(worklist: $worklist, first: $first, after: $after) {
            totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
        { worklist, first, after },
      );
      const { totalCount, edges, pageInfo } = data.employmentContractWorklist;
      totals.add(totalCount);
      ids.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect([...totals]).toEqual([ids.length]);
    return ids.map((id) => Object.keys(named).find((name) => named[name] === id));
  };
  const counts = async (viewer: Viewer | null = karim) => {
    const { data } = await ask(NAME, viewer, "{ employmentContractWorklists { worklist count } }");
    return Object.fromEntries(
      data.employmentContractWorklists.map(({ worklist, count }: { worklist: string; count: number }) => [
        worklist,
        count,
      ]),
    );
  };
  const terms = (endsOn: string) => ({ endsOn, weeklyHours: 15, commitments: ["Meet each month"] });

  beforeAll(async () => {
    // Only what these tests make stands in the lists.
    await hub.running[NAME]!.orm.em.fork().execute(
      "update employment_contract set organization_id = gen_random_uuid(), person_id = gen_random_uuid()",
    );
    registry.permit(accompaniment(organizations.insertionDoubs));
    named.lastDayToday = (await open({ orientationNotifiedOn: "2026-10-23" })).id;
    named.fiveDaysLeft = (await open({ orientationNotifiedOn: "2026-10-31" })).id;
    named.overdue = (await open({ orientationNotifiedOn: "2026-10-22" })).id;
    named.draft = (await open({ orientationNotifiedOn: null })).id;
    named.amended = await signed();
    await amend(named.amended, 1);
    named.ending = await signed({ startsOn: "2026-10-01", terms: terms("2027-01-23") });
    named.notYet = await signed({ startsOn: "2026-10-01", terms: terms("2027-01-24") });
    named.former = await signed({
      kind: "CER",
      startsOn: "2024-12-31",
      orientationNotifiedOn: null,
      terms: { endsOn: "2026-12-30", commitments: [] },
    });
    named.formerReplaced = await signed({
      kind: "PPAE",
      startsOn: "2024-12-31",
      orientationNotifiedOn: null,
      terms: { endsOn: "2026-12-30", commitments: [] },
    });
    named.replacement = (await open({ replaces: named.formerReplaced, orientationNotifiedOn: "2026-11-22" })).id;
    await hub.running[NAME]!.orm.em.fork().execute(
      "update employment_contract set signed_on = '2026-08-20', starts_on = '2026-08-01' where id = ?",
      [named.notYet],
    );
  });

  test("stands in its list, most urgent first, and in no other; a page ends where the next begins", async () => {
    for (const first of [1, 20]) {
      expect(await list("TO_SIGN", karim, first)).toEqual(["lastDayToday", "fiveDaysLeft", "replacement", "amended"]);
      expect(await list("SIGNATURE_OVERDUE", karim, first)).toEqual(["overdue"]);
      expect(await list("TO_RENEW", karim, first)).toEqual(["ending"]);
      expect(await list("TO_REPLACE", karim, first)).toEqual(["former"]);
      expect(await list("TO_REVIEW", karim, first)).toEqual(["notYet"]);
    }
  });

  test("is counted for all lists in one statement, and listed in one", async () => {
    hub.statements[NAME]!.length = 0;
    expect(await counts()).toEqual({ TO_SIGN: 4, SIGNATURE_OVERDUE: 1, TO_RENEW: 1, TO_REPLACE: 1, TO_REVIEW: 1 });
    expect(hub.statements[NAME]).toHaveLength(1);
    hub.statements[NAME]!.length = 0;
    await ask(NAME, karim, "{ employmentContractWorklist(worklist: TO_SIGN) { edges { node { id endsOn kind } } } }");
    expect(hub.statements[NAME]).toHaveLength(1);
  });

  test("agrees with the fields of each contract", async () => {
    const { data } = await ask(
      NAME,
      karim,
      "{ employmentContracts(first: 50) { edges { node { id status daysToSign reviewDueOn awaitingVersion { number } } } } }",
    );
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    const of = (isIn: (node: any) => boolean) =>
      // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
      new Set(data.employmentContracts.edges.flatMap(({ node }: any) => (isIn(node) ? [node.id] : [])));
    const ids = async (worklist: string) => new Set((await list(worklist)).map((name) => named[name!]));
    expect(of(({ daysToSign }) => daysToSign !== null && daysToSign < 0)).toEqual(await ids("SIGNATURE_OVERDUE"));
    expect(of(({ reviewDueOn }) => reviewDueOn !== null && reviewDueOn <= "2026-12-23")).toEqual(
      await ids("TO_REVIEW"),
    );
    expect(
      of(({ status, daysToSign, awaitingVersion }) => awaitingVersion && status !== "DRAFT" && !(daysToSign < 0)),
    ).toEqual(await ids("TO_SIGN"));
  });

  test("of others is nobody's: no line, no count; the person sees her own", async () => {
    for (const viewer of [paul, claire, leo, nadia, bruno, null]) {
      expect(await list("TO_SIGN", viewer)).toEqual([]);
      expect(new Set(Object.values(await counts(viewer)))).toEqual(new Set([0]));
    }
    expect(await list("TO_SIGN", amina)).toEqual(await list("TO_SIGN"));
  });

  test("is read on with a cursor of the list alone", async () => {
    for (const after of ["x", Buffer.from('["2026-11-31","x"]').toString("base64url")]) {
      const { errors } = await ask(
        NAME,
        karim,
        `{ employmentContractWorklist(worklist: TO_SIGN, after: "${after}") { totalCount } }`,
      );
      expect(errors).toEqual([expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } })]);
    }
  });
});

test("a page of contracts with what one may do and who signed costs no statement a contract", async () => {
  hub.statements[NAME]!.length = 0;
  const { data } = await ask(
    NAME,
    karim,
    `{ employmentContracts(first: 8) { edges { node { viewerMay type { name } awaitingVersion { text awaitedParties }
      versions { status textHash signatures { party } } } } } }`,
  );
  expect(data.employmentContracts.edges).toHaveLength(8);
  // The page, its contracts as versions ask for them, versions, what replaces them, signatures of two levels.
  expect(hub.statements[NAME]!.length).toBeLessThanOrEqual(6);
});

describe("types of a territory", () => {
  const type = (changes: object = {}) => ({
    name: "CEO",
    kind: "CONTRAT_ENGAGEMENT",
    durationsInMonths: [12, 6],
    ...changes,
  });
  const configure = async (viewer: Viewer | null, mutation: string, input: object) => {
    const answer = await ask(
      NAME,
      viewer,
      `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) {
        contractType { id name kind durationsInMonths openedOn closedOn } userErrors { code field } } }`,
      { input },
    );
    return answer.data?.[mutation] ?? answer;
  };
  const types = async (viewer: Viewer | null) =>
    (await ask(NAME, viewer, "{ contractTypes { id name } }")).data.contractTypes;

  test("from the first one on, contracts are of a type, and last as long as it says", async () => {
    const opened = await configure(paul, "openContractType", type());
    expect(opened.contractType).toMatchObject({
      name: "CEO",
      durationsInMonths: [6, 12],
      openedOn: TODAY,
      closedOn: null,
    });
    const contract = await open({}, paul);
    expect(contract).toMatchObject({ type: { name: "CEO" }, durationInMonths: 6 });
    expect(contract.awaitingVersion.text).toMatch(/^CEO – Contrat d’engagement\n/);
    const refused = async (changes: object) =>
      (await change(paul, "openEmploymentContract", engagement(changes))).userErrors;
    const terms = engagement().terms;
    expect(await refused({ terms: { ...terms, endsOn: "2027-06-30" } })).toMatchObject([
      { field: ["terms", "endsOn"] },
    ]);
    expect(
      await refused({
        kind: "CER",
        startsOn: "2024-12-02",
        orientationNotifiedOn: null,
        terms: { endsOn: "2025-06-01", commitments: [] },
      }),
    ).toMatchObject([{ field: ["kind"] }]);
    expect(await refused({ contractType: UNKNOWN })).toMatchObject([{ code: "NOT_FOUND", field: ["contractType"] }]);
    await change(paul, "signEmploymentContract", { contract: contract.id, signedOn: TODAY });
    const renew = (endsOn: string) =>
      change(paul, "renewEmploymentContract", { contract: contract.id, version: 1, terms: { ...terms, endsOn } });
    expect((await renew("2027-12-31")).userErrors).toMatchObject([{ field: ["terms", "endsOn"] }]);
    expect((await renew("2028-05-31")).userErrors).toEqual([]);
  });

  test("the same again answers the one that is there, at once or later; its name serves one thing", async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => configure(paul, "openContractType", type({ name: " PACEA 23 " }))),
    );
    expect(new Set(answers.map(({ contractType }) => contractType.id)).size).toBe(1);
    expect(answers[0].contractType.name).toBe("PACEA 23");
    const other = await configure(paul, "openContractType", type({ name: "PACEA 23", durationsInMonths: [3] }));
    expect(other).toMatchObject({ contractType: null, userErrors: [{ code: "BAD_USER_INPUT", field: ["name"] }] });
  });

  test("two that fit: the client names one, or the contract has none", async () => {
    const [ceo, other] = await types(paul);
    expect((await open({}, paul)).type).toBeNull();
    expect((await open({ contractType: other.id }, paul)).type).toEqual({ name: other.name });
    const input = engagement({ contractType: ceo.id });
    const [one, two] = [
      await change(paul, "openEmploymentContract", input),
      await change(paul, "openEmploymentContract", input),
    ];
    expect(one.employmentContract.id).toBe(two.employmentContract.id);
    const changed = await change(paul, "openEmploymentContract", { ...input, contractType: other.id });
    expect(changed.userErrors).toMatchObject([{ field: ["requestKey"] }]);
  });

  test("a closed one opens nothing more, and what runs keeps its name; without any, the law alone decides", async () => {
    for (const { id } of await types(paul))
      for (const _again of [1, 2])
        expect((await configure(paul, "closeContractType", { contractType: id })).contractType.closedOn).toBe(TODAY);
    expect(await types(paul)).toEqual([]);
    expect((await open({ terms: { ...engagement().terms, endsOn: "2027-06-30" } }, paul)).type).toBeNull();
    const { data } = await ask(NAME, paul, "{ employmentContracts(first: 50) { edges { node { type { name } } } } }");
    expect(JSON.stringify(data)).toContain("CEO");
  });

  test.each([
    [{ durationsInMonths: [24] }, "durationsInMonths"],
    [{ durationsInMonths: [6, 6] }, "durationsInMonths"],
    [{ name: "   " }, "name"],
    [{ name: "255081416802538" }, "name"],
  ])("beyond the law or the rules is refused where it errs: %j", async (changes, field) => {
    const { contractType, userErrors } = await configure(paul, "openContractType", type(changes));
    expect([contractType, userErrors]).toMatchObject([null, [{ code: "BAD_USER_INPUT", field: [field] }]]);
  });

  test("are an insertion référent's to say, in his own organisation", async () => {
    for (const viewer of [claire, leo, nadia, amina, null]) {
      expect((await configure(viewer, "openContractType", type())).userErrors).toMatchObject([{ code: "FORBIDDEN" }]);
      expect((await configure(viewer, "closeContractType", { contractType: UNKNOWN })).userErrors).toMatchObject([
        { code: "FORBIDDEN" },
      ]);
      expect(await types(viewer)).toEqual([]);
    }
    const { contractType } = await configure(karim, "openContractType", type());
    const known = await configure(paul, "closeContractType", { contractType: contractType.id });
    expect(known.userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect(await configure(paul, "closeContractType", { contractType: UNKNOWN })).toEqual(known);
    expect(await types(karim)).toHaveLength(1);
    await configure(karim, "closeContractType", { contractType: contractType.id });
  });
});

describe("the history of a person's contracts", () => {
  const HISTORY = `query ($person: ID!) { _entities(representations: [{ __typename: "Person", id: $person }]) {
    ... on Person { employmentContractHistory { kind on contract { id } version { number } } } } }`;
  const historyOf = async (viewer: Viewer | null) => {
    const { data } = await ask(NAME, viewer, HISTORY, { person: people.bruno });
    return data._entities[0]?.employmentContractHistory.map(
      ({ kind, on, version }: { kind: string; on: string; version: { number: number } | null }) =>
        `${on} ${kind}${version ? ` ${version.number}` : ""}`,
    );
  };

  test("is what both signed and what became of it, day by day, for those who may see the contract", async () => {
    registry.permit(accompaniment(organizations.insertionDoubs, people.bruno));
    const former = await signed(
      {
        person: people.bruno,
        kind: "CER",
        startsOn: "2024-12-02",
        orientationNotifiedOn: null,
        terms: { endsOn: "2026-06-30", commitments: [] },
      },
      karim,
      "2024-12-02",
    );
    const next = await signed({ person: people.bruno, replaces: former });
    const amended = await amend(next, 1);
    await change(karim, "signEmploymentContract", { contract: next, version: amended.version, signedOn: TODAY });
    await amend(next, 2);
    const given = await open({ person: people.bruno });
    await change(karim, "endEmploymentContract", {
      contract: given.id,
      endedOn: "2026-11-20",
      reason: "RECORDED_BY_MISTAKE",
    });
    const expected = [
      "2024-12-02 SIGNED 1",
      "2024-12-02 BEGAN",
      "2026-06-30 REPLACED",
      "2026-11-02 ORIENTATION_NOTIFIED",
      "2026-11-02 ORIENTATION_NOTIFIED",
      "2026-11-20 CANCELLED",
      "2026-11-23 SIGNED 1",
      "2026-11-23 REVIEWED",
      "2026-12-01 BEGAN",
      "2027-01-11 AMENDED 2",
    ];
    expect(await historyOf(karim)).toEqual(expected);
    expect(await historyOf(bruno)).toEqual(expected);
    for (const viewer of [paul, claire, leo, amina]) expect(await historyOf(viewer)).toEqual([]);
  });

  test("costs three statements, however many contracts", async () => {
    hub.statements[NAME]!.length = 0;
    await historyOf(karim);
    expect(hub.statements[NAME]!.length).toBeLessThanOrEqual(3);
  });
});
