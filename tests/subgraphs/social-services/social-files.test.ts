import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedSocialServices } from "../../../scripts/seed/social-services.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

const FILE = `socialFile { id openedOn organization { id }
  rightsRequests { id kind state requestedOn version history { state reason happenedOn actorRole actorOrganization { id } } }
  disabilityRequests { id kind state history { state } }
  barriers { kind openedOn liftedOn } }
  socialFiles { id }
  referentMandate { startedOn agreedOn agreementMedium organization { id } }
  referentMandates { id }`;
const PEOPLE = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { ${FILE} } } }`;
const insertionOfTheCentre = { ...karim, organization: organizations.medicoSocialCentre };
const elsewhere = { ...sophie, organization: organizations.insertionCreuse };
const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code;

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.registry.revokeAll();
  await hub.sql("truncate social_file cascade");
  await hub.sql("truncate referent_mandate cascade");
  const { orm } = hub.hub.running["social-services"]!;
  await seedSocialServices(orm);
  await seedSocialServices(orm);
  hub.registry.calls.length = 0;
  hub.statements.length = 0;
});

const readPerson = async (viewer: typeof sophie | null, person: string = people.amina) =>
  (await hub.ask(viewer, PEOPLE, { people: [{ __typename: "Person", id: person }] })).data._entities[0];
const ownFile = async (): Promise<string> => (await readPerson(sophie)).socialFile.id;

describe("a social file", () => {
  test("shows the centre's social worker the whole situation, without asking anyone", async () => {
    const person = await readPerson(sophie);
    expect(person.socialFile.rightsRequests).toMatchObject([
      { kind: "CSS", state: "ADJOURNED", history: [{}, { reason: "The fund asks for the last tax notice." }] },
      {
        kind: "RSA",
        state: "ACCEPTED",
        history: [
          { state: "INVESTIGATION_ONGOING", happenedOn: "2026-03-02" },
          { state: "WAITING_ADDITIONAL_INFORMATION" },
          {
            state: "ACCEPTED",
            actorRole: "SOCIAL_WORKER",
            actorOrganization: { id: organizations.medicoSocialCentre },
          },
        ],
      },
    ]);
    expect(person.socialFile.barriers.map(({ kind }: { kind: string }) => kind)).toEqual(["MOBILITY", "CARE_ACCESS"]);
    expect(person.referentMandate).toMatchObject({ agreementMedium: "IN_PERSON", agreedOn: "2026-03-09" });
    expect(hub.registry.calls).toEqual([]);
  });

  test("shows the person her own", async () => {
    const person = await readPerson(amina);
    expect(person.socialFiles).toHaveLength(1);
    expect(person.referentMandates).toHaveLength(1);
    expect((await readPerson(amina, people.bruno)).socialFiles).toEqual([]);
  });

  test("shows nobody else anything: another territory, association without consent, partner, nobody", async () => {
    for (const viewer of [paul, karim, claire, leo, nadia, elsewhere, null])
      expect(await readPerson(viewer)).toEqual({
        socialFile: null,
        socialFiles: [],
        referentMandate: null,
        referentMandates: [],
      });
  });

  test("shows another organisation what the person consents to, for as long as she does", async () => {
    const grant = { person: people.amina, grantee: organizations.association, category: "SOCIAL_RIGHTS" } as const;
    hub.registry.permit({ ...grant, purpose: "SOCIAL_FOLLOW_UP" });
    const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { socialFiles { rightsRequests { kind history { state } } } } } }`;
    const read = async () =>
      (await hub.ask(claire, query, { people: [{ __typename: "Person", id: people.amina }] })).data._entities[0];
    expect((await read()).socialFiles[0].rightsRequests).toHaveLength(2);
    expect(hub.registry.calls).toHaveLength(1);
    hub.registry.revokeAll();
    expect(await read()).toEqual({ socialFiles: [] });
  });

  test("costs a constant number of statements, whatever the people", async () => {
    const counts = [];
    for (const asked of [[people.amina], [people.amina, people.bruno]]) {
      hub.statements.length = 0;
      await hub.ask(sophie, PEOPLE, { people: asked.map((id) => ({ __typename: "Person", id })) });
      counts.push(hub.statements.length);
    }
    expect(counts[0]).toBe(counts[1]);
  });

  test("is opened once for a person the centre accompanies, and for no other", async () => {
    const person = randomUUID();
    const open = (who: typeof sophie, whom: string) =>
      hub.act(who, "openSocialFile", { person: whom }, "socialFile { id }");
    const unknown = await open(sophie, person);
    expect(unknown).toEqual(await open(sophie, "nobody"));
    expect(codeOf(unknown)).toBe("NOT_FOUND");
    hub.permitAccompaniment(person);
    const opened = await Promise.all([1, 2, 3].map(() => open(sophie, person)));
    expect(new Set(opened.map(({ socialFile }) => socialFile.id)).size).toBe(1);
    for (const viewer of [insertionOfTheCentre, paul, claire, amina])
      expect(codeOf(await open(viewer, person))).toBe("FORBIDDEN");
    expect(codeOf(await open(elsewhere, person))).toBe("NOT_FOUND");
  });
});

describe("a request for a right", () => {
  const SHOWN = "rightsRequest { id state version history { state reason actorRole } }";

  test("is recorded once a day, and keeps every change with its reason", async () => {
    const socialFile = await ownFile();
    const input = { socialFile, kind: "APL", requestedOn: "2026-11-02" };
    const [first, again] = [1, 2].map(() => hub.act(sophie, "requestRight", input, SHOWN));
    const { rightsRequest } = await first!;
    expect((await again!).rightsRequest).toEqual(rightsRequest);
    const refusal = { request: rightsRequest.id, version: 1, state: "REFUSED" };
    const silent = await hub.act(sophie, "changeRightsRequestState", refusal, SHOWN);
    expect(silent.userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["reason"] }]);
    const explained = { ...refusal, reason: "The lease is not in her name." };
    for (const _ of [1, 2])
      expect((await hub.act(sophie, "changeRightsRequestState", explained, SHOWN)).rightsRequest).toMatchObject({
        state: "REFUSED",
        version: 2,
        history: [
          { state: "INVESTIGATION_ONGOING", reason: null },
          { state: "REFUSED", reason: "The lease is not in her name.", actorRole: "SOCIAL_WORKER" },
        ],
      });
    const stale = { ...refusal, state: "INVESTIGATION_ONGOING" };
    expect(codeOf(await hub.act(sophie, "changeRightsRequestState", stale, SHOWN))).toBe("CONFLICT_VERSION");
  });

  test("that is granted is closed: the states that are open are named", async () => {
    const { socialFile } = await readPerson(sophie);
    const [css, rsa] = socialFile.rightsRequests;
    const change = (request: { id: string; version: number }, state: string) =>
      hub.act(sophie, "changeRightsRequestState", { request: request.id, version: request.version, state }, SHOWN);
    expect((await change(rsa, "INVESTIGATION_ONGOING")).userErrors).toMatchObject([
      { code: "BAD_USER_INPUT", field: ["state"], message: expect.stringContaining("record a new request") },
    ]);
    expect((await change(css, "ADJOURNED")).userErrors[0].message).toContain("ACCEPTED, REFUSED");
  });

  test("outside the list is named in words, and only then", async () => {
    const socialFile = await ownFile();
    const record = (fields: object) =>
      hub.act(sophie, "requestRight", { socialFile, ...fields }, "rightsRequest { label }");
    expect((await record({ kind: "OTHER" })).userErrors).toMatchObject([{ field: ["label"] }]);
    expect((await record({ kind: "RSA", label: "x" })).userErrors).toMatchObject([{ field: ["label"] }]);
    expect((await record({ kind: "RSA", requestedOn: "2099-01-01" })).userErrors).toMatchObject([
      { field: ["requestedOn"] },
    ]);
    expect((await record({ kind: "OTHER", label: " Transport pass " })).rightsRequest.label).toBe("Transport pass");
  });

  test("is recorded and changed by a social worker of the file's own centre alone", async () => {
    const { socialFile } = await readPerson(sophie);
    const record = { socialFile: socialFile.id, kind: "APL" };
    const change = { request: socialFile.rightsRequests[0].id, version: 2, state: "ACCEPTED" };
    for (const [mutation, input] of [
      ["requestRight", record],
      ["changeRightsRequestState", change],
    ] as const) {
      for (const viewer of [insertionOfTheCentre, paul, claire, amina, null])
        expect(codeOf(await hub.act(viewer, mutation, input, SHOWN))).toBe("FORBIDDEN");
      expect(codeOf(await hub.act(elsewhere, mutation, input, SHOWN))).toBe("NOT_FOUND");
    }
    expect((await readPerson(sophie)).socialFile).toEqual(socialFile);
  });
});

describe("a request linked to a disability", () => {
  const record = async () =>
    hub.act(
      sophie,
      "requestDisabilityRight",
      { socialFile: await ownFile(), kind: "RQTH" },
      "disabilityRequest { id version state }",
    );

  test("is seen by the social worker, and not by the contract holder of the same centre, who sees the rest", async () => {
    expect((await record()).disabilityRequest.state).toBe("INVESTIGATION_ONGOING");
    expect((await readPerson(sophie)).socialFile.disabilityRequests).toMatchObject([{ kind: "RQTH" }]);
    const { socialFile } = await readPerson(insertionOfTheCentre);
    expect(socialFile.rightsRequests).toHaveLength(2);
    expect(socialFile.disabilityRequests).toEqual([]);
  });

  test("needs a consent of its own: that for the social file does not show that it exists", async () => {
    await record();
    const grant = { person: people.amina, grantee: organizations.association } as const;
    hub.registry.permit({ ...grant, category: "SOCIAL_RIGHTS", purpose: "SOCIAL_FOLLOW_UP" });
    const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { socialFiles { disabilityRequests { id kind } } } } }`;
    const read = () => hub.ask(claire, query, { people: [{ __typename: "Person", id: people.amina }] });
    const { status, data, errors } = await read();
    expect([status, errors]).toEqual([200, undefined]);
    expect(data).toEqual({ _entities: [{ socialFiles: [{ disabilityRequests: [] }] }] });
    hub.registry.permit({ ...grant, category: "DISABILITY_STATUS", purpose: "RIGHTS_OPENING" });
    expect((await read()).data._entities[0].socialFiles[0].disabilityRequests).toMatchObject([{ kind: "RQTH" }]);
  });

  test("changes state like any request", async () => {
    const { disabilityRequest } = await record();
    const change = { request: disabilityRequest.id, version: 1, state: "ACCEPTED" };
    const shown = "disabilityRequest { state history { state } }";
    expect((await hub.act(sophie, "changeDisabilityRequestState", change, shown)).disabilityRequest).toEqual({
      state: "ACCEPTED",
      history: [{ state: "INVESTIGATION_ONGOING" }, { state: "ACCEPTED" }],
    });
    expect(codeOf(await hub.act(insertionOfTheCentre, "changeDisabilityRequestState", change, shown))).toBe(
      "FORBIDDEN",
    );
  });
});
