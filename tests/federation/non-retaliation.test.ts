import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { organizations } from "../../scripts/development/world.ts";
import { withoutRequestId } from "../../scripts/journey/story.ts";
import { startFaultyPeer } from "../support/faulty-peer.ts";
import { addLinkedPlans, type LinkedPlan, type LinkedPlanOptions } from "../support/linked-plan.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const states = [
  "NEVER_WRITTEN",
  "NEVER_ASKED",
  "DRAFT",
  "OFFERED",
  "LAPSED",
  "RESTRICTED",
  "SUSPENDED",
  "REFUSED",
  "SUPERSEDED",
  "WITHDRAWN",
  "EXPIRED",
  "INVALIDATED",
  "ENTERED_IN_ERROR",
] as const;

const CONTRACT = `query ($contract: ID!, $person: ID!) {
  employmentContract(id: $contract) {
    id kind status startsOn endsOn signedOn closedOn weeklyHours isHoursAdjusted commitments version
    versions { number } replaces { id } replacedBy { id } organization { name }
    person { givenName planExtracts { id text } healthSupports { id } prescriptions { id } consents { state grants { category } } }
    planExtract { id text contentHash derivedAt organization { name } person { givenName } lines { kind label } transmissions { sentAt } }
  }
  person(id: $person) {
    givenName planExtracts { id } employmentContracts { id planExtract { id lines { label } } }
  }
}`;
const LIST =
  "{ employmentContracts(first: 100) { totalCount pageInfo { hasNextPage } edges { node { id kind planExtract { id text } } } } }";
const PROPOSALS =
  "{ planProposals(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id text } } } }";
const LINK =
  "mutation ($input: LinkPlanExtractInput!) { linkPlanExtract(input: $input) { employmentContract { id planExtract { id } } userErrors { code message field } } }";
const UNLINK =
  "mutation ($input: UnlinkPlanExtractInput!) { unlinkPlanExtract(input: $input) { employmentContract { id planExtract { id } } userErrors { code message field } } }";

interface Case extends LinkedPlan {
  readonly name: string;
}

let hub: TestHub;
let proposalsBefore: string;
const cases: Case[] = [];
let active: LinkedPlan;

beforeAll(async () => {
  hub = await openTestHub();
  await hub.sql("employment-contracts", "update employment_contract set organization_id = ?", [
    organizations.insertionCreuse,
  ]);
  proposalsBefore = withoutRequestId((await hub.ask("karim", PROPOSALS)).body);
  for (const state of states)
    for (const isLinked of [false, true]) {
      const [plan] = await addLinkedPlans(hub, 1, { state, isLinked } satisfies LinkedPlanOptions);
      cases.push({ ...plan!, name: `${state}${isLinked ? ", linked" : ""}` });
    }
});
afterAll(() => hub?.close());

/**
 * The bytes of an answer, with the identifiers the question held made alike. How long a source that is down is left in
 * peace goes by the clock and by all who asked it, whatever they asked.
 */
function alike(body: string, { contract, person, extract }: LinkedPlan): string {
  return withoutRequestId(body)
    .replaceAll(/"retryAfterMs":\d+,/g, "")
    .replaceAll(contract, "CONTRACT")
    .replaceAll(person, "PERSON")
    .replaceAll(extract, "EXTRACT");
}

async function answersOf(ask: (one: Case) => Promise<{ body: string }>): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const one of cases) answers[one.name] = alike((await ask(one)).body, one);
  return answers;
}

const sameForAll = (answers: Record<string, string>) => {
  const expected = answers.NEVER_WRITTEN!;
  expect(answers).toEqual(Object.fromEntries(cases.map(({ name }) => [name, expected])));
  return JSON.parse(expected);
};

const read = ({ contract, person }: LinkedPlan) => hub.ask("karim", CONTRACT, { contract, person });

describe("a plan that was never written, never asked for, offered, refused, withdrawn or has expired", () => {
  it("leaves the same bytes in the contract", async () => {
    const { data, errors } = sameForAll(await answersOf(read));
    expect(errors).toBeUndefined();
    expect(data.employmentContract).toMatchObject({ kind: "CONTRAT_ENGAGEMENT", planExtract: null });
    expect(data.person.planExtracts).toEqual([]);
  });

  it("leaves the same line, count and order in the list of contracts", async () => {
    const { body, data } = await hub.ask("karim", LIST);
    expect(data.employmentContracts.totalCount).toBe(cases.length);
    const order: string[] = data.employmentContracts.edges.map(({ node }: { node: { id: string } }) => node.id);
    expect(order).toEqual(cases.map(({ contract }) => contract).sort());
    const lines = new Set(
      data.employmentContracts.edges.map(({ node }: { node: { id: string } }) => JSON.stringify({ ...node, id: "" })),
    );
    expect([...lines]).toEqual([JSON.stringify({ id: "", kind: "CONTRAT_ENGAGEMENT", planExtract: null })]);
    expect(body).not.toContain("errors");
  });

  it("leaves the same empty list of proposals, count and cursors included", async () => {
    expect(withoutRequestId((await hub.ask("karim", PROPOSALS)).body)).toBe(proposalsBefore);
  });

  it("is refused to a link in the same words", async () => {
    const { data } = sameForAll(
      await answersOf(({ contract, extract, contentHash }) =>
        hub.ask("karim", LINK, { input: { contract, planExtract: extract, contentHash } }),
      ),
    );
    expect(data.linkPlanExtract.employmentContract).toBeNull();
    expect(data.linkPlanExtract.userErrors).toEqual([expect.objectContaining({ code: "NOT_FOUND" })]);
  });

  it("looks the same during an outage of the registry's decisions, as does a plan that is shared", async () => {
    const [plan] = await addLinkedPlans(hub, 1, { state: "ACTIVE", isLinked: true });
    active = plan!;
    expect((await read(active)).data.employmentContract.planExtract).toMatchObject({ contentHash: active.contentHash });
    const sound = hub.peers.consent!;
    const peer = await startFaultyPeer("answers 500", sound, ["/decisions"]);
    hub.peers.consent = peer.url;
    try {
      const answers = await answersOf(read);
      const { errors } = sameForAll(answers);
      expect(errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toContain(
        "CONSENT_UNVERIFIABLE",
      );
      expect(alike((await read(active)).body, active)).toBe(answers.NEVER_WRITTEN);
    } finally {
      hub.peers.consent = sound;
      await peer.close();
    }
  });

  it("looks the same while the source of plans is down, as does a plan that is shared", async () => {
    const sound = hub.peers["health-access"]!;
    hub.peers["health-access"] = "http://127.0.0.1:9";
    try {
      const answers = await answersOf(read);
      sameForAll(answers);
      expect(alike((await read(active)).body, active)).toBe(answers.NEVER_WRITTEN);
    } finally {
      hub.peers["health-access"] = sound;
      // The hub leaves a source that failed so often in peace for a while.
      while ((await read(active)).body.includes("SOURCE_UNAVAILABLE")) await pause(200);
    }
  });

  it("is no different from a shared plan whose text is another than the one approved, when it is to be linked", async () => {
    const input = { contract: active.contract, planExtract: active.extract };
    const other = await hub.ask("karim", LINK, { input: { ...input, contentHash: "0".repeat(64) } });
    const unknown = await hub.ask("karim", LINK, {
      input: { ...input, planExtract: randomUUID(), contentHash: "0".repeat(64) },
    });
    expect(withoutRequestId(other.body)).toBe(withoutRequestId(unknown.body));
  });

  it("is unlinked in the same words", async () => {
    const { data } = sameForAll(await answersOf(({ contract }) => hub.ask("karim", UNLINK, { input: { contract } })));
    expect(data.unlinkPlanExtract.userErrors).toEqual([]);
  });
});
