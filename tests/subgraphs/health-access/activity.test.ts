import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { durationOf } from "../../../subgraphs/health-access/policies/activity-lines.ts";
import { draws } from "../../gateway/engine/support/draws.ts";
import { insertRows } from "../../support/insert-rows.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { type ActivityWorld, countByHand, dayOf, drawWorld } from "./activity-worlds.ts";
import { NAME, type Story, startStory } from "./story.ts";

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());

const LINES = `proposals oriented carriedOver opened followed ended outcomes { outcome supports }
  acts { kind count held { minutes } travel { minutes } }
  network { sector { code } meetings months time { minutes } }
  supervision { sessions months professionals time { minutes } } satisfaction { answers verySatisfied }
  time { proposals { minutes } followUp { minutes } network { minutes } supervision { minutes } total { minutes } }`;
const REPORT = `query ($organization: ID!, $from: Date!, $to: Date!, $sector: ID) {
  activityReport(organization: $organization, from: $from, to: $to, sector: $sector) { ${LINES} }
}`;
const nurseOf = (organization: string): Viewer => ({ ...claire, subject: `development|${organization}`, organization });
const inSql = { sql: (_: string, text: string, values: readonly unknown[] = []) => execute(text, values) };
// biome-ignore lint/suspicious/noExplicitAny: rows of any table
const execute = (text: string, values: readonly unknown[] = []): Promise<any[]> =>
  story.hub.running[NAME]!.orm.em.fork().execute(text, [...values]);
const name = (nurse: Viewer, code = "NORD", label = "Nord du département") =>
  story.act(nurse, "nameSector", { organization: nurse.organization, code, label }, "sector { id code label }");
const newTeam = async () => {
  const nurse = nurseOf(randomUUID());
  return { nurse, sector: (await name(nurse)).sector.id as string };
};

describe("what a team records besides the acts of a support", () => {
  const meeting = (attendants: string[] = [randomUUID(), randomUUID()]) => ({
    heldOn: "2026-10-05",
    minutesPerAttendant: 150,
    attendants,
  });
  const answers = { collectedOn: "2026-10-30", verySatisfied: 3, satisfied: 2, dissatisfied: 1, veryDissatisfied: 0 };

  test("is recorded once, however often and however many at a time send it, and is refused under the same key otherwise", async () => {
    const { nurse, sector } = await newTeam();
    const { organization } = nurse;
    const shown = "heldOn minutesPerAttendant attendants { id }";
    const acts = [
      ["nameSector", { organization, code: "SUD", label: "Sud" }, { label: "Est" }, "sector { id label }", "code"],
      ["recordNetworkMeeting", { sector, ...meeting() }, meeting(), `networkMeeting { id ${shown} }`, "heldOn"],
      [
        "recordSupervisionSession",
        { organization, ...meeting() },
        { minutesPerAttendant: 60 },
        `supervisionSession { id ${shown} }`,
        "heldOn",
      ],
      [
        "recordSatisfaction",
        { sector, ...answers },
        { veryDissatisfied: 1 },
        "satisfactionCollection { id verySatisfied }",
        "collectedOn",
      ],
    ] as const;
    for (const [mutation, input, other, selection, field] of acts) {
      const send = () => story.act(nurse, mutation, input, selection);
      const [first, ...others] = await Promise.all([send(), send(), send()]);
      expect([mutation, first.userErrors]).toEqual([mutation, []]);
      for (const one of [...others, await send()]) expect(one).toEqual(first);
      const refused = await story.act(nurse, mutation, { ...input, ...other }, selection);
      expect(refused.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: [field] }]);
    }
    const [kept] = await execute("select attendants from network_meeting where sector_id = ?", [sector]);
    expect(kept.attendants).toHaveLength(2);
  });

  test("happens in a hundred sectors at most; the hundredth can still be named again", async () => {
    const { nurse } = await newTeam();
    const rows = Array.from({ length: 99 }, (_, index) => ({
      id: randomUUID(),
      organization_id: nurse.organization,
      code: `S${index}`,
      label: "Nord",
    }));
    await insertRows(inSql, NAME, "sector", rows);
    expect((await name(nurse)).userErrors).toEqual([]);
    expect((await name(nurse, "SUD", "Sud")).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["code"] }]);
    const { data } = await story.ask(nurse, "{ sectors { code } }");
    expect(data.sectors).toHaveLength(100);
  });

  test("lies behind, and names each professional once", async () => {
    const { nurse, sector } = await newTeam();
    const { organization } = nurse;
    const twice = randomUUID();
    const cases = [
      ["recordNetworkMeeting", { sector, ...meeting(), heldOn: "2126-01-01" }, "heldOn"],
      ["recordNetworkMeeting", { sector, ...meeting([twice, twice]) }, "attendants"],
      ["recordSupervisionSession", { organization, ...meeting(["a nurse"]) }, "attendants"],
      ["recordSupervisionSession", { organization, ...meeting(), heldOn: "2126-01-01" }, "heldOn"],
      ["recordSatisfaction", { sector, ...answers, collectedOn: "2126-01-01" }, "collectedOn"],
    ] as const;
    for (const [mutation, input, field] of cases)
      expect([mutation, await story.act(nurse, mutation, input, "")]).toEqual([
        mutation,
        { userErrors: [{ code: "BAD_USER_INPUT", field: [field] }] },
      ]);
    const sent = `mutation ($input: RecordNetworkMeetingInput!) { recordNetworkMeeting(input: $input) { userErrors { code } } }`;
    for (const wrong of [{ attendants: [] }, { minutesPerAttendant: 0 }, { minutesPerAttendant: 1441 }]) {
      const { errors } = await story.ask(nurse, sent, { input: { sector, ...meeting(), ...wrong } });
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  test.each([
    ["a navigator of another association", nurseOf(randomUUID()), "NOT_FOUND"],
    ["a colleague without the role", { ...claire, roles: ["DIRECTORY_EDITOR"] } as Viewer, "FORBIDDEN"],
    ["the référent", karim, "FORBIDDEN"],
    ["the person", amina, "FORBIDDEN"],
    ["nobody", null, "FORBIDDEN"],
  ])("is recorded by no one else: %s", async (_, viewer, code) => {
    const sector = (await name(claire)).sector.id as string;
    const { id: healthSupport } = await story.openSupport();
    const { organization } = claire;
    const acts = {
      nameSector: { organization, code: "EST", label: "Est" },
      assignSector: { healthSupport, sector },
      recordNetworkMeeting: { sector, ...meeting() },
      recordSupervisionSession: { organization, ...meeting() },
      recordSatisfaction: { sector, ...answers },
    };
    for (const [mutation, input] of Object.entries(acts)) {
      const { userErrors } = await story.act(viewer, mutation, input, "");
      expect([mutation, userErrors.map((error: { code: string }) => error.code)]).toEqual([mutation, [code]]);
    }
    const { data } = await story.ask(viewer, "{ sectors { id } }");
    expect(data.sectors).toEqual([]);
  });
});

describe("a support", () => {
  test("belongs to one sector of its association, which may be said until it ends", async () => {
    const { nurse, sector } = await newTeam();
    const other = (await name(nurse, "SUD", "Sud")).sector.id;
    const foreign = (await newTeam()).sector;
    const { id: healthSupport } = await story.openSupport(undefined, nurse.organization!);
    const assign = (to: string) =>
      story.act(nurse, "assignSector", { healthSupport, sector: to }, "healthSupport { sector { code label } }");
    expect((await assign(foreign)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["sector"] }]);
    await assign(other);
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await assign(sector)).toEqual({
        healthSupport: { sector: { code: "NORD", label: "Nord du département" } },
        userErrors: [],
      });
    await story.act(nurse, "endHealthSupport", { healthSupport, outcome: "HANDED_ON" }, "");
    expect((await assign(sector)).userErrors).toEqual([]);
    expect((await assign(other)).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["healthSupport"] }]);
  });

  test("has acts with the time on the way, which is part of what a retry must repeat", async () => {
    const { id: healthSupport } = await story.openSupport();
    const visit = { healthSupport, kind: "HOME_VISIT", heldOn: "2026-11-20", minutes: 45, travelMinutes: 70 };
    const send = (more = {}) =>
      story.act(claire, "recordSupportAct", { ...visit, ...more }, "supportAct { minutes travelMinutes }");
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await send()).toEqual({ supportAct: { minutes: 45, travelMinutes: 70 }, userErrors: [] });
    expect((await send({ travelMinutes: 0 })).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["rankOfDay"] }]);
  });
});

describe("an activity report", () => {
  const worlds: ActivityWorld[] = [];
  const draw = draws(2017);
  beforeAll(async () => {
    for (let index = 0; index < 30; index++) worlds.push(drawWorld(draw));
    for (const table of Object.keys(worlds[0]!.tables))
      await insertRows(
        inSql,
        NAME,
        table,
        worlds.flatMap(({ tables }) => tables[table]!),
      );
  });

  interface Asked {
    readonly from: number;
    readonly to: number;
    readonly sector?: string | null;
  }
  const report = async ({ organization }: ActivityWorld, { from, to, sector = null }: Asked) => {
    const variables = { organization, from: dayOf(from), to: dayOf(to), sector };
    const { data, errors } = await story.ask(nurseOf(organization), REPORT, variables);
    expect(errors).toBeUndefined();
    return data.activityReport;
  };
  const drawPeriod = () => {
    const from = draw(70);
    return { from, to: from + draw(80 - from) };
  };

  test("says what counting by hand says, of any association, period and sector", async () => {
    let lines = 0;
    for (const world of worlds)
      for (const sector of [null, ...world.sectors]) {
        const { from, to } = drawPeriod();
        const expected = countByHand(world, dayOf(from), dayOf(to), sector);
        expect(await report(world, { from, to, sector })).toEqual(expected);
        lines += expected.followed + expected.time.total.minutes;
      }
    // Or the worlds would prove nothing.
    expect(lines).toBeGreaterThan(1000);
  });

  test("adds up: those carried over and opened are those followed, who are at least those who ended", async () => {
    for (const world of worlds) {
      const whole = await report(world, drawPeriod());
      expect(whole.carriedOver + whole.opened).toBe(whole.followed);
      expect(whole.ended).toBeLessThanOrEqual(whole.followed);
      expect(whole.oriented).toBeLessThanOrEqual(whole.opened);
      const { total, ...parts } = whole.time as Record<string, { minutes: number }>;
      expect(sum(Object.values(parts).map(({ minutes }) => minutes))).toBe(total!.minutes);
      expect(sum(whole.outcomes.map((line: { supports: number }) => line.supports))).toBe(whole.ended);
    }
  });

  test("of two periods that follow each other makes the report of both", async () => {
    for (const world of worlds) {
      const { from, to } = drawPeriod();
      const middle = from + draw(to - from + 1);
      if (middle === to) continue;
      const [first, second, both] = [
        await report(world, { from, to: middle }),
        await report(world, { from: middle + 1, to }),
        await report(world, { from, to }),
      ];
      expect(both.carriedOver).toBe(first.carriedOver);
      expect(second.carriedOver).toBe(first.followed - first.ended);
      for (const read of additive) expect(read(first).map((one, at) => one + read(second)[at]!)).toEqual(read(both));
    }
  });

  test("of each sector, and of what has none, makes the report of all", async () => {
    for (const world of worlds) {
      const period = drawPeriod();
      const whole = await report(world, period);
      const parts = [];
      for (const sector of world.sectors) parts.push(await report(world, { ...period, sector }));
      const isOfNone = ({ sector_id }: Record<string, unknown>) => sector_id === null;
      const none = {
        ...world,
        tables: { ...world.tables, health_support: world.tables.health_support!.filter(isOfNone) },
      };
      const rest = countByHand(none, dayOf(period.from), dayOf(period.to), null);
      for (const line of ["carriedOver", "opened", "ended", "proposals"] as const)
        expect(sum(parts.map((part) => part[line])) + rest[line]).toBe(whole[line]);
      expect(parts.flatMap(({ network }) => network)).toEqual(whole.network);
    }
  });

  test("costs one statement, whatever there is to count", async () => {
    const crowded = worlds.toSorted((one, other) => size(other) - size(one));
    for (const world of [crowded[0]!, crowded.at(-1)!]) {
      story.hub.statements[NAME]!.length = 0;
      await report(world, { from: 0, to: 79 });
      expect(story.hub.statements[NAME]).toHaveLength(1);
    }
    function size({ tables }: ActivityWorld) {
      return sum(Object.values(tables).map((rows) => rows.length));
    }
  });

  test.each([
    ["a navigator of another association", nurseOf(randomUUID())],
    ["the référent", karim],
    ["the référent of another territory", paul],
    ["the social worker who prescribes", sophie],
    ["the data-protection officer", nadia],
    ["a partner developer", leo],
    ["the person", amina],
    ["nobody", null],
  ])("does not exist for %s, who is told nothing by asking, and nothing is counted for it", async (_, viewer) => {
    const period = { from: "2016-01-01", to: "2018-01-01" };
    story.hub.statements[NAME]!.length = 0;
    const known = await story.ask(viewer, REPORT, { organization: worlds[0]!.organization, ...period });
    const unknown = await story.ask(viewer, REPORT, { organization: randomUUID(), ...period });
    expect([known.data, known]).toEqual([{ activityReport: null }, unknown]);
    expect(story.hub.statements[NAME]).toEqual([]);
  });

  test("does not exist for a colleague without the role, nor about a sector of others", async () => {
    const [{ organization }, other] = [worlds[0]!, worlds.find(({ sectors }) => sectors.length > 0)!];
    const period = { from: "2016-01-01", to: "2018-01-01" };
    const colleague = { ...nurseOf(organization), roles: ["DIRECTORY_EDITOR"] } as Viewer;
    expect((await story.ask(colleague, REPORT, { organization, ...period })).data).toEqual({ activityReport: null });
    const team = (await newTeam()).nurse;
    for (const sector of [other.sectors[0], randomUUID(), "NORD"]) {
      const { data } = await story.ask(team, REPORT, { organization: team.organization, ...period, sector });
      expect(data).toEqual({ activityReport: null });
    }
  });

  test("of a period that ends before it starts is a mistake of the client", async () => {
    const { organization } = worlds[0]!;
    const period = { from: "2017-02-01", to: "2017-01-31" };
    const { data, errors } = await story.ask(nurseOf(organization), REPORT, { organization, ...period });
    expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([
      { activityReport: null },
      ["BAD_USER_INPUT"],
    ]);
  });
});

test("a duration in hours is its minutes to the hundredth", () => {
  expect([0, 20, 60, 100, 109_200].map((minutes) => durationOf(minutes).hours)).toEqual([0, 0.33, 1, 1.67, 1820]);
});

/** What one period and the next add to. */
// biome-ignore lint/suspicious/noExplicitAny: the answer's own shape
const additive: ((report: any) => number[])[] = [
  ({ proposals, opened, ended }) => [proposals, opened, ended],
  ({ outcomes }) => outcomes.map((line: { supports: number }) => line.supports),
  ({ acts }) =>
    // biome-ignore lint/suspicious/noExplicitAny: the answer's own shape
    acts.flatMap((line: any) => [line.count, line.held.minutes, line.travel.minutes]),
  // biome-ignore lint/suspicious/noExplicitAny: the answer's own shape
  ({ network }) => network.flatMap((line: any) => [line.meetings, line.time.minutes]),
  ({ supervision }) => [supervision.sessions, supervision.time.minutes],
  ({ satisfaction }) => [satisfaction.answers, satisfaction.verySatisfied],
  ({ time }) => Object.values(time as Record<string, { minutes: number }>).map(({ minutes }) => minutes),
];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
