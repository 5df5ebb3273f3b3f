import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { DecisionRequest } from "../../../kit/decision.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { decide } from "../../../subgraphs/consent/repositories/decisions.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());

const answer = async (viewer: Viewer, request: DecisionRequest, em = hub.running.consent!.orm.em.fork()) => {
  const asking = { viewer, askedBy: "tests", requestId: randomUUID() };
  const { permitted } = await decide(em, asking, [request]);
  return permitted[0];
};
/** What would be answered after a change, which is undone. */
async function answerAfter(changes: readonly string[], viewer: Viewer, request: DecisionRequest) {
  const em = hub.running.consent!.orm.em.fork();
  await em.begin();
  try {
    for (const change of changes) await em.execute(change);
    return await answer(viewer, request, em);
  } finally {
    await em.rollback();
  }
}

/** No trigger runs: what the database refuses to come to is decided rightly too. */
const UNGUARDED = "set local session_replication_role = replica";

/** What Amina's seeded consent lets the association read of what the centre holds. */
const granted: DecisionRequest = {
  subject: people.amina,
  holder: organizations.medicoSocialCentre,
  category: "CARE_NAVIGATION",
  purpose: "CARE_ACCESS_COORDINATION",
  operation: "READ",
  coordinates: ["Prescription.status"],
};
/** Karim's service accompanies her. */
const identity: DecisionRequest = { ...granted, holder: null, category: "IDENTITY_CONTACT", coordinates: [] };

describe("a grant opens exactly what it names", () => {
  test("as it is asked", async () => {
    expect(await answer(claire, granted)).toBe(true);
  });

  test.each<[string, Partial<DecisionRequest>]>([
    ["an unknown person", { subject: randomUUID() }],
    ["another holder", { holder: organizations.insertionDoubs }],
    ["no holder", { holder: null }],
    ["another category", { category: "HEALTH_OBSERVATION" }],
    ["another purpose", { purpose: "RIGHTS_OPENING" }],
    ["another operation", { operation: "INTEGRATE" }],
    ["a further receiver without a grant", { receivers: [organizations.insertionDoubs] }],
  ])("not %s", async (_, change) => {
    expect(await answer(claire, { ...granted, ...change })).toBe(false);
  });

  test.each<[string, Viewer]>([
    ["a viewer of another organisation", paul],
    ["a viewer who says she is of the recipient", { ...paul, organization: organizations.association }],
    ["a member who names no organisation", { ...claire, organization: null }],
  ])("not to %s", async (_, viewer) => {
    expect(await answer(viewer, granted)).toBe(false);
  });
});

test("what many questions have in common is said once, and each is answered and logged in its own words", async () => {
  const em = hub.running.consent!.orm.em.fork();
  const asked: DecisionRequest[] = [
    { ...granted, coordinates: ["Prescription.status"] },
    { ...granted, coordinates: ["Prescription.reasons"] },
    { ...granted, holder: organizations.insertionDoubs },
    { ...granted, category: "HEALTH_OBSERVATION" },
    { ...granted, purpose: "RIGHTS_OPENING" },
    { ...granted, operation: "NOTIFY" },
    { ...granted, receivers: [organizations.insertionDoubs] },
    { ...granted, resource: people.bruno, contentHash: "of another text" },
    { ...granted, subject: people.bruno },
    { ...granted, coordinates: ["Prescription.status"] },
  ];
  const requestId = randomUUID();
  const { permitted } = await decide(em, { viewer: claire, askedBy: "tests", requestId }, asked);
  expect(permitted).toEqual([true, true, false, false, false, true, false, true, true, true]);
  const logged = await em.execute(
    `select person_id as subject, source_organization_id as holder, category, purpose, operation, resource_id as resource,
       array_length(receiver_organization_ids, 1) - 1 as others, coordinates, is_permitted from decision_record
     where request_id = ? order by id`,
    [requestId],
  );
  const expected = asked.map(({ contentHash: _, receivers = [], resource = null, ...words }, index) => ({
    ...words,
    resource,
    others: receivers.length,
    is_permitted: permitted[index],
  }));
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  expect(sorted(logged)).toEqual(sorted(expected));
});

describe("a grant is open only while everything it rests on holds", () => {
  afterEach(() => expect(answer(claire, granted)).resolves.toBe(true));

  test.each([
    ["the consent is withdrawn", "consent", "state", "'WITHDRAWN'"],
    ["the consent is suspended", "consent", "(state, suspension_cause)", "('SUSPENDED', 'ASKED_BY_PERSON')"],
    ["the consent is superseded", "consent", "state", "'SUPERSEDED'"],
    ["the consent is invalidated", "consent", "state", "'INVALIDATED'"],
    ["the consent has expired", "consent", "not_after", "now()"],
    ["the grant has ended", "consent_grant", "ended_at", "now()"],
    ["the grant has expired", "consent_grant", "not_after", "now()"],
    ["the grant has not begun", "consent_grant", "not_before", "now() + interval '1 day'"],
    ["the agreement has ended", "data_sharing_agreement", "valid_to", "now()"],
    ["the agreement has not begun", "data_sharing_agreement", "valid_from", "now() + interval '1 day'"],
    ["the agreement covers other categories", "data_sharing_agreement", "categories", "'{}'"],
    ["the agreement covers other purposes", "data_sharing_agreement", "purposes", "'{}'"],
    ["the agreement covers other roles", "data_sharing_agreement", "roles", "'{}'"],
    ["the grant is for other roles", "consent_grant", "grantee_roles", "'{SOCIAL_WORKER}'"],
    ["the member holds another role", "membership", "role", "'DIRECTORY_EDITOR'"],
    ["the membership has ended", "membership", "ended_at", "now()"],
  ])("not when %s", async (_, table, column, value) => {
    expect(await answerAfter([UNGUARDED, `update ${table} set ${column} = ${value}`], claire, granted)).toBe(false);
  });
});

describe("whoever accompanies her may know who she is", () => {
  test("to coordinate her access to care, and she herself whatever for", async () => {
    expect(await answer(karim, identity)).toBe(true);
    expect(await answer(amina, { ...identity, purpose: "RIGHTS_OPENING" })).toBe(true);
  });

  test.each<[string, Partial<DecisionRequest>]>([
    ["for another purpose", { purpose: "EVALUATION_AGGREGATE" }],
    ["to bind it into a record", { operation: "INTEGRATE" }],
    ["to hand it to others", { receivers: [organizations.partner] }],
    ["to know more than that", { category: "CARE_NAVIGATION" }],
  ])("not %s", async (_, change) => {
    expect(await answer(karim, { ...identity, ...change })).toBe(false);
  });
});

describe("a restriction beats every grant", () => {
  const PROFESSIONAL_OF_CLAIRE = "(select id from professional where subject = 'development|claire')";
  const restrict = (words: Readonly<Record<string, string>>) => {
    const row = { id: "gen_random_uuid()", person_id: `'${people.amina}'`, starts_at: "now()", ...words };
    return `insert into restriction (${Object.keys(row)}) values (${Object.values(row)})`;
  };
  const { association, medicoSocialCentre } = organizations;

  test.each<[string, Readonly<Record<string, string>>]>([
    ["everyone, everything", {}],
    ["her organisation", { grantee_organization_id: `'${association}'` }],
    ["her role", { grantee_role: "'HEALTH_NAVIGATOR'" }],
    ["herself", { grantee_professional_id: PROFESSIONAL_OF_CLAIRE }],
    ["the category", { category: "'CARE_NAVIGATION'" }],
    ["the purpose", { purpose: "'CARE_ACCESS_COORDINATION'" }],
    ["all of them at once", { grantee_organization_id: `'${association}'`, grantee_role: "'HEALTH_NAVIGATOR'" }],
    ["this hour", { ends_at: "now() + interval '1 hour'" }],
  ])("that names %s", async (_, words) => {
    expect(await answerAfter([restrict(words)], claire, granted)).toBe(false);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["another organisation", { grantee_organization_id: `'${organizations.insertionDoubs}'` }],
    ["who holds the data", { grantee_organization_id: `'${medicoSocialCentre}'` }],
    ["another role", { grantee_role: "'SOCIAL_WORKER'" }],
    ["a colleague", { grantee_professional_id: "(select id from professional where subject = 'development|sophie')" }],
    ["another category", { category: "'IDENTITY_CONTACT'" }],
    ["another purpose", { purpose: "'RIGHTS_OPENING'" }],
    [
      "her role in another organisation",
      { grantee_organization_id: `'${medicoSocialCentre}'`, grantee_role: "'HEALTH_NAVIGATOR'" },
    ],
    ["an hour that is over", { starts_at: "now() - interval '1 hour'", ends_at: "now()" }],
    ["an hour to come", { starts_at: "now() + interval '1 hour'" }],
    ["somebody else", { person_id: `'${people.bruno}'` }],
  ])("but none of what it does not name: %s", async (_, words) => {
    expect(await answerAfter([restrict(words)], claire, granted)).toBe(true);
  });

  test("for a further receiver where it names it as a whole; who reads there is asked about by herself", async () => {
    const told: DecisionRequest = { ...granted, operation: "NOTIFY", receivers: [association] };
    const words = { grantee_organization_id: `'${association}'` };
    expect(await answer(sophie, told)).toBe(true);
    expect(await answerAfter([restrict(words)], sophie, told)).toBe(false);
    expect(await answerAfter([restrict({ ...words, grantee_role: "'HEALTH_NAVIGATOR'" })], sophie, told)).toBe(true);
  });

  test("and neither what is her own, nor what an organisation holds, nor whom it accompanies", async () => {
    expect(await answerAfter([restrict({})], amina, granted)).toBe(true);
    expect(await answerAfter([restrict({})], sophie, granted)).toBe(true);
    expect(await answerAfter([restrict({})], karim, identity)).toBe(true);
  });

  test("and is logged as what it is, unlike a grant that is missing", async () => {
    const em = hub.running.consent!.orm.em.fork();
    await em.begin();
    await em.execute(restrict({}));
    await answer(claire, granted, em);
    const [logged] = await em.execute("select reason, is_permitted from decision_record order by id desc limit 1");
    await em.rollback();
    expect(logged).toEqual({ reason: "RESTRICTED", is_permitted: false });
  });
});
