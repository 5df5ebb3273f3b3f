import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, karim, sophie } from "../../support/viewers.ts";

let hub: Harness;
/** A member of Karim's organisation who keeps its entries of the directory and accompanies nobody. */
const editor: Viewer = { ...karim, subject: "development|editor", roles: ["DIRECTORY_EDITOR"] };

beforeAll(async () => {
  hub = await startHarness([consent]);
  const { orm } = hub.running.consent!;
  await seedConsent(orm);
  const professional = randomUUID();
  await orm.em
    .fork()
    .execute("insert into professional (id, subject, display_name) values (?, ?, 'editor')", [
      professional,
      editor.subject,
    ]);
  await orm.em
    .fork()
    .execute(
      "insert into membership (id, professional_id, organization_id, role) values (?, ?, ?, 'DIRECTORY_EDITOR')",
      [randomUUID(), professional, organizations.insertionDoubs],
    );
});
afterAll(() => hub.close());

const ask = (viewer: Viewer, query: string, variables = {}) => hub.ask("consent", viewer, query, variables);
interface Row {
  readonly id: string;
  readonly state: string;
  readonly organization_id: string;
}

const LIST = `query ($after: String) {
  accompaniedPersons(first: 1, after: $after) { totalCount edges { cursor node { id } } pageInfo { endCursor } }
}`;
const cursorOf = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

test("a member who accompanies nobody knows none of the people her organisation accompanies", async () => {
  expect((await ask(karim, LIST)).data.accompaniedPersons.totalCount).toBe(2);
  expect((await ask(editor, LIST)).data.accompaniedPersons).toEqual({
    totalCount: 0,
    edges: [],
    pageInfo: { endCursor: null },
  });
  const { data } = await ask(editor, `{ person(id: "${people.amina}") { id givenName } }`);
  expect(data).toEqual({ person: null });
});

test("a cursor of people names nobody", async () => {
  const { edges } = (await ask(karim, LIST)).data.accompaniedPersons;
  expect(JSON.parse(Buffer.from(edges[0].cursor, "base64url").toString())).toEqual([edges[0].node.id]);
});

test("a cursor no list of hers issued is a mistake, and one of somebody unknown leads nowhere", async () => {
  const wrong = [cursorOf("a"), cursorOf(1), cursorOf(null), cursorOf("\0"), cursorOf("a", "b", "c")];
  for (const after of wrong) {
    const { errors } = await ask(karim, LIST, { after });
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  }
  const { data } = await ask(karim, LIST, { after: cursorOf(randomUUID()) });
  expect(data.accompaniedPersons.edges).toEqual([]);
});

test("a cursor of disclosures is the number of one, or a mistake", async () => {
  const query = "query ($after: String) { me { disclosures(first: 1, after: $after) { edges { node { id } } } } }";
  for (const after of ["a", null, 1.5, "1e3", "\0", "9".repeat(40)].map((value) => cursorOf(value))) {
    const { errors } = await ask(amina, query, { after });
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  }
});

test("a member who accompanies nobody ends no consent of her organisation's: there is none for her", async () => {
  const [asked] = await hub.running
    .consent!.orm.em.fork()
    .execute<Row[]>("select id, state, organization_id from consent");
  if (!asked) throw new Error("The seed asks for no consent.");
  const own = { ...editor, organization: asked.organization_id };
  const { data } = await ask(
    own,
    `mutation { withdrawConsent(input: { consent: "${asked.id}" }) { consent { id } userErrors { code } } }`,
  );
  expect(data.withdrawConsent).toEqual({ consent: null, userErrors: [{ code: "NOT_FOUND" }] });
  expect(
    await hub.running.consent!.orm.em.fork().execute("select state from consent where id = ?", [asked.id]),
  ).toEqual([{ state: asked.state }]);
});

test("a holder of contracts learns nothing of the consents her own organisation asked for", async () => {
  const [asked] = await hub.running
    .consent!.orm.em.fork()
    .execute<Row[]>("select id, state, organization_id from consent where organization_id = ?", [sophie.organization]);
  const query = `{ consent(id: "${asked?.id}") { id state grants { category } } }`;
  expect((await ask(sophie, query)).data.consent).toMatchObject({ id: asked?.id });
  const referent: Viewer = { ...sophie, roles: ["INSERTION_REFERENT"] };
  expect(await ask(referent, query)).toEqual({ status: 200, data: { consent: null } });
});
