import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { dueOn, isLate } from "../../kit/rectification/due-on.ts";
import { contracts, organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, type Story } from "../../scripts/journey/story.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

jest.setTimeout(120_000);
let hub: TestHub;
let story: Story;
beforeAll(async () => {
  hub = await openTestHub();
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
});
afterAll(() => hub?.close());

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly dueOn: string;
  readonly isLate: boolean;
  readonly sentence: string;
  readonly person: { readonly id: string };
}
interface Page {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Shown }[];
  readonly pageInfo: { readonly endCursor: string };
}

type Source = "HealthAccess" | "SocialServices" | "EmploymentContracts";
const FIELDS = "id kind recordId statement state reason dueOn isLate sentence person { id }";

async function act(who: string, act: "request" | "accept" | "refuse", source: Source, input: Record<string, unknown>) {
  const name = `${act}${source}Rectification`;
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { rectification { ${FIELDS} } userErrors { code field } } }`;
  const { data, errors } = await hub.ask(who, query, { input });
  return data?.[name] ?? { errors };
}

/** Amina asks about her support unless told otherwise; the request as she is answered it. */
async function requested(source: Source = "HealthAccess", about: Record<string, unknown> = {}) {
  const asked = {
    requestKey: randomUUID(),
    kind: "HealthSupport",
    record: story.support,
    statement: "La date est fausse.",
  };
  const { rectification, userErrors } = await act("amina", "request", source, { ...asked, ...about });
  expect(userErrors).toEqual([]);
  return rectification;
}

async function worklist(who: string, source = "healthAccess", options = "first: 50"): Promise<Page | null> {
  const query = `{ ${source}Rectifications(${options}) { totalCount edges { node { ${FIELDS} } } pageInfo { endCursor hasNextPage } } }`;
  return (await hub.ask(who, query)).data[`${source}Rectifications`];
}
const idsOf = (page: Page | null) => page?.edges.map(({ node }) => node.id);

async function own(who = "amina"): Promise<Shown[]> {
  return (await hub.ask(who, `{ me { healthAccessRectifications { ${FIELDS} } } }`)).data.me.healthAccessRectifications;
}

describe("what a person says is wrong", () => {
  test.each([
    ["HealthAccess", "healthAccess", "claire", "HealthSupport", (): string => story.support],
    ["SocialServices", "socialServices", "sophie", "SocialFile", (): string => "0f000000-0000-4000-8000-000000000001"],
    ["EmploymentContracts", "employmentContracts", "karim", "EmploymentContract", (): string => contracts.amina],
  ] as const)(
    "of a record in %s is read by those who hold it and read such records, and by nobody else",
    async (source, field, who, kind, record: () => string) => {
      const asked = await requested(source, { kind, record: record() });
      expect(asked).toMatchObject({
        kind,
        recordId: record(),
        state: "REQUESTED",
        isLate: false,
        statement: "La date est fausse.",
      });
      const page = await worklist(who, field);
      expect(idsOf(page)).toContain(asked.id);
      expect(page!.edges.at(-1)!.node.person.id).toBe(people.amina);
      for (const other of ["claire", "sophie", "karim", "paul", "leo", "nadia", "bruno"].filter(
        (name) => name !== who,
      )) {
        const found = await worklist(other, field);
        expect([other, found?.totalCount ?? 0, idsOf(found) ?? []]).toEqual([other, 0, []]);
        const { data } = await hub.ask(
          other,
          `query ($id: ID!) { person(id: $id) { ${field}Rectifications { id } } }`,
          { id: people.amina },
        );
        expect([other, data.person?.[`${field}Rectifications`] ?? null]).toEqual([other, null]);
      }
    },
  );

  test("is due first at the top, page by page, and one statement a page however many there are", async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      id: randomUUID(),
      person_id: people.bruno,
      organization_id: organizations.association,
      kind: "HealthSupport",
      record_id: randomUUID(),
      statement: "Cela n'est pas exact.",
      requested_at: new Date(Date.UTC(2026, 0, 1 + index)),
      state: "REQUESTED",
    }));
    await insertRows(hub, "health-access", "rectification", rows);
    const statements = async (first: number) => {
      hub.statements["health-access"] = [];
      const page = await worklist("claire", "healthAccess", `first: ${first}`);
      return { page, count: hub.statements["health-access"]!.filter((sql) => /from "?rectification/.test(sql)).length };
    };
    const [few, many] = [await statements(2), await statements(12)];
    expect(idsOf(many.page)).toEqual(rows.map(({ id }) => id));
    // The page and its count.
    expect([few.count, many.count]).toEqual([2, 2]);
    const next = await worklist("claire", "healthAccess", `first: 3, after: "${few.page!.pageInfo.endCursor}"`);
    expect(idsOf(next)).toEqual(rows.slice(2, 5).map(({ id }) => id));
    await hub.sql("health-access", "delete from rectification where person_id = ?", [people.bruno]);
  });

  test("is asked once under one key, and the key is nobody else's", async () => {
    const content = { requestKey: randomUUID(), kind: "HealthSupport", record: story.support, statement: "Une fois." };
    expect((await act("amina", "request", "HealthAccess", content)).rectification).toMatchObject({
      state: "REQUESTED",
    });
    expect((await act("amina", "request", "HealthAccess", content)).rectification).toMatchObject({
      id: content.requestKey,
      statement: "Une fois.",
      state: "REQUESTED",
    });
    const [{ n }] = await hub.sql("health-access", "select count(*)::int as n from rectification where id = ?", [
      content.requestKey,
    ]);
    expect(n).toBe(1);
    expect(await act("amina", "request", "HealthAccess", { ...content, statement: "Autre chose." })).toEqual({
      rectification: null,
      userErrors: [{ code: "BAD_USER_INPUT", field: ["requestKey"] }],
    });
  });

  test.each([
    ["a record of another person", "HealthAccess", "HealthSupport", () => story.support, "bruno"],
    ["a record nobody has", "HealthAccess", "HealthSupport", () => randomUUID(), "amina"],
    ["a kind nobody knows", "HealthAccess", "Secret", () => story.support, "amina"],
    ["a record of another kind", "HealthAccess", "Diagnosis", () => story.support, "amina"],
    ["a record another source holds", "SocialServices", "HealthSupport", () => story.support, "amina"],
    ["what became of a request", "HealthAccess", "HealthAccessRectification", () => randomUUID(), "amina"],
  ] as const)("about %s is not found", async (_, source, kind, record, who) => {
    const content = { requestKey: randomUUID(), kind, record: record(), statement: "Cela n'est pas exact." };
    expect(await act(who, "request", source, content)).toEqual({
      rectification: null,
      userErrors: [{ code: "NOT_FOUND", field: ["record"] }],
    });
  });

  test("is said by nobody in her place, and holds no national number", async () => {
    const content = {
      requestKey: randomUUID(),
      kind: "HealthSupport",
      record: story.support,
      statement: "Cela est faux.",
    };
    for (const name of ["claire", "karim", "sophie", "nadia", "leo"])
      expect((await act(name, "request", "HealthAccess", content)).userErrors).toEqual([
        { code: "FORBIDDEN", field: null },
      ]);
    const numbered = { ...content, statement: "Mon numéro est 2 84 05 25 056 000 12." };
    expect((await act("amina", "request", "HealthAccess", numbered)).errors[0].extensions.code).toBe("BAD_USER_INPUT");
    expect(await hub.sql("health-access", "select from rectification where id = ?", [content.requestKey])).toEqual([]);
  });
});

describe("the answer", () => {
  test("that a record was corrected is told in plain French, once, and for good", async () => {
    const { id: rectification } = await requested();
    for (const _ of [1, 2])
      expect((await act("claire", "accept", "HealthAccess", { rectification })).rectification).toMatchObject({
        state: "ACCEPTED",
      });
    expect((await act("claire", "refuse", "HealthAccess", { rectification, reason: "Non." })).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: null },
    ]);
    const told = (await own()).find(({ id }) => id === rectification)!;
    expect(told.sentence).toMatch(/a répondu qu'il l'a corrigée\.$/);
    expect(idsOf(await worklist("claire"))).not.toContain(rectification);
    expect(idsOf(await worklist("claire", "healthAccess", "first: 50, isWaitingOnly: false"))).toContain(rectification);
  });

  test("that it stays has its reason, and says where she may complain", async () => {
    const { id: rectification } = await requested();
    const refusal = { rectification, reason: "La date est celle de l'agenda." };
    for (const _ of [1, 2])
      expect((await act("claire", "refuse", "HealthAccess", refusal)).rectification).toMatchObject({
        state: "REFUSED",
      });
    for (const other of [{ ...refusal, reason: "Autre motif." }])
      expect((await act("claire", "refuse", "HealthAccess", other)).userErrors[0].code).toBe("CONFLICT_VERSION");
    expect((await act("claire", "accept", "HealthAccess", { rectification })).userErrors[0].code).toBe(
      "CONFLICT_VERSION",
    );
    const told = (await own()).find(({ id }) => id === rectification)!;
    expect(told).toMatchObject({ state: "REFUSED", reason: refusal.reason });
    expect(told.sentence).toContain("« La date est celle de l'agenda. »");
    expect(told.sentence).toContain("adresser une réclamation à la CNIL");
  });

  test("is given by nobody but those who hold the record and read it", async () => {
    const { id: rectification } = await requested();
    const answer = { rectification, reason: "Non." };
    for (const name of ["karim", "paul", "leo", "nadia", "amina"])
      for (const kind of ["accept", "refuse"] as const)
        expect((await act(name, kind, "HealthAccess", answer)).userErrors ?? "no such input").toEqual(
          kind === "refuse" ? [{ code: "FORBIDDEN", field: null }] : "no such input",
        );
    await insertRows(hub, "health-access", "rectification", [
      {
        id: "0d000000-0000-4000-8000-000000000001",
        person_id: people.amina,
        organization_id: organizations.medicoSocialCentre,
        kind: "HealthSupport",
        record_id: story.support,
        statement: "Ailleurs.",
        requested_at: new Date(),
        state: "REQUESTED",
      },
    ]);
    for (const foreign of ["0d000000-0000-4000-8000-000000000001", randomUUID(), "nothing"])
      expect((await act("claire", "accept", "HealthAccess", { rectification: foreign })).userErrors).toEqual([
        { code: "NOT_FOUND", field: ["rectification"] },
      ]);
    await hub.sql("health-access", "delete from rectification where organization_id = ?", [
      organizations.medicoSocialCentre,
    ]);
    expect((await own()).find(({ id }) => id === rectification)!.state).toBe("REQUESTED");
  });

  test("is late when a month has passed, and she is told so", async () => {
    const { id } = await requested();
    await hub.sql("health-access", "update rectification set requested_at = now() - interval '40 days' where id = ?", [
      id,
    ]);
    const told = (await own()).find((one) => one.id === id)!;
    expect(told.isLate).toBe(true);
    expect(told.sentence).toMatch(/ne l'a pas fait : vous pouvez adresser une réclamation à la CNIL/);
    expect((await worklist("claire"))!.edges[0]!.node).toMatchObject({ id, isLate: true, dueOn: told.dueOn });
  });

  test.each([
    ["2027-01-15T10:00:00Z", "2027-02-15"],
    ["2027-01-31T10:00:00Z", "2027-02-28"],
    ["2028-01-31T10:00:00Z", "2028-02-29"],
    ["2027-12-31T10:00:00Z", "2028-01-31"],
    // Already the next day in Paris.
    ["2027-03-30T22:30:00Z", "2027-04-30"],
    ["2027-06-30T22:30:00Z", "2027-08-01"],
  ])("to what was asked at %s is due on %s, and late on the day after", (asked, due) => {
    expect(dueOn(new Date(asked))).toBe(due);
    expect(isLate(new Date(asked), new Date(`${due}T20:00:00Z`))).toBe(false);
    expect(isLate(new Date(asked), new Date(Date.parse(`${due}T23:30:00Z`)))).toBe(true);
  });
});

test("a request is in her archive, without the account of who answered; it goes when she asks, once it was answered", async () => {
  const { id: answered } = await requested();
  await act("claire", "accept", "HealthAccess", { rectification: answered });
  const { id: waiting } = await requested();
  const archive = "{ me { healthAccessRecords(first: 100) { edges { node { id kind content } } } } }";
  const { edges } = (await hub.ask("amina", archive)).data.me.healthAccessRecords;
  const kept = edges
    .map(({ node }: { node: object }) => node)
    .filter(({ kind }: { kind: string }) => kind === "HealthAccessRectification");
  expect(kept.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([answered, waiting]));
  for (const { content } of kept) {
    expect(JSON.parse(content).statement).toMatch(/\w/);
    expect(content).not.toContain("claire");
  }
  const asking = "mutation ($key: ID!) { requestErasure(input: { requestKey: $key }) { userErrors { code } } }";
  await hub.ask("amina", asking, { key: randomUUID() });
  const left = async (id: string) =>
    (await hub.sql("health-access", "select from rectification where id = ?", [id])).length;
  for (let attempt = 0; attempt < 300 && (await left(answered)) > 0; attempt++) await pause(100);
  expect([await left(answered), await left(waiting)]).toEqual([0, 1]);
  const [line] = await hub.sql(
    "health-access",
    "select ground from erasure_outcome where kind = 'HealthAccessRectification' and kept > 0",
  );
  expect(line.ground).toBe("UNDER_WAY");
});
