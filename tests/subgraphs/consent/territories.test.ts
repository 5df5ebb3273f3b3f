import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import {
  type Area,
  type AreaKind,
  areaOf,
  mayHoldMandate,
  partOf,
  type Territory,
} from "../../../subgraphs/consent/policies/territory.ts";
import { findStandings } from "../../../subgraphs/consent/repositories/standings.ts";
import { receiveMandateGiven } from "../../../subgraphs/consent/services/receive-mandate-event.ts";
import { receivePrescriptionAddressed } from "../../../subgraphs/consent/services/receive-prescription-addressed.ts";
import { amina, bruno, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { type OpenRegistry, openRegistry } from "./support/open-registry.ts";

let registry: OpenRegistry;
beforeAll(async () => {
  registry = await openRegistry(false);
});
afterAll(() => registry?.hub.close());

const GRAND_BESANCON = { kind: "INTERCOMMUNALITY", code: "242500361", communes: ["25388", "25056"] };
const record = (viewer: Viewer, input: object = {}) =>
  registry.act(
    viewer,
    "recordOrganizationTerritory",
    { organization: organizations.association, areas: [GRAND_BESANCON, { kind: "COMMUNE", code: "25462" }], ...input },
    "organization { id territory { kind code departmentCode } viewerCanRecordTerritory }",
  );
const records = async () => {
  const query = "{ organizations { id territoryRecords { recordedAt areas { code } } } }";
  const { data } = await registry.ask(leo, query);
  return data.organizations.find(({ id }: { id: string }) => id === organizations.association).territoryRecords;
};

describe("the territory of an organisation", () => {
  beforeEach(() => registry.sql("delete from organization_area"));

  test("is recorded by the operator, and where it worked before stays on record", async () => {
    const before = (await records()).length;
    expect(await record(nadia)).toEqual({
      codes: [],
      organization: {
        id: organizations.association,
        territory: [
          { kind: "COMMUNE", code: "25462", departmentCode: "25" },
          { kind: "INTERCOMMUNALITY", code: "242500361", departmentCode: "25" },
        ],
        viewerCanRecordTerritory: true,
      },
    });
    const rows = await registry.sql("select kind, communes from organization_area order by kind desc");
    expect(rows[0]).toEqual({ kind: "INTERCOMMUNALITY", communes: ["25056", "25388"] });
    const whole = await record(nadia, { areas: [] });
    expect(whole).toMatchObject({ codes: [], organization: { territory: [] } });
    const after = await records();
    expect(after.length).toBe(before + 2);
    expect(after.slice(0, 2).map(({ areas }: { areas: { code: string }[] }) => areas.map(({ code }) => code))).toEqual([
      [],
      ["242500361", "25462"],
    ]);
    await expect(registry.sql("update territory_record set areas = '[]'")).rejects.toThrow(/append-only|denied/);
  });

  test("is the same when it is recorded again, in whatever order, and nothing is added", async () => {
    await record(nadia);
    const before = await records();
    const again = [
      { kind: "COMMUNE", code: "25462" },
      { ...GRAND_BESANCON, communes: ["25056", "25388"] },
    ];
    expect((await record(nadia, { areas: again })).codes).toEqual([]);
    expect(await records()).toEqual(before);
  });

  test("is no organisation's own to say, and no other role's: whoever is shown the right has it", async () => {
    const officer: Viewer = { ...sophie, roles: ["DATA_PROTECTION_OFFICER"] };
    for (const viewer of [nadia, officer, sophie, claire, karim, paul, leo, amina, bruno]) {
      const { data } = await registry.ask(viewer, "{ organizations { viewerCanRecordTerritory } }");
      const [{ viewerCanRecordTerritory: says }] = data.organizations;
      const { codes } = await record(viewer);
      expect([viewer.subject, codes]).toEqual([viewer.subject, says ? [] : ["FORBIDDEN"]]);
      expect(says).toBe(viewer === nadia);
    }
    expect((await record(nadia, { organization: randomUUID() })).codes).toEqual(["NOT_FOUND"]);
  });

  test.each([
    ["a département there is none of", { kind: "DEPARTMENT", code: "20" }],
    ["a commune of no département", { kind: "COMMUNE", code: "99123" }],
    ["a SIREN number that was mistyped", { ...GRAND_BESANCON, code: "242500362" }],
    ["an intercommunality without its communes", { kind: "INTERCOMMUNALITY", code: "242500361" }],
    ["a commune with communes", { kind: "COMMUNE", code: "25056", communes: ["25388"] }],
  ])("is not made of %s", async (_what, area) => {
    expect((await record(nadia, { areas: [area] })).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await record(nadia, { areas: [area, area] })).codes).toEqual(["BAD_USER_INPUT"]);
    expect(await registry.sql("select id from organization_area")).toEqual([]);
  });
});

describe("a mandate", () => {
  const named = (kind: AreaKind, code: string, communes: string[] = []) => areaOf({ kind, code, communes }) as Area;
  const within = (...areas: Area[]): Territory => ({ departmentCode: "25", areas });
  const doubs = within();
  const valley = within(named("INTERCOMMUNALITY", "242500361", ["25056", "25388"]));
  const creuse: Territory = { departmentCode: "23", areas: [] };
  const nowhere: Territory = { departmentCode: null, areas: [] };
  const ground = { communeCode: null, isInvitedByHer: false, handedOverBy: null };

  test.each([
    ["in the département where she lives", doubs, { communeCode: "25031" }, true],
    ["elsewhere", creuse, { communeCode: "25031" }, false],
    ["in a part where she lives", valley, { communeCode: "25388" }, true],
    ["in a part where she does not live", valley, { communeCode: "25031" }, false],
    ["elsewhere, invited by her", creuse, { communeCode: "25031", isInvitedByHer: true }, true],
    ["beside whoever hands over, wherever she lives", valley, { handedOverBy: doubs }, true],
    ["far from whoever hands over", creuse, { handedOverBy: doubs }, false],
    ["far from whoever hands over, where she lives now", creuse, { handedOverBy: doubs, communeCode: "23096" }, true],
    [
      "beside whoever hands over, where she lives no more",
      doubs,
      { handedOverBy: valley, communeCode: "23096" },
      false,
    ],
    ["where nothing is known of her", creuse, {}, true],
    ["by one of which nothing is known", nowhere, { communeCode: "25031", handedOverBy: doubs }, true],
  ])("held %s", (_where, organization, known, expected) => {
    expect(mayHoldMandate(organization, { ...ground, ...known })).toBe(expected);
  });

  test.each([
    ["the whole", doubs, ["25"], true],
    ["a commune of it", doubs, ["25056"], true],
    ["an intercommunality it has", valley, ["242500361"], true],
    ["a commune of its intercommunality", valley, ["25388"], true],
    ["a commune beside it", valley, ["25031"], false],
    ["more than it has", valley, ["25"], false],
    ["an intercommunality of which nothing is known", doubs, ["242500361"], false],
    ["another département", doubs, ["25056", "23096"], false],
  ])("covers a part of where its organisation works: %s", (_what, organization, codes, expected) => {
    expect(partOf(organization, codes) !== null).toBe(expected);
  });
});

describe("the basis of an accompaniment", () => {
  beforeEach(async () => {
    await registry.sql("update accompaniment_invitation set accompaniment_id = null");
    await registry.sql("delete from accompaniment where invitation_id is not null");
    await registry.sql("delete from accompaniment_invitation");
    await registry.sql("delete from addressed_prescription");
  });
  const told = (type: string, id: string = randomUUID(), source = "social-services") => ({
    specversion: "1.0" as const,
    id: randomUUID(),
    source,
    type,
    subject: id,
    time: "2026-11-21T10:00:00.000Z",
    data: { person: people.amina, organization: organizations.association },
  });
  /** The association joins on what sophie says. */
  async function join(basis: string, inviter: Viewer = sophie) {
    const agreed = inviter.dataSubject ? {} : { person: people.amina, agreedOn: "2026-11-20" };
    const input = { requestKey: randomUUID(), organization: organizations.association, communeCode: "25056", basis };
    const invited = await registry.act(
      inviter,
      "inviteToAccompany",
      { ...input, ...agreed },
      "accompanimentInvitation { id }",
    );
    const { accompaniment } = await registry.act(
      claire,
      "joinAccompaniment",
      { invitation: invited.accompanimentInvitation.id },
      "accompaniment { id }",
    );
    return accompaniment.id as string;
  }
  const shown = async (viewer: Viewer, id: string) => {
    const root = viewer.dataSubject ? "me" : `person(id: "${people.amina}")`;
    const query = `{ ${root} { accompaniments { id isBasisConfirmed communeCode } } }`;
    const { data } = await registry.ask(viewer, query);
    const person = Object.values(data)[0] as { accompaniments: { id: string }[] };
    return person.accompaniments.find((one) => one.id === id);
  };

  test("PRESCRIPTION is confirmed by one that social services told of, and by nothing else", async () => {
    const id = await join("PRESCRIPTION");
    expect(await shown(amina, id)).toEqual({ id, isBasisConfirmed: false, communeCode: "25056" });
    const em = registry.em();
    const { logger } = registry.hub;
    const prescription = randomUUID();
    await expect(
      receivePrescriptionAddressed(told("prescription.addressed", prescription, "health-access"), em, logger),
    ).rejects.toThrow();
    const other = told("prescription.addressed");
    await receivePrescriptionAddressed(
      { ...other, data: { ...other.data, organization: organizations.insertionDoubs } },
      em,
      logger,
    );
    await receivePrescriptionAddressed(
      { ...other, subject: randomUUID(), data: { ...other.data, person: people.bruno } },
      em,
      logger,
    );
    expect(await shown(claire, id)).toMatchObject({ isBasisConfirmed: false });
    await receivePrescriptionAddressed(told("prescription.addressed", prescription), em, logger);
    await receivePrescriptionAddressed(
      { ...told("prescription.addressed", prescription), time: "2026-11-22T10:00:00.000Z" },
      em,
      logger,
    );
    for (const viewer of [amina, claire]) expect(await shown(viewer, id)).toMatchObject({ isBasisConfirmed: true });
  });

  test("MANDATE is confirmed once it is given, which takes an accompaniment first", async () => {
    const id = await join("MANDATE");
    expect(await shown(amina, id)).toMatchObject({ isBasisConfirmed: false });
    await receiveMandateGiven(told("mandate.given"), registry.em(), registry.hub.logger);
    expect(await shown(amina, id)).toMatchObject({ isBasisConfirmed: true });
  });

  test("CONSENT is confirmed by her own invitation, or by a consent she gave; not by one for contracts, which tells nobody anything", async () => {
    const hers = await join("CONSENT", amina);
    expect(await shown(amina, hers)).toMatchObject({ isBasisConfirmed: true });
    const [{ id: first }] = await registry.sql(
      "select id from accompaniment where organization_id = ? and person_id = ?",
      [organizations.insertionDoubs, people.amina],
    );
    await registry.sql("update accompaniment set basis = 'CONSENT' where id = ?", [first]);
    await registry.make("ACTIVE");
    expect(await findStandings(registry.em(), [first])).toEqual([
      { id: first, communeCode: null, isBasisConfirmed: false },
    ]);
    await registry.sql("update accompaniment set basis = 'MANDATE' where id = ?", [first]);
    await registry.sql(
      "update accompaniment_invitation set organization_id = ?, agreed_on = (now() at time zone 'Europe/Paris')::date",
      [organizations.medicoSocialCentre],
    );
    // The first consents of the world name the association.
    expect((await shown(amina, hers)) as object).toMatchObject({ isBasisConfirmed: true });
    expect(await registry.sql("update consent set state = 'WITHDRAWN', ended_at = now() returning id")).not.toEqual([]);
    expect((await shown(amina, hers)) as object).toMatchObject({ isBasisConfirmed: true });
  });

  test("takes one statement, however many there are", async () => {
    const ask = async () => {
      registry.hub.statements.consent!.length = 0;
      await registry.ask(amina, "{ me { accompaniments { isBasisConfirmed } } }");
      return registry.hub.statements.consent!.length;
    };
    const few = await ask();
    await join("MANDATE");
    expect(await ask()).toBe(few);
  });
});
