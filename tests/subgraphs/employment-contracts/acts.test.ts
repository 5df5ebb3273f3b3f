import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { createEmploymentContracts } from "../../../subgraphs/employment-contracts/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { accompaniment, act, EXTRACT, HASH, UNKNOWN } from "./support.ts";

const NAME = "employment-contracts";
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
const formerContract = (changes: object = {}) => ({
  requestKey: randomUUID(),
  person: people.amina,
  kind: "CER",
  startsOn: "2024-12-02",
  terms: { endsOn: "2026-06-30", commitments: [] },
  ...changes,
});
const open = (input: object, viewer = karim) => act(hub, viewer, "openEmploymentContract", { ...input });
const sign = (contract: string, signedOn = "2026-11-23", viewer = karim) =>
  act(hub, viewer, "signEmploymentContract", { contract, signedOn });
const count = async (table: string) => {
  const [row] = await hub.running[NAME]!.orm.em.fork().execute(`select count(*)::int as rows from ${table}`);
  return (row as { rows: number }).rows;
};

/** A signed contract, by its id. */
async function signed(input: object = engagement()): Promise<string> {
  const { id } = (await open(input)).employmentContract;
  expect((await sign(id)).userErrors).toEqual([]);
  return id;
}

beforeAll(async () => {
  hub = await startHarness([createEmploymentContracts(() => new Date("2026-11-23T09:00:00Z"))]);
  registry = await startRegistry(hub);
});
afterAll(async () => {
  await hub.close();
  await registry.close();
});
beforeEach(() => registry.permit(accompaniment(organizations.insertionDoubs)));
afterEach(() => registry.revokeAll());

describe("opening a contract", () => {
  test("makes its first version and starts the month to sign", async () => {
    const { employmentContract, userErrors } = await open(engagement({ orientationNotifiedOn: "2026-10-31" }));
    expect(userErrors).toEqual([]);
    expect(employmentContract).toMatchObject({
      kind: "CONTRAT_ENGAGEMENT",
      status: "AWAITING_SIGNATURE",
      signatureDeadlineOn: "2026-11-30",
      version: 1,
      versions: [{ number: 1, kind: "INITIAL", reason: null, effectiveOn: "2026-12-01", weeklyHours: 15 }],
      organization: { id: organizations.insertionDoubs },
    });
  });

  test("again with the same request key opens no second one, at once or all together", async () => {
    const input = engagement();
    const before = await count("employment_contract");
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(input)));
    answers.push(await open(input));
    expect(new Set(answers.map(({ employmentContract }) => employmentContract.id)).size).toBe(1);
    expect(await count("employment_contract")).toBe(before + 1);
    const { userErrors } = await open({ ...input, kind: "CER" });
    expect(userErrors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
    expect((await open({ ...input, startsOn: "2026-12-02" })).userErrors).toMatchObject([{ field: ["requestKey"] }]);
  });

  test("with another organisation's request key opens one of one's own", async () => {
    registry.permit(accompaniment(organizations.insertionCreuse));
    const input = engagement();
    const [own, other] = [await open(input), await open(input, paul)];
    expect(other.employmentContract.id).not.toBe(own.employmentContract.id);
  });

  test("for a person one's organisation does not accompany is refused as for one that does not exist", async () => {
    const before = await count("employment_contract");
    const answers = [
      await open(engagement(), paul),
      await open(engagement({ person: UNKNOWN }), paul),
      await open(engagement({ person: "Amina" }), paul),
      await open(engagement({ person: people.bruno })),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      employmentContract: null,
      userErrors: [{ code: "NOT_FOUND", field: ["person"] }],
    });
    expect(await count("employment_contract")).toBe(before);
  });

  test.each([
    [formerContract({ startsOn: "2025-01-01" }), ["startsOn"]],
    [formerContract({ kind: "PPAE", startsOn: "2026-01-01" }), ["startsOn"]],
    [formerContract({ kind: "CEJ", startsOn: "2026-01-01" }), ["startsOn"]],
    [formerContract({ kind: "PACEA", startsOn: "2026-01-01" }), ["startsOn"]],
    [formerContract({ startsOn: "2024-12-31", terms: { endsOn: "2027-01-02", commitments: [] } }), ["terms", "endsOn"]],
    [engagement({ orientationNotifiedOn: "2026-11-24" }), ["orientationNotifiedOn"]],
    [engagement({ terms: { endsOn: "2026-12-01", weeklyHours: 15, commitments: [] } }), ["terms", "endsOn"]],
    [engagement({ terms: { endsOn: "2027-05-31", weeklyHours: 14, commitments: [] } }), ["terms", "weeklyHours"]],
    [engagement({ terms: { endsOn: "2027-05-31", commitments: [] } }), ["terms", "weeklyHours"]],
    [
      engagement({ terms: { endsOn: "2027-05-31", weeklyHours: 15, commitments: ["255081416802538"] } }),
      ["terms", "commitments"],
    ],
    [engagement({ replaces: UNKNOWN }), ["replaces"]],
  ])("against the calendar or the rules is refused where it errs: %#", async (input, field) => {
    const before = await count("contract_version");
    const { employmentContract, userErrors } = await open(input);
    expect(employmentContract).toBeNull();
    expect(userErrors).toMatchObject([{ field }]);
    expect(await count("contract_version")).toBe(before);
  });

  test.each([
    engagement({ requestKey: "again" }),
    engagement({ startsOn: "2026-02-30" }),
    engagement({ terms: { endsOn: "2027-05-31", weeklyHours: 40, commitments: [] } }),
    engagement({ terms: { endsOn: "2027-05-31", weeklyHours: -1, commitments: [] } }),
    engagement({ terms: { endsOn: "2027-05-31", weeklyHours: 15, commitments: [""] } }),
  ])("with an input of the wrong shape is an error that repeats no value: %#", async (input) => {
    const answer = await open(input);
    expect(answer.errors).toEqual([expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } })]);
    expect(JSON.stringify(answer)).not.toContain(people.amina);
  });

  test("with hours adjusted says that they are, and the schema has no place for why", async () => {
    const { employmentContract } = await open(
      engagement({ terms: { endsOn: "2027-05-31", weeklyHours: 6, isHoursAdjusted: true, commitments: [] } }),
    );
    expect(employmentContract).toMatchObject({ weeklyHours: 6, isHoursAdjusted: true });
  });

  test("while the registry is silent changes nothing", async () => {
    const before = await count("employment_contract");
    const address = hub.peers.consent!;
    hub.peers.consent = "http://127.0.0.1:1";
    const { errors } = await open(engagement());
    hub.peers.consent = address;
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: "CONSENT_UNVERIFIABLE" } })]);
    expect(await count("employment_contract")).toBe(before);
  });
});

describe("orientation and signature", () => {
  test("a contrat d'engagement without a notified orientation is a draft and is not signed", async () => {
    const { employmentContract } = await open(engagement({ orientationNotifiedOn: null }));
    expect(employmentContract).toMatchObject({ status: "DRAFT", signatureDeadlineOn: null });
    expect((await sign(employmentContract.id)).userErrors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
  });

  test("a month that has passed is opened anew by a re-orientation", async () => {
    const { id } = (await open(engagement({ orientationNotifiedOn: "2026-10-01" }))).employmentContract;
    expect((await sign(id)).userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["signedOn"] }]);
    const reorientation = { contract: id, orientationNotifiedOn: "2026-11-10" };
    const { employmentContract } = await act(hub, karim, "notifyOrientation", reorientation);
    expect(employmentContract.signatureDeadlineOn).toBe("2026-12-10");
    expect((await act(hub, karim, "notifyOrientation", reorientation)).userErrors).toEqual([]);
    const earlier = { contract: id, orientationNotifiedOn: "2026-11-09" };
    expect((await act(hub, karim, "notifyOrientation", earlier)).userErrors).toMatchObject([
      { field: ["orientationNotifiedOn"] },
    ]);
    expect((await sign(id)).employmentContract).toMatchObject({ status: "SIGNED", signedOn: "2026-11-23" });
  });

  test("a signature is recorded once, and again without effect", async () => {
    const id = await signed();
    expect((await sign(id)).employmentContract).toMatchObject({ signedOn: "2026-11-23", version: 1 });
    expect((await sign(id, "2026-11-22")).userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["contract"] }]);
  });
});

describe("amendments and renewals", () => {
  const signNumber = (contract: string, version: number) =>
    act(hub, karim, "signEmploymentContract", { contract, version, signedOn: "2026-11-23" });
  const amendment = (contract: string, version: number, changes: object = {}) => ({
    contract,
    version,
    reason: "CHANGE_OF_GOAL",
    effectiveOn: "2027-01-11",
    terms: { endsOn: "2027-05-31", weeklyHours: 20, commitments: ["Begin the course"] },
    ...changes,
  });

  test("are new versions: what was agreed before stays as it was", async () => {
    const id = await signed();
    const proposed = (await act(hub, karim, "amendEmploymentContract", amendment(id, 1))).employmentContract;
    expect(proposed).toMatchObject({ version: 2, weeklyHours: 15, awaitingVersion: { number: 2 } });
    const first = (await signNumber(id, 2)).employmentContract;
    expect(first).toMatchObject({ version: 2, weeklyHours: 20, commitments: ["Begin the course"] });
    const renewed = await act(hub, karim, "renewEmploymentContract", {
      contract: id,
      version: 2,
      terms: { endsOn: "2027-11-30", weeklyHours: 15, commitments: [] },
    });
    expect(renewed.employmentContract).toMatchObject({ endsOn: "2027-05-31", awaitingVersion: { number: 3 } });
    const { employmentContract } = await signNumber(id, 3);
    expect(employmentContract).toMatchObject({
      startsOn: "2026-12-01",
      endsOn: "2027-11-30",
      version: 3,
      versions: [
        { number: 1, kind: "INITIAL", endsOn: "2027-05-31", commitments: ["Meet the counsellor each month"] },
        { number: 2, kind: "AMENDMENT", reason: "CHANGE_OF_GOAL", effectiveOn: "2027-01-11", weeklyHours: 20 },
        { number: 3, kind: "RENEWAL", reason: null, effectiveOn: "2027-06-01", endsOn: "2027-11-30" },
      ],
    });
    expect(employmentContract.versions.slice(0, 2)).toEqual(first.versions);
  });

  test("are never edited, even by hand in the database", async () => {
    await signed();
    const edit = hub.running[NAME]!.orm.em.fork().execute("update contract_version set weekly_hours = 1");
    await expect(edit).rejects.toThrow("never edited");
  });

  test("two with the same version: one is taken, the other learns that it came second", async () => {
    const id = await signed();
    const answers = await Promise.all([
      act(hub, karim, "amendEmploymentContract", amendment(id, 1)),
      act(hub, karim, "amendEmploymentContract", amendment(id, 1, { reason: "CORRECTION" })),
    ]);
    const codes = answers.map(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code)).sort();
    expect(codes).toEqual([[], ["CONFLICT_VERSION"]]);
    const retry = await act(hub, karim, "amendEmploymentContract", amendment(id, 1));
    expect(retry.userErrors).toMatchObject([{ code: "CONFLICT_VERSION", field: ["version"] }]);
  });

  test.each([
    [
      "amendEmploymentContract",
      { terms: { endsOn: "2027-06-01", weeklyHours: 15, commitments: [] } },
      ["terms", "endsOn"],
    ],
    ["amendEmploymentContract", { effectiveOn: "2026-11-30" }, ["effectiveOn"]],
    ["amendEmploymentContract", { effectiveOn: "2027-06-01" }, ["effectiveOn"]],
    [
      "amendEmploymentContract",
      { terms: { endsOn: "2027-05-31", weeklyHours: 3, commitments: [] } },
      ["terms", "weeklyHours"],
    ],
    [
      "renewEmploymentContract",
      { terms: { endsOn: "2027-05-31", weeklyHours: 15, commitments: [] } },
      ["terms", "endsOn"],
    ],
    [
      "renewEmploymentContract",
      { terms: { endsOn: "2029-06-02", weeklyHours: 15, commitments: [] } },
      ["terms", "endsOn"],
    ],
  ])("%s against the rules is refused where it errs: %j", async (mutation, changes, field) => {
    const id = await signed();
    const { reason, effectiveOn, ...shared } = amendment(id, 1, changes);
    const input = mutation === "amendEmploymentContract" ? { ...shared, reason, effectiveOn } : shared;
    const { employmentContract, userErrors } = await act(hub, karim, mutation, input);
    expect(employmentContract).toBeNull();
    expect(userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field }]);
  });

  test("a contract of a former kind is renewed until 2027-01-01 and no further", async () => {
    const { id } = (await open(formerContract())).employmentContract;
    await sign(id, "2024-12-02");
    const renew = (endsOn: string) =>
      act(hub, karim, "renewEmploymentContract", { contract: id, version: 1, terms: { endsOn, commitments: [] } });
    expect((await renew("2027-01-02")).userErrors).toMatchObject([{ field: ["terms", "endsOn"] }]);
    expect((await renew("2027-01-01")).employmentContract).toMatchObject({ endsOn: "2026-06-30", version: 2 });
    expect((await signNumber(id, 2)).employmentContract).toMatchObject({ endsOn: "2027-01-01", awaitingVersion: null });
  });

  test("of a contract nobody signed are refused", async () => {
    const { id } = (await open(engagement())).employmentContract;
    const { userErrors } = await act(hub, karim, "amendEmploymentContract", amendment(id, 1));
    expect(userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["contract"] }]);
  });
});

describe("the end of a contract", () => {
  const end = (contract: string, endedOn = "2026-11-23") =>
    act(hub, karim, "endEmploymentContract", { contract, endedOn });

  test("ends what was signed, gives up what was not, and is recorded once", async () => {
    const id = await signed();
    expect((await end(id)).employmentContract).toMatchObject({ status: "ENDED", closedOn: "2026-11-23" });
    expect((await end(id)).userErrors).toEqual([]);
    expect((await end(id, "2026-11-22")).userErrors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
    const { id: unsigned } = (await open(engagement())).employmentContract;
    expect((await end(unsigned)).employmentContract).toMatchObject({ status: "CANCELLED", signedOn: null });
  });

  test("is not recorded before it has come", async () => {
    expect((await end(await signed(), "2026-11-24")).userErrors).toMatchObject([{ field: ["endedOn"] }]);
  });

  test("a contract of a former kind gives way when the contrat d'engagement that replaces it is signed", async () => {
    const { id: former } = (await open(formerContract())).employmentContract;
    await sign(former, "2024-12-02");
    const { employmentContract: next } = await open(engagement({ replaces: former }));
    expect(next.replaces).toEqual({ id: former });
    const read = async () =>
      (
        await hub.ask(
          NAME,
          karim,
          `{ employmentContract(id: "${former}") { status closedOn toReplaceBefore replacedBy { id } } }`,
        )
      ).data.employmentContract;
    expect(await read()).toMatchObject({
      status: "TO_RENEW",
      toReplaceBefore: "2027-01-01",
      replacedBy: { id: next.id },
    });
    expect((await open(engagement({ replaces: former }))).userErrors).toMatchObject([{ field: ["replaces"] }]);
    await sign(next.id);
    expect(await read()).toEqual({
      status: "REPLACED",
      closedOn: "2026-06-30",
      toReplaceBefore: null,
      replacedBy: { id: next.id },
    });
  });

  test("only a contrat d'engagement replaces, only a signed contract of a former kind of the same person", async () => {
    const { id: former } = (await open(formerContract())).employmentContract;
    expect((await open(engagement({ replaces: former }))).userErrors).toMatchObject([{ field: ["replaces"] }]);
    await sign(former, "2024-12-02");
    expect((await open(formerContract({ replaces: former }))).userErrors).toMatchObject([{ field: ["replaces"] }]);
    expect((await open(engagement({ replaces: await signed() }))).userErrors).toMatchObject([{ field: ["replaces"] }]);
    registry.permit(accompaniment(organizations.insertionDoubs, people.bruno));
    const other = await open(engagement({ person: people.bruno, replaces: former }));
    expect(other.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["replaces"] }]);
  });
});

describe("every act", () => {
  const acts = (contract: string): [string, object][] => [
    ["notifyOrientation", { contract, orientationNotifiedOn: "2026-11-10" }],
    ["signEmploymentContract", { contract, signedOn: "2026-11-23" }],
    [
      "amendEmploymentContract",
      { contract, version: 1, reason: "CORRECTION", effectiveOn: "2026-12-01", terms: engagement().terms },
    ],
    ["renewEmploymentContract", { contract, version: 1, terms: engagement().terms }],
    ["endEmploymentContract", { contract, endedOn: "2026-11-23" }],
    ["linkPlanExtract", { contract, planExtract: EXTRACT, contentHash: HASH }],
    ["unlinkPlanExtract", { contract }],
  ];

  test("on a contract of another territory is refused to Paul exactly as on one that does not exist", async () => {
    const id = await signed();
    const versions = await count("contract_version");
    for (const [index, [mutation, input]] of acts(id).entries()) {
      const answer = await act(hub, paul, mutation, { ...input });
      expect(answer).toMatchObject({ employmentContract: null, userErrors: [{ code: "NOT_FOUND" }] });
      for (const other of [UNKNOWN, "not an identifier"])
        expect(await act(hub, paul, mutation, { ...acts(other)[index]![1] })).toEqual(answer);
    }
    expect(await count("contract_version")).toBe(versions);
    const { data } = await hub.ask(NAME, karim, `{ employmentContract(id: "${id}") { status version } }`);
    expect(data.employmentContract).toEqual({ status: "SIGNED", version: 1 });
  });

  test.each(Object.entries({ claire, sophie, leo, nadia, amina, nobody: null }))(
    "is refused to %s, who holds no contract of others",
    async (_, viewer) => {
      const id = await signed();
      for (const [mutation, input] of [...acts(id), ["openEmploymentContract", engagement()] as [string, object]]) {
        const answer = await act(hub, viewer, mutation, { ...input });
        expect(answer).toMatchObject({ employmentContract: null, userErrors: [{ code: "FORBIDDEN" }] });
      }
    },
  );
});
