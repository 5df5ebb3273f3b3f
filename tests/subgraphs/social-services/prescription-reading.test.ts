import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

const COUNT = 60;
const idOf = (index: number) => `0d000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
const LIST =
  "query ($first: Int!, $after: String) { prescriptions(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } }";
const everyoneElse = [
  paul,
  karim,
  leo,
  nadia,
  null,
  { ...karim, organization: organizations.medicoSocialCentre },
  { ...sophie, organization: organizations.insertionCreuse },
];

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
  for (let index = 1; index <= COUNT; index++) await insert(index, index % 2 === 0 ? people.amina : people.bruno);
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.registry.revokeAll();
  hub.registry.calls.length = 0;
  hub.statements.length = 0;
});

/** Two a minute, so that instants repeat and the page order needs the identifier too. */
async function insert(index: number, person: string): Promise<void> {
  const requestedAt = new Date(Date.UTC(2026, 10, 20, 9, Math.floor(index / 2)));
  await hub.sql(
    `insert into prescription (id, person_id, organization_id, recipient_organization_id, request_key, reasons, recorded_status, requested_at, version)
     values (?, ?, ?, ?, ?, '{APPOINTMENTS}', 'REQUESTED', ?, 1)`,
    [idOf(index), person, organizations.medicoSocialCentre, organizations.association, randomUUID(), requestedAt],
  );
  await hub.sql(
    `insert into prescription_transition (id, person_id, organization_id, prescription_id, version, "to", recorded_at, actor_role, actor_organization_id)
     values (?, ?, ?, ?, 1, 'REQUESTED', ?, 'SOCIAL_WORKER', ?)`,
    [
      randomUUID(),
      person,
      organizations.medicoSocialCentre,
      idOf(index),
      requestedAt,
      organizations.medicoSocialCentre,
    ],
  );
}

const references = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __typename: "Prescription", id: idOf(index + 1) }));
const ENTITIES =
  "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Prescription { id status person { id } history { to actorOrganization { id } } outcome { code } } } }";

describe("a list of prescriptions", () => {
  test("gives the prescriber all of hers, page by page, none twice and none forgotten", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await hub.ask(sophie, LIST, { first: 7, after });
      expect(data.prescriptions.totalCount).toBe(COUNT);
      seen.push(...data.prescriptions.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = data.prescriptions.pageInfo.hasNextPage ? data.prescriptions.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(
      Array.from({ length: COUNT }, (_, index) => idOf(COUNT - index))
        .sort()
        .reverse(),
    );
  });

  test("gives the association those of people who consent: the others are neither counted nor paged", async () => {
    hub.permitAssociation(people.amina);
    const { data } = await hub.ask(claire, LIST, { first: 100 });
    expect(data.prescriptions.totalCount).toBe(COUNT / 2);
    expect(data.prescriptions.edges).toHaveLength(COUNT / 2);
    expect(data.prescriptions.pageInfo.hasNextPage).toBe(false);
  });

  test("gives the person her own", async () => {
    const { data } = await hub.ask(amina, LIST, { first: 1 });
    expect(data.prescriptions).toMatchObject({ totalCount: COUNT / 2, edges: [{ node: { id: idOf(COUNT) } }] });
  });

  test("costs two statements and one decision call, whatever the rows", async () => {
    hub.permitAssociation(people.amina);
    for (const first of [1, 100]) {
      hub.registry.calls.length = 0;
      hub.statements.length = 0;
      await hub.ask(claire, LIST, { first });
      expect(hub.statements).toHaveLength(2);
      expect(hub.registry.calls).toHaveLength(1);
    }
    hub.registry.calls.length = 0;
    await hub.ask(sophie, LIST, { first: 100 });
    expect(hub.registry.calls).toEqual([]);
  });

  test("refuses a cursor it did not give, and too large a page", async () => {
    for (const variables of [{ first: 1, after: "x" }, { first: 1, after: "WzEsMl0" }, { first: 101 }, { first: 0 }]) {
      const { errors } = await hub.ask(sophie, LIST, variables);
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });
});

describe("references", () => {
  test("to a hundred rows cost one statement a kind of row and one decision call", async () => {
    hub.permitAssociation(people.amina);
    hub.permitAssociation(people.bruno);
    for (const count of [2, COUNT]) {
      hub.registry.calls.length = 0;
      hub.statements.length = 0;
      const { data } = await hub.ask(claire, ENTITIES, { refs: references(count) });
      expect(data._entities.every((row: unknown) => row !== null)).toBe(true);
      expect(hub.statements).toHaveLength(3);
      expect(hub.registry.calls).toHaveLength(1);
    }
  });
});

describe("a person of another territory, another office or nowhere", () => {
  test("sees no prescription by list, identifier, alias, fragment, reference or person", async () => {
    hub.permitAssociation();
    for (const viewer of everyoneElse) {
      const { data } = await hub.ask(
        viewer,
        `query ($refs: [_Any!]!, $people: [_Any!]!) {
          prescriptions { totalCount edges { cursor } }
          one: prescription(id: "${idOf(1)}") { id }
          two: prescription(id: "${idOf(2)}") { ...shown }
          unknown: prescription(id: "${randomUUID()}") { ...shown }
          references: _entities(representations: $refs) { __typename ...shown }
          people: _entities(representations: $people) { ... on Person { prescriptions { id } } }
        }
        fragment shown on Prescription { status note reasons history { to } outcome { code } }`,
        { refs: references(2), people: [{ __typename: "Person", id: people.amina }] },
      );
      expect(data).toEqual({
        prescriptions: { totalCount: 0, edges: [] },
        one: null,
        two: null,
        unknown: null,
        references: [null, null],
        people: [{ prescriptions: [] }],
      });
    }
  });

  test("gets the same bytes for a prescription that exists and for one that does not", async () => {
    const ask = (id: string) => hub.ask(paul, `{ prescription(id: "${id}") { id status note } }`);
    expect(await ask(idOf(1))).toEqual(await ask(randomUUID()));
  });
});

test("a registry that does not answer closes the association's list and says so, and leaves the centre its own", async () => {
  const url = hub.hub.peers.consent!;
  hub.hub.peers.consent = "http://127.0.0.1:9";
  try {
    const { data, errors } = await hub.ask(claire, LIST, { first: 1 });
    expect(data?.prescriptions ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "CONSENT_UNVERIFIABLE" } }]);
    expect((await hub.ask(sophie, LIST, { first: 1 })).data.prescriptions.totalCount).toBe(COUNT);
  } finally {
    hub.hub.peers.consent = url;
  }
});
