import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { contracts, organizations, people } from "../../../scripts/development/world.ts";
import { seedEmploymentContracts } from "../../../scripts/seed/employment-contracts.ts";
import { createEmploymentContracts } from "../../../subgraphs/employment-contracts/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { karim, paul } from "../../support/viewers.ts";
import { accompaniment, act, EVERYTHING, EXTRACT, HASH, integration, OTHER_EXTRACT, UNKNOWN } from "./support.ts";

const NAME = "employment-contracts";
let hub: Harness;
let registry: Awaited<ReturnType<typeof startRegistry>>;

const execute = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  hub.running[NAME]!.orm.em.fork().execute(sql, values);
const activeLinks = () => execute("select contract_id, extract_id from plan_link where ended_at is null order by 1, 2");
const history = () => execute("select extract_id, ended_at is null as active from plan_link order by linked_at");
const link = (changes: object = {}, viewer = karim, selection = "id linkedExtractId") =>
  act(
    hub,
    viewer,
    "linkPlanExtract",
    { contract: contracts.amina, planExtract: EXTRACT, contentHash: HASH, ...changes },
    selection,
  );
const unlink = (contract: string = contracts.amina) =>
  act(hub, karim, "unlinkPlanExtract", { contract }, "id linkedExtractId");
const linked = async (contract: string = contracts.amina) => {
  const query = `{ employmentContract(id: "${contract}") { linkedExtractId } }`;
  return (await hub.ask(NAME, karim, query)).data.employmentContract.linkedExtractId;
};

/** A second signed contract of Amina at Karim's service. */
async function openSecondContract(): Promise<string> {
  registry.permit(accompaniment(organizations.insertionDoubs));
  const { employmentContract } = await act(hub, karim, "openEmploymentContract", {
    requestKey: "0c000000-0000-4000-8000-00000000abcd",
    person: people.amina,
    kind: "CONTRAT_ENGAGEMENT",
    startsOn: "2026-12-01",
    orientationNotifiedOn: "2026-11-02",
    replaces: contracts.amina,
    terms: { endsOn: "2027-05-31", weeklyHours: 15, commitments: [] },
  });
  return employmentContract.id;
}

beforeAll(async () => {
  hub = await startHarness([createEmploymentContracts(() => new Date("2026-11-23T09:00:00Z"))]);
  registry = await startRegistry(hub);
});
afterAll(async () => {
  await hub.close();
  await registry.close();
});
beforeEach(async () => {
  await execute("truncate employment_contract cascade");
  await seedEmploymentContracts(hub.running[NAME]!.orm);
  registry.calls.length = 0;
});
afterEach(() => registry.revokeAll());

describe("linking an extract", () => {
  test("asks for the consent to take in that very text, twice, and links", async () => {
    registry.permit(integration());
    expect(await link()).toEqual({
      employmentContract: { id: contracts.amina, linkedExtractId: EXTRACT },
      userErrors: [],
    });
    const question = {
      subject: people.amina,
      holder: null,
      resource: EXTRACT,
      contentHash: HASH,
      category: "EMPLOYMENT_EXTRACT",
      purpose: "CONTRACT_INTEGRATION",
      operation: "INTEGRATE",
    };
    expect(registry.calls).toMatchObject([[question], [question]]);
  });

  test("is refused in the same words whatever the reason", async () => {
    const reasons: Record<string, () => ReturnType<typeof link>> = {
      "never asked": () => link(),
      "another text": () => {
        registry.permit(integration());
        return link({ contentHash: "0".repeat(64) });
      },
      "read but not integrate": () => {
        registry.revokeAll();
        registry.permit({ ...integration(), operations: ["READ"] });
        return link();
      },
      "another purpose": () => {
        registry.permit({ ...integration(), purpose: "CARE_ACCESS_COORDINATION" });
        return link();
      },
      "another recipient": () => {
        registry.permit(integration(EXTRACT, organizations.insertionCreuse));
        return link();
      },
      "another person's extract": () => {
        registry.permit(integration());
        return link({ contract: contracts.bruno });
      },
      "unknown extract": () => link({ planExtract: UNKNOWN }),
      "malformed identifier": () => link({ planExtract: "x' or true --" }),
      withdrawn: () => {
        registry.revokeAll();
        return link();
      },
    };
    const answers = [];
    for (const attempt of Object.values(reasons)) answers.push(JSON.stringify(await attempt()));
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!)).toMatchObject({
      employmentContract: null,
      userErrors: [{ code: "NOT_FOUND", field: ["planExtract"] }],
    });
    expect(await history()).toEqual([]);
  });

  /** Links, and does something after the first decision and before the link can be written. */
  async function linkWhile(interrupt: () => void): ReturnType<typeof link> {
    let attempt: ReturnType<typeof link> | undefined;
    await hub.running[NAME]!.orm.em.fork().transactional(async (em) => {
      await em.execute("lock table plan_link in share row exclusive mode");
      attempt = link();
      const waiting = "select 1 from pg_locks where not granted and relation = 'plan_link'::regclass";
      while ((await execute(waiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      interrupt();
    });
    return attempt!;
  }

  test("is undone when the consent is withdrawn between the decision and the commit", async () => {
    registry.permit(integration());
    const refused = await linkWhile(() => registry.revokeAll());
    expect(registry.calls).toHaveLength(2);
    expect(refused).toEqual(await link());
    expect(refused).toMatchObject({ employmentContract: null, userErrors: [{ code: "NOT_FOUND" }] });
    expect(await history()).toEqual([]);
  });

  test("is undone when the registry falls silent between the decision and the commit", async () => {
    registry.permit(integration());
    const address = hub.peers.consent!;
    const { errors } = await linkWhile(() => {
      hub.peers.consent = "http://127.0.0.1:1";
    });
    hub.peers.consent = address;
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: "CONSENT_UNVERIFIABLE" } })]);
    expect(await history()).toEqual([]);
  });

  test("twice is linking once", async () => {
    registry.permit(integration());
    const first = await link();
    expect(await link()).toEqual(first);
    expect(await link({ planExtract: EXTRACT.toUpperCase() })).toEqual(first);
    expect(await history()).toEqual([{ extract_id: EXTRACT, active: true }]);
  });

  test("twenty times at once makes one link, and all twenty succeed", async () => {
    registry.permit(integration());
    const answers = await Promise.all(Array.from({ length: 20 }, () => link()));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ employmentContract: { linkedExtractId: EXTRACT }, userErrors: [] });
    expect(await history()).toEqual([{ extract_id: EXTRACT, active: true }]);
  });

  test("again after a withdrawal is refused although the link stands", async () => {
    registry.permit(integration());
    await link();
    registry.revokeAll();
    expect(await link()).toMatchObject({ employmentContract: null, userErrors: [{ code: "NOT_FOUND" }] });
  });

  test("another one ends the link before, in one act; both at once leave one", async () => {
    registry.permit(integration());
    registry.permit(integration(OTHER_EXTRACT));
    await link();
    expect(await link({ planExtract: OTHER_EXTRACT })).toMatchObject({
      employmentContract: { linkedExtractId: OTHER_EXTRACT },
    });
    expect(await history()).toEqual([
      { extract_id: EXTRACT, active: false },
      { extract_id: OTHER_EXTRACT, active: true },
    ]);
    await Promise.all([EXTRACT, OTHER_EXTRACT, EXTRACT, OTHER_EXTRACT].map((planExtract) => link({ planExtract })));
    expect(await activeLinks()).toHaveLength(1);
  });

  test("another one that is refused leaves the link before as it was", async () => {
    registry.permit(integration());
    await link();
    expect(await link({ planExtract: OTHER_EXTRACT })).toMatchObject({ userErrors: [{ code: "NOT_FOUND" }] });
    expect(await linked()).toBe(EXTRACT);
  });

  test("to another contract asks for the consent anew", async () => {
    registry.permit(integration());
    await link();
    const second = await openSecondContract();
    registry.revokeAll();
    expect(await link({ contract: second })).toMatchObject({ userErrors: [{ code: "NOT_FOUND" }] });
    expect(await linked(second)).toBeNull();
    registry.permit(integration());
    expect(await link({ contract: second })).toMatchObject({ employmentContract: { linkedExtractId: EXTRACT } });
  });

  test("to a contract of Karim's by Paul, consent or not, is refused before anything is asked", async () => {
    registry.permit(integration(EXTRACT, organizations.insertionCreuse));
    expect(await link({}, paul)).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: ["contract"] }] });
    expect(registry.calls).toEqual([]);
  });
});

describe("a link", () => {
  test("survives amendments and renewals", async () => {
    registry.permit(integration());
    await link({ contract: contracts.amina });
    const terms = { endsOn: "2026-11-30", weeklyHours: null, commitments: ["Rest of the project"] };
    const amended = await act(hub, karim, "amendEmploymentContract", {
      contract: contracts.amina,
      version: 2,
      reason: "EARLIER_END",
      effectiveOn: "2026-11-23",
      terms,
    });
    expect(amended.employmentContract.version).toBe(3);
    const sign = (version: number) =>
      act(hub, karim, "signEmploymentContract", { contract: contracts.amina, version, signedOn: "2026-11-23" });
    expect((await sign(3)).employmentContract.endsOn).toBe("2026-11-30");
    const renewal = { contract: contracts.amina, version: 3, terms: { ...terms, endsOn: "2027-01-01" } };
    expect((await act(hub, karim, "renewEmploymentContract", renewal)).employmentContract.version).toBe(4);
    expect((await sign(4)).employmentContract.endsOn).toBe("2027-01-01");
    expect(await linked()).toBe(EXTRACT);
    expect(await history()).toHaveLength(1);
  });

  test("ends when it is undone, again without effect, and on a contract that never had one in the same words", async () => {
    registry.permit(integration());
    await link();
    const undone = { employmentContract: { id: contracts.amina, linkedExtractId: null }, userErrors: [] };
    expect(await unlink()).toEqual(undone);
    expect(await unlink()).toEqual(undone);
    expect((await unlink(contracts.bruno)).userErrors).toEqual([]);
    expect(await history()).toEqual([{ extract_id: EXTRACT, active: false }]);
  });

  test("ends with its contract, and a contract that has ended takes in none", async () => {
    registry.permit(integration());
    await link();
    await act(hub, karim, "endEmploymentContract", { contract: contracts.amina, endedOn: "2026-11-23" });
    expect(await activeLinks()).toEqual([]);
    expect(await link()).toMatchObject({ userErrors: [{ code: "BAD_USER_INPUT", field: ["contract"] }] });
  });

  test("made and undone in one request answers each act as it is then", async () => {
    registry.permit(integration());
    const { data } = await hub.ask(
      NAME,
      karim,
      `mutation ($link: LinkPlanExtractInput!, $unlink: UnlinkPlanExtractInput!) {
        link: linkPlanExtract(input: $link) { employmentContract { linkedExtractId } }
        unlink: unlinkPlanExtract(input: $unlink) { employmentContract { linkedExtractId } }
        again: linkPlanExtract(input: $link) { employmentContract { linkedExtractId } } }`,
      {
        link: { contract: contracts.amina, planExtract: EXTRACT, contentHash: HASH },
        unlink: { contract: contracts.amina },
      },
    );
    expect(data).toEqual({
      link: { employmentContract: { linkedExtractId: EXTRACT } },
      unlink: { employmentContract: { linkedExtractId: null } },
      again: { employmentContract: { linkedExtractId: EXTRACT } },
    });
  });

  test("changes no byte of what a contract shows, before, during or after", async () => {
    const query = `{ employmentContract(id: "${contracts.amina}") { ${EVERYTHING} }
      employmentContracts { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${EVERYTHING} } } } }`;
    const read = async () => JSON.stringify(await hub.ask(NAME, karim, query));
    const without = await read();
    registry.permit(integration());
    await link();
    expect(await read()).toBe(without);
    registry.revokeAll();
    expect(await read()).toBe(without);
    await unlink();
    expect(await read()).toBe(without);
  });
});
