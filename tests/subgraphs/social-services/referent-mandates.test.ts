import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedSocialServices } from "../../../scripts/seed/social-services.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

const elsewhere = { ...sophie, organization: organizations.insertionCreuse };
const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code;
const PEOPLE = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person {
  referentMandate { organization { id } } referentMandates { id } } } }`;

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.registry.revokeAll();
  await hub.sql("truncate referent_mandate, social_file cascade");
  await seedSocialServices(hub.hub.running["social-services"]!.orm);
});

const readPerson = async (viewer: typeof sophie) =>
  (await hub.ask(viewer, PEOPLE, { people: [{ __typename: "Person", id: people.amina }] })).data._entities[0];

describe("the référent", () => {
  const SHOWN = "referentMandate { id startedOn endedOn endReason organization { id } }";
  const agreement = { agreedOn: "2026-11-20", agreementMedium: "WRITTEN" };
  const active = async () => (await readPerson(sophie)).referentMandates[0].id as string;

  test("is one at most: a second mandate is refused while one is active, whoever asks", async () => {
    hub.permitAccompaniment(people.amina, organizations.insertionDoubs);
    const input = { person: people.amina, ...agreement };
    expect(codeOf(await hub.act(karim, "giveReferentMandate", input, SHOWN))).toBe("CONFLICT_VERSION");
    expect(codeOf(await hub.act(paul, "giveReferentMandate", input, SHOWN))).toBe("NOT_FOUND");
    expect(codeOf(await hub.act(claire, "giveReferentMandate", input, SHOWN))).toBe("FORBIDDEN");
  });

  test("is one at most even for two organisations at the same instant, each retrying", async () => {
    const person = randomUUID();
    hub.permitAccompaniment(person);
    hub.permitAccompaniment(person, organizations.insertionDoubs);
    const give = (viewer: typeof sophie) => hub.act(viewer, "giveReferentMandate", { person, ...agreement }, SHOWN);
    await Promise.all([sophie, karim, sophie, karim].map(give));
    expect(await hub.sql("select 1 from referent_mandate where person_id = ?", [person])).toHaveLength(1);
  });

  test("is never given without her agreement of a day that has come", async () => {
    hub.permitAccompaniment(people.bruno);
    const input = { person: people.bruno, ...agreement, agreedOn: "2099-01-01" };
    expect((await hub.act(sophie, "giveReferentMandate", input, SHOWN)).userErrors).toMatchObject([
      { field: ["agreedOn"] },
    ]);
    const { errors } = await hub.ask(
      sophie,
      `mutation { giveReferentMandate(input: { person: "${people.bruno}", agreementMedium: PHONE }) { userErrors { code } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  test("hands over in one act to an organisation she consents to, and the history keeps both", async () => {
    const input = { mandate: await active(), organization: organizations.insertionDoubs, ...agreement };
    const handOver = () =>
      hub.act(sophie, "handOverReferentMandate", input, "ended { endReason endedOn } referentMandate { id }");
    expect(codeOf(await handOver())).toBe("CONSENT_REQUIRED");
    hub.registry.permit({
      person: people.amina,
      source: organizations.medicoSocialCentre,
      grantee: organizations.insertionDoubs,
      category: "SOCIAL_RIGHTS",
      purpose: "SOCIAL_FOLLOW_UP",
      operations: ["NOTIFY"],
    });
    for (const _ of [1, 2]) expect((await handOver()).ended.endReason).toBe("HANDED_OVER");
    const mandates = await hub.sql(
      "select organization_id, ended_on is null as active, taken_over_from_id from referent_mandate order by ended_on nulls first",
    );
    expect(mandates).toEqual([
      { organization_id: organizations.insertionDoubs, active: true, taken_over_from_id: input.mandate },
      { organization_id: organizations.medicoSocialCentre, active: false, taken_over_from_id: null },
    ]);
    expect((await readPerson(karim)).referentMandate.organization.id).toBe(organizations.insertionDoubs);
    expect((await readPerson(sophie)).referentMandate).toBeNull();
    expect((await readPerson(amina)).referentMandates).toHaveLength(2);
  });

  test("is never removed silently: ending the only mandate needs a reason, and a hand-over names who takes over", async () => {
    const mandate = await active();
    const { errors } = await hub.ask(
      sophie,
      `mutation { endReferentMandate(input: { mandate: "${mandate}" }) { userErrors { code } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    const end = (reason: string, viewer = sophie) => hub.act(viewer, "endReferentMandate", { mandate, reason }, SHOWN);
    expect((await end("HANDED_OVER")).userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["reason"] }]);
    for (const viewer of [paul, karim, elsewhere]) expect(codeOf(await end("PERSON_ASKED", viewer))).toBe("NOT_FOUND");
    for (const viewer of [claire, amina]) expect(codeOf(await end("PERSON_ASKED", viewer))).toBe("FORBIDDEN");
    const ended = await end("PERSON_ASKED");
    expect(ended.referentMandate).toMatchObject({ endReason: "PERSON_ASKED" });
    expect(await end("PERSON_ASKED")).toEqual(ended);
    expect(codeOf(await end("MOVED_AWAY"))).toBe("CONFLICT_VERSION");
  });
});
