import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());

const ask = (viewer: Parameters<Harness["ask"]>[1], query: string, variables = {}) =>
  hub.ask("consent", viewer, query, variables);
const PERSON = `{ person(id: "${people.amina}") { id givenName familyName } }`;
const HASH = "a".repeat(64);

const DRAFT = `mutation ($input: DraftConsentInput!) { draftConsent(input: $input) { consent { id state grants { id category purpose approvedContentHash } notice { contentHash } } userErrors { code field message } } }`;
const draft = (requestKey: string, change: object = {}) => ({
  input: {
    requestKey,
    person: people.amina as string,
    grants: [
      {
        recipient: organizations.insertionDoubs,
        purpose: "CONTRACT_INTEGRATION",
        category: "EMPLOYMENT_EXTRACT",
        operations: ["READ", "INTEGRATE", "NOTIFY"],
        resource: randomUUID(),
        contentHash: HASH,
        ...change,
      },
    ],
  },
});
const act = (name: string, input: string) =>
  `mutation { ${name}(input: ${input}) { consent { id state } userErrors { code field } } }`;

/** A consent of Amina's in the state wanted, made through the mutations. */
async function prepare(state: "DRAFT" | "OFFERED" | "ACTIVE") {
  const { data } = await ask(claire, DRAFT, draft(randomUUID()));
  const made = data.draftConsent.consent;
  if (state !== "DRAFT") await ask(claire, act("offerConsent", `{ consent: "${made.id}" }`));
  if (state === "ACTIVE") await give(made);
  return made;
}
const give = (
  made: { id: string; notice: { contentHash: string }; grants: { id: string }[] },
  change: { notice?: string; content?: string } = {},
) =>
  ask(
    amina,
    act(
      "giveConsent",
      `{ consent: "${made.id}", noticeHash: "${change.notice ?? made.notice.contentHash}", approvals: [{ grant: "${made.grants[0]!.id}", contentHash: "${change.content ?? HASH}" }] }`,
    ),
  );

describe("who a person is", () => {
  test("is known to herself, to those who accompany her and to those she permits", async () => {
    for (const viewer of [amina, sophie, karim, claire]) {
      const { data } = await ask(viewer, PERSON);
      expect(data.person).toEqual({ id: people.amina, givenName: "Amina", familyName: "Personne-Fictive" });
    }
  });

  test("is nothing to anyone else: no row, no error, as for an unknown person", async () => {
    for (const viewer of [paul, leo, nadia, null]) {
      const known = await ask(viewer, PERSON);
      const unknown = await ask(viewer, PERSON.replace(people.amina, randomUUID()));
      expect(known).toEqual({ status: 200, data: { person: null } });
      expect(unknown).toEqual(known);
    }
  });

  test("a removed membership closes her at the next request", async () => {
    const em = hub.running.consent!.orm.em.fork();
    await em.execute("update membership set ended_at = now() where organization_id = ?", [
      organizations.insertionDoubs,
    ]);
    const { data } = await ask(karim, PERSON);
    await em.execute("update membership set ended_at = null where organization_id = ?", [organizations.insertionDoubs]);
    expect(data.person).toBeNull();
  });

  test("people accompanied are listed to their own organisation, with a right count", async () => {
    const query =
      "{ accompaniedPersons(first: 1) { totalCount edges { node { givenName } } pageInfo { hasNextPage endCursor } } }";
    const first = (await ask(karim, query)).data.accompaniedPersons;
    expect(first).toMatchObject({
      totalCount: 2,
      edges: [{ node: { givenName: "Amina" } }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await ask(karim, query.replace("first: 1", `first: 1, after: "${first.pageInfo.endCursor}"`))).data
      .accompaniedPersons;
    expect(second).toMatchObject({ edges: [{ node: { givenName: "Bruno" } }], pageInfo: { hasNextPage: false } });
    expect((await ask(paul, query)).data.accompaniedPersons).toMatchObject({ totalCount: 0, edges: [] });
  });
});

test("a professional is known by her name and her organisations, to herself and by reference", async () => {
  const query = "{ viewer { roles professional { id displayName organizations { id } } } }";
  const { professional } = (await ask(karim, query)).data.viewer;
  expect(professional).toMatchObject({
    displayName: "karim (fictif)",
    organizations: [{ id: organizations.insertionDoubs }],
  });
  const byReference =
    "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Professional { displayName } } }";
  const { data } = await ask(paul, byReference, { refs: [{ __typename: "Professional", id: professional.id }] });
  expect(data._entities).toEqual([{ displayName: "karim (fictif)" }]);
  expect((await ask(amina, query)).data.viewer).toEqual({ roles: [], professional: null });
});

test("agreements are shown to their parties and to the data-protection officer", async () => {
  const query = "{ dataSharingAgreements { purposes categories source { id } recipient { id } } }";
  const seen = async (viewer: Parameters<typeof ask>[0]) => (await ask(viewer, query)).data.dataSharingAgreements;
  expect(await seen(karim)).toEqual([
    {
      purposes: ["SOCIAL_FOLLOW_UP"],
      categories: ["SOCIAL_RIGHTS"],
      source: { id: organizations.insertionDoubs },
      recipient: { id: organizations.medicoSocialCentre },
    },
    {
      purposes: ["CONTRACT_INTEGRATION"],
      categories: ["EMPLOYMENT_EXTRACT"],
      source: { id: organizations.association },
      recipient: { id: organizations.insertionDoubs },
    },
    {
      purposes: ["CARE_ACCESS_COORDINATION"],
      categories: ["CONTRACT_TERMS"],
      source: { id: organizations.insertionDoubs },
      recipient: { id: organizations.association },
    },
  ]);
  expect(await seen(claire)).toHaveLength(6);
  expect(await seen(nadia)).toHaveLength(7);
  for (const viewer of [paul, amina, null]) expect(await seen(viewer)).toEqual([]);
});

describe("a consent", () => {
  test("is prepared once for the same key, and only for what an agreement covers", async () => {
    const variables = draft(randomUUID());
    const once = await ask(claire, DRAFT, variables);
    expect(once.data.draftConsent).toMatchObject({
      consent: { state: "DRAFT", grants: [{ category: "EMPLOYMENT_EXTRACT" }] },
      userErrors: [],
    });
    expect((await ask(claire, DRAFT, variables)).data.draftConsent.consent).toEqual(once.data.draftConsent.consent);
    const beyond = await ask(claire, DRAFT, draft(randomUUID(), { category: "HEALTH_OBSERVATION" }));
    expect(beyond.data.draftConsent).toEqual({
      consent: null,
      userErrors: [expect.objectContaining({ code: "BAD_USER_INPUT", field: ["grants", "0"] })],
    });
  });

  test("is prepared by no one without the role, nor for a person the organisation does not know", async () => {
    expect((await ask(karim, DRAFT, draft(randomUUID()))).data.draftConsent.userErrors[0].code).toBe("FORBIDDEN");
    const variables = draft(randomUUID());
    variables.input.person = randomUUID();
    expect((await ask(claire, DRAFT, variables)).data.draftConsent.userErrors[0].code).toBe("NOT_FOUND");
  });

  test("to integrate must name the record and its content", async () => {
    const { data } = await ask(claire, DRAFT, draft(randomUUID(), { contentHash: null }));
    expect(data.draftConsent.userErrors[0].code).toBe("BAD_USER_INPUT");
  });

  test("is given by the person alone, for the notice and the content she read", async () => {
    const made = await prepare("OFFERED");
    const give_ = act(
      "giveConsent",
      `{ consent: "${made.id}", noticeHash: "${made.notice.contentHash}", approvals: [{ grant: "${made.grants[0].id}", contentHash: "${HASH}" }] }`,
    );
    expect((await ask(claire, give_)).data.giveConsent.userErrors[0].code).toBe("FORBIDDEN");
    expect((await give(made, { notice: "b".repeat(64) })).data.giveConsent.userErrors[0].field).toEqual(["noticeHash"]);
    expect((await give(made, { content: "b".repeat(64) })).data.giveConsent.userErrors[0].field).toEqual(["approvals"]);
    expect((await give(made)).data.giveConsent).toEqual({ consent: { id: made.id, state: "ACTIVE" }, userErrors: [] });
    expect((await give(made)).data.giveConsent.consent.state).toBe("ACTIVE");
  });

  test("that was not offered cannot be given, and one refused is refused for good", async () => {
    const drafted = await prepare("DRAFT");
    expect((await give(drafted)).data.giveConsent.userErrors[0].code).toBe("CONFLICT_VERSION");
    const offered = await prepare("OFFERED");
    const refused = await ask(amina, act("refuseConsent", `{ consent: "${offered.id}" }`));
    expect(refused.data.refuseConsent.consent.state).toBe("REFUSED");
    expect((await give(offered)).data.giveConsent.userErrors[0].code).toBe("CONFLICT_VERSION");
  });

  test("is withdrawn from any state, as often as one likes", async () => {
    for (const [state, after] of [
      ["DRAFT", "REFUSED"],
      ["OFFERED", "REFUSED"],
      ["ACTIVE", "WITHDRAWN"],
    ] as const) {
      const made = await prepare(state);
      const withdraw = act("withdrawConsent", `{ consent: "${made.id}" }`);
      for (const viewer of [amina, amina, claire]) {
        expect((await ask(viewer, withdraw)).data.withdrawConsent).toEqual({
          consent: { id: made.id, state: after },
          userErrors: [],
        });
      }
    }
  });

  test("that is not hers or her organisation's does not exist for the viewer", async () => {
    const made = await prepare("ACTIVE");
    for (const viewer of [karim, paul, sophie, leo]) {
      const answer = await ask(viewer, `{ consent(id: "${made.id}") { id } }`);
      expect(answer).toEqual({ status: 200, data: { consent: null } });
      const withdraw = await ask(viewer, act("withdrawConsent", `{ consent: "${made.id}" }`));
      expect(withdraw.data.withdrawConsent).toEqual({
        consent: null,
        userErrors: [{ code: "NOT_FOUND", field: ["consent"] }],
      });
    }
  });

  test("expires by the clock alone", async () => {
    const made = await prepare("ACTIVE");
    await hub.running.consent!.orm.em.fork().execute("update consent set not_after = now() where id = ?", [made.id]);
    expect((await ask(amina, `{ consent(id: "${made.id}") { state } }`)).data.consent.state).toBe("EXPIRED");
  });
});

describe("the log", () => {
  test("shows the person who asked, when, for what and whether it was shown, and shows it to nobody else", async () => {
    await ask(paul, PERSON);
    await ask(karim, PERSON);
    const query = `{ me { disclosures(first: 2) { totalCount edges { node { isPermitted category purpose roles: actorRoles organization { id } decidedAt coordinates } } } } }`;
    const { data, errors } = await ask(amina, query);
    expect(errors).toBeUndefined();
    expect(data.me.disclosures.edges.map(({ node }: { node: object }) => node)).toEqual([
      expect.objectContaining({
        isPermitted: true,
        roles: ["INSERTION_REFERENT"],
        organization: { id: organizations.insertionDoubs },
        category: "IDENTITY_CONTACT",
      }),
      expect.objectContaining({
        isPermitted: false,
        roles: ["INSERTION_REFERENT"],
        organization: { id: organizations.insertionCreuse },
        coordinates: expect.arrayContaining(["Person.givenName"]),
      }),
    ]);
    const others = await ask(karim, `{ person(id: "${people.amina}") { disclosures { totalCount } } }`);
    expect(others.data.person.disclosures).toBeNull();
  });

  test("is never changed, deleted or emptied", async () => {
    const em = hub.running.consent!.orm.em.fork();
    for (const sql of [
      "update decision_record set is_permitted = true",
      "delete from decision_record",
      "truncate decision_record",
      "delete from consent_event",
    ]) {
      await expect(em.execute(sql)).rejects.toThrow("append-only");
    }
  });

  test("permits nothing it cannot write", async () => {
    const em = hub.running.consent!.orm.em.fork();
    await em.execute("alter table decision_record add constraint full_disk check (false) not valid");
    const { data, errors } = await ask(karim, PERSON);
    await em.execute("alter table decision_record drop constraint full_disk");
    expect(data).toEqual({ person: null });
    expect(errors![0]!.extensions.code).toBe("CONSENT_UNVERIFIABLE");
  });
});
