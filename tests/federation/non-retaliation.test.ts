import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { organizations } from "../../scripts/development/world.ts";
import { inMonths, today, withoutRequestId } from "../../scripts/journey/story.ts";
import { kebabOf, readStoredOperations } from "../schema/support/stored-operations.ts";
import { askInTime } from "../support/ask-in-time.ts";
import { countCalls } from "../support/count-calls.ts";
import { startFaultyPeer } from "../support/faulty-peer.ts";
import { addLinkedPlans, addNewerExtracts, type LinkedPlan, type LinkedPlanOptions } from "../support/linked-plan.ts";
import { type FilledMutation, fillMutations } from "../support/mutation-inputs.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { addTermsConsents } from "../support/plan-consents.ts";

/** Each law is asked of many cases, on a machine that may have other things to do. */
jest.setTimeout(120_000);

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
const UPDATES = PROPOSALS.replace("planProposals", "planUpdates").replace(
  "{ id text }",
  "{ id text contractsToUpdate { id } }",
);
const LINK =
  "mutation ($input: LinkPlanExtractInput!) { linkPlanExtract(input: $input) { employmentContract { id planExtract { id } } userErrors { code message field } } }";
const UNLINK =
  "mutation ($input: UnlinkPlanExtractInput!) { unlinkPlanExtract(input: $input) { employmentContract { id planExtract { id } } userErrors { code message field } } }";

interface Case extends LinkedPlan {
  readonly name: string;
  /** A consent, in the same state, that the association may read her contract, which he holds. */
  readonly terms: string;
}

let hub: TestHub;
let proposalsBefore: string;
let updatesBefore: string;
const cases: Case[] = [];
let active: LinkedPlan;

beforeAll(async () => {
  hub = await openTestHub();
  await hub.sql("employment-contracts", "update employment_contract set organization_id = ?", [
    organizations.insertionCreuse,
  ]);
  proposalsBefore = withoutRequestId((await askInTime(hub.ask, "karim", PROPOSALS)).body);
  updatesBefore = withoutRequestId((await askInTime(hub.ask, "karim", UPDATES)).body);
  for (const state of states)
    for (const isLinked of [false, true]) {
      const [plan] = await addLinkedPlans(hub, 1, { state, isLinked } satisfies LinkedPlanOptions);
      const one = { ...plan!, terms: randomUUID(), name: `${state}${isLinked ? ", linked" : ""}` };
      if (state !== "NEVER_WRITTEN") await addNewerExtracts(hub, [plan!], state);
      if (state !== "NEVER_WRITTEN" && state !== "NEVER_ASKED")
        await addTermsConsents(hub, [{ person: one.person, consent: one.terms }], state);
      cases.push(one);
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
const readInTime = ({ contract, person }: LinkedPlan) => askInTime(hub.ask, "karim", CONTRACT, { contract, person });

/** One of the operations of clients/referent, and what it is sent about a case. */
type Played = [file: string, variables: (one: Case) => Record<string, unknown>];
const terms = { endsOn: inMonths(6), weeklyHours: 16, isHoursAdjusted: false, commitments: ["Meet each month"] };
const NOBODYS = randomUUID();
const agreement = { agreedOn: today(), agreementMedium: "PHONE" };
const reads: Played[] = [
  ["open-employment-contract-record", ({ contract }) => ({ id: contract })],
  ["coordinate", ({ person }) => ({ person })],
  ["plan-proposals", () => ({ first: 2 })],
  ["plan-updates", () => ({ first: 2 })],
  ["prescriptions-in-fhir", () => ({ first: 5 })],
  ["prescribed-rupture-alerts", () => ({ first: 5 })],
  ["prescription-barriers", () => ({ first: 5 })],
  ["receiving-capacities", () => ({})],
  ["social-services-rectifications", () => ({ first: 5 })],
  ["employment-contracts-rectifications", () => ({ first: 5 })],
  ["contract-history", ({ person }) => ({ person })],
  ["contract-types", () => ({})],
  ["employment-contract-worklists", () => ({})],
];
const changes: Played[] = [
  [
    "link-plan-extract",
    ({ contract, extract, contentHash }) => asInput({ contract, planExtract: extract, contentHash }),
  ],
  ["unlink-plan-extract", ({ contract }) => asInput({ contract })],
  ["notify-orientation", ({ contract }) => asInput({ contract, orientationNotifiedOn: today() })],
  ["sign-employment-contract", ({ contract }) => asInput({ contract, signedOn: today() })],
  [
    "amend-employment-contract",
    ({ contract }) => asInput({ contract, version: 1, reason: "CHANGE_OF_GOAL", effectiveOn: today(), terms }),
  ],
  [
    "renew-employment-contract",
    ({ contract }) => asInput({ contract, version: 2, terms: { ...terms, endsOn: inMonths(18) } }),
  ],
  ["give-up-contract-version", ({ contract }) => asInput({ contract, version: 3 })],
  [
    "open-employment-contract",
    ({ person }) =>
      asInput({
        requestKey: randomUUID(),
        person,
        kind: "CONTRAT_ENGAGEMENT",
        startsOn: today(),
        terms,
      }),
  ],
  [
    "prescribe-health-support",
    ({ person }) =>
      asInput({ requestKey: randomUUID(), person, recipient: organizations.association, reasons: ["CARE_GIVEN_UP"] }),
  ],
  ["record-contract-review", ({ contract }) => asInput({ contract, reviewedOn: today() })],
  ["sign-contract-version", ({ contract, contentHash }) => asInput({ contract, version: 1, textHash: contentHash })],
  [
    "record-contract-signature",
    ({ contract, contentHash }) =>
      asInput({
        contract,
        version: 1,
        textHash: contentHash,
        signedOn: today(),
        medium: "ON_PAPER",
        documentHash: contentHash,
      }),
  ],
  [
    "record-coordination-meeting",
    () =>
      asInput({
        requestKey: randomUUID(),
        mandate: randomUUID(),
        heldOn: today(),
        agreedOn: today(),
        agreementMedium: "PHONE",
        participants: [],
        decisions: [],
        tasks: [],
      }),
  ],
  ["give-referent-mandate", ({ person }) => asInput({ person, ...agreement })],
  [
    "hand-over-referent-mandate",
    () => asInput({ mandate: NOBODYS, organization: organizations.association, ...agreement }),
  ],
  ["end-referent-mandate", () => asInput({ mandate: NOBODYS, reason: "GOALS_REACHED" })],
  [
    "plan-barrier-action",
    () => asInput({ requestKey: randomUUID(), barrier: NOBODYS, kind: "FSL_APPLICATION", dueOn: today() }),
  ],
  ["record-housing-stage", () => asInput({ barrier: NOBODYS, stage: "UNPAID_RENT" })],
  ["end-employment-contract", ({ contract }) => asInput({ contract, endedOn: today() })],
  ...["social-services", "employment-contracts"].flatMap((source): Played[] => [
    [`accept-${source}-rectification`, () => asInput({ rectification: NOBODYS })],
    [`refuse-${source}-rectification`, () => asInput({ rectification: NOBODYS, reason: "Cela est exact." })],
  ]),
  ["open-contract-type", () => asInput({ name: "CEO", kind: "CONTRAT_ENGAGEMENT", durationsInMonths: [6] })],
  ["close-contract-type", () => asInput({ contractType: randomUUID() })],
];
const pages: [file: string, more: Record<string, unknown>][] = [
  ["accompanied-persons", {}],
  ["employment-contracts", {}],
  ["employment-contract-worklist", { worklist: "TO_REVIEW" }],
];
const stored = readStoredOperations();
const textOf = (file: string) => stored.get(`referent/${file}`)!.text;

function asInput(input: Record<string, unknown>) {
  return { input };
}

/** Inputs that name what a case has nothing of. */
const unnamed = [
  "contract",
  "replaces",
  "prescription",
  "healthSupport",
  "healthActionPlan",
  "appointment",
  "restriction",
  "planStep",
  "supportAgreement",
  "adviceRequest",
  "corrects",
  "socialFile",
  "barrier",
  "barrierAction",
  "mandate",
  "authority",
  "record",
  "rectification",
  "contractType",
  "invitation",
  "accompaniment",
  "task",
  "participants",
  "funding",
  "target",
  "request",
  "round",
  "roundSeries",
  "stop",
  "session",
  "registration",
  "recipient",
  "recipientOrganization",
  "organization",
  "items",
  "sector",
  "attendants",
];

/** Changes are asked for ten at a time, which is as many as the hub takes. */
async function askAll(mutations: readonly FilledMutation[]): Promise<string> {
  const bodies: string[] = [];
  for (let first = 0; first < mutations.length; first += 10) {
    const some = mutations.slice(first, first + 10);
    const types = some.map(({ query }, index) => `$input${index}: ${/\$input: (\w+!)/.exec(query)![1]}`);
    const fields = some.map(({ query }, index) =>
      query.slice(query.indexOf("{") + 1, query.lastIndexOf("}")).replace("$input", `$input${index}`),
    );
    const inputs = some.map(({ input }, index) => [`input${index}`, input] as const);
    const query = `mutation (${types.join(", ")}) { ${fields.join(" ")} }`;
    bodies.push(withoutRequestId((await askInTime(hub.ask, "karim", query, Object.fromEntries(inputs))).body));
  }
  return bodies.join("\n");
}

/** What was made for a case has an identifier of its own, and the hash of a text that names it. */
const withoutIdentifiers = (body: string) =>
  body
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "NEW")
    .replaceAll(/"textHash":"[0-9a-f]{64}"/g, '"textHash":"NEW"');

describe("in whatever a référent's client sends, a plan that is not shared is a plan that is not there", () => {
  it("every operation of clients/referent is among them", () => {
    const files = [...stored.keys()].flatMap((path) => (path.startsWith("referent/") ? [path.slice(9)] : []));
    expect(
      [...reads, ...changes]
        .map(([file]) => file)
        .concat(pages.map(([file]) => file))
        .sort(),
    ).toEqual(files.sort());
  });

  it.each(pages)("%s, page by page: as many lines, in the same order, each the same", async (file, more) => {
    const lines: string[] = [];
    const counts = new Set<number>();
    let after: string | null = null;
    for (let page = 0; page < 20; page += 1) {
      const { data, errors } = await askInTime(hub.ask, "karim", textOf(file), { first: 5, after, ...more });
      expect(errors).toBeUndefined();
      const [{ edges, pageInfo, totalCount }] = Object.values(data) as [(typeof data)[string]];
      counts.add(totalCount);
      for (const { node } of edges) {
        const one = cases.find(({ contract, person }) => [contract, person].includes(node.id));
        if (one) lines.push(alike(JSON.stringify(node), one));
      }
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(counts.size).toBe(1);
    expect(lines).toEqual(cases.map(() => lines[0]));
  });

  it.each(reads)("%s: the same bytes, for the same calls and statements", async (file, variables) => {
    const costs: Record<string, unknown> = {};
    const ask = (one: Case) => countCalls(hub, () => askInTime(hub.ask, "karim", textOf(file), variables(one)));
    const answers = await answersOf(async (one) => {
      const isLinked = one.name.endsWith(", linked");
      const expected = costs[`NEVER_WRITTEN${isLinked ? ", linked" : ""}`];
      const isOther = ({ calls, statements }: { calls: unknown; statements: unknown }) =>
        expected !== undefined && JSON.stringify({ calls, statements }) !== JSON.stringify(expected);
      let cost = await ask(one);
      // What the others are held against must not be what a late registry cost.
      for (let tries = 0; expected === undefined && tries < 3; tries += 1) {
        const other = await ask(one);
        if (other.calls.length < cost.calls.length) cost = other;
      }
      // A registry that is late is asked twice, and keeps its ledger meanwhile: whoever asks again pays what it costs.
      for (let tries = 0; tries < 5 && isOther(cost); tries += 1) cost = await ask(one);
      costs[one.name] = { calls: cost.calls, statements: cost.statements };
      return cost.result;
    });
    sameForAll(answers);
    for (const { name } of cases)
      expect([name, costs[name]]).toEqual([
        name,
        costs[name.endsWith(", linked") ? "NEVER_WRITTEN, linked" : "NEVER_WRITTEN"],
      ]);
  });
});

describe("a plan that was never written, never asked for, offered, refused, withdrawn or has expired", () => {
  it("leaves the same bytes in the contract", async () => {
    const { data, errors } = sameForAll(await answersOf(readInTime));
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
    expect(withoutRequestId((await askInTime(hub.ask, "karim", PROPOSALS)).body)).toBe(proposalsBefore);
  });

  it("leaves the same empty list of contracts to update, though a newer extract of each was sent", async () => {
    const sent = await hub.sql("health-access", "select count(*)::int as n from plan_transmission");
    expect(sent[0].n).toBeGreaterThan(cases.length);
    expect(withoutRequestId((await askInTime(hub.ask, "karim", UPDATES)).body)).toBe(updatesBefore);
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
    const shown = (await readInTime(active)).data.employmentContract.planExtract;
    expect(shown).toMatchObject({ contentHash: active.contentHash });
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

describe("whatever a référent's client sends to change something", () => {
  it.each(changes)("%s: done, or refused, in the same words", async (file, variables) => {
    const bodies = await answersOf((one) => askInTime(hub.ask, "karim", textOf(file), variables(one)));
    const answers = Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, withoutIdentifiers(body)]));
    const { errors } = sameForAll(answers);
    expect(errors).toBeUndefined();
  });

  it("an offer about the contract he holds: whatever he does to one she was made is refused as to one that is not there", async () => {
    const asking = [
      "offerConsent",
      "cancelConsent",
      "attestConsent",
      "narrowConsent",
      "withdrawConsent",
      "draftConsent",
    ];
    const grants = {
      "draftConsent.source": organizations.insertionDoubs,
      "draftConsent.recipient": organizations.association,
      "draftConsent.purpose": "CARE_ACCESS_COORDINATION",
      "draftConsent.category": "CONTRACT_TERMS",
    };
    const answers = new Set<string>();
    for (const { person, terms: consent } of cases) {
      const names = [...unnamed, "grant", "planExtract", "resource"];
      const ids = Object.fromEntries(names.map((name) => [name, randomUUID()]));
      const values = { ...ids, ...grants, person, consent, contentHash: "0".repeat(64), requestKey: consent };
      const asked = fillMutations(values).filter(({ name }) => asking.includes(name));
      expect(asked).toHaveLength(asking.length);
      answers.add(withoutIdentifiers(await askAll(asked)));
    }
    expect([...answers]).toEqual([expect.stringContaining("FORBIDDEN")]);
  });

  it("any other change that could name her is refused to him in the same words", async () => {
    const strange = randomUUID();
    const played = new Set<string>();
    const answers: Record<string, string> = {};
    for (const one of cases.filter(({ name }) => !name.endsWith(", linked"))) {
      const { person, extract, consent, contentHash } = one;
      const [grant] = await hub.sql("consent", "select id from consent_grant where consent_id = ?", [consent]);
      const ids = Object.fromEntries(unnamed.map((name) => [name, strange]));
      const hers = { person, planExtract: extract, resource: extract, consent, grant: grant?.id ?? randomUUID() };
      const asked: FilledMutation[] = [];
      for (const filled of fillMutations({ ...ids, ...hers, contentHash, requestKey: randomUUID() })) {
        const isOfHers = Object.values(hers).some((id) => JSON.stringify(filled.input).includes(id));
        if (isOfHers && !changes.some(([file]) => kebabOf(filled.name) === file)) asked.push(filled);
      }
      for (const { name } of asked) played.add(name);
      answers[one.name] = withoutIdentifiers(await askAll(asked));
    }
    expect(answers.NEVER_WRITTEN).toContain("NOT_FOUND");
    expect([...played]).toEqual(expect.arrayContaining(["transmitPlanExtract", "withdrawConsent", "draftConsent"]));
    expect(new Set(Object.values(answers))).toEqual(new Set([answers.NEVER_WRITTEN]));
  });
});
