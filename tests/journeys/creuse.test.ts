import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { cellOf } from "../../scripts/activity-report/as-csv.ts";
import { organizations } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { accepted, inMonths, newStory, today } from "../../scripts/journey/story.ts";
import { readStoredOperations } from "../schema/support/stored-operations.ts";
import { askInTime } from "../support/ask-in-time.ts";
import { countCalls } from "../support/count-calls.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { creuseIn2017 } from "./support/creuse-in-2017.ts";

jest.setTimeout(120_000);
const REPORT = readStoredOperations().get("association/activity-report")!.text;
const isba = randomUUID();
let hub: TestHub;

/** Paul is a nurse in the Creuse here, with one colleague. */
beforeAll(async () => {
  hub = await openTestHub();
  const [paul] = await hub.sql("consent", "select id from professional where subject = 'development|paul'");
  const association = { id: isba, name: "ISBA (fictif)", kind: "HEALTH_ACCESS_ASSOCIATION", department_code: "23" };
  await insertRows(hub, "consent", "organization", [association]);
  const colleague = { id: randomUUID(), subject: "development|colleague", display_name: "colleague (fictif)" };
  await insertRows(hub, "consent", "professional", [colleague]);
  await hub.sql(
    "consent",
    "update membership set organization_id = ?, role = 'HEALTH_NAVIGATOR' where professional_id = ?",
    [isba, paul.id],
  );
  const year = creuseIn2017({
    organization: isba,
    accounts: ["development|paul", colleague.subject],
    professionals: [paul.id, colleague.id],
  });
  for (const [table, rows] of Object.entries(year)) await insertRows(hub, "health-access", table, rows);
});
afterAll(() => hub?.close());

const reportOf = async (who: string, organization: string, from: string, to: string, sector: string | null = null) => {
  const { data, errors } = await askInTime(hub.ask, who, REPORT, { organization, from, to, sector });
  expect(errors).toBeUndefined();
  return data.activityReport;
};
const of2017 = (sector: string | null = null) => reportOf("paul", isba, "2017-01-01", "2017-12-31", sector);
const countOf = (report: { acts: { kind: string; count: number }[] }, kind: string) =>
  report.acts.find((line) => line.kind === kind)!.count;

describe("the report of the Creuse for 2017", () => {
  test("gives the published lines exactly, from what was recorded", async () => {
    const report = await of2017();
    expect(report).toMatchObject({
      organization: { id: isba, name: "ISBA (fictif)" },
      proposals: 63,
      oriented: 63,
      carriedOver: 79,
      opened: 63,
      followed: 142,
      ended: 72,
      network: [
        { sector: { code: "EST" }, meetings: 12, months: 12 },
        { sector: { code: "OUEST" }, meetings: 12, months: 12 },
      ],
      supervision: { sessions: 12, months: 12, professionals: 2, time: { hours: 220 } },
      time: {
        proposals: { hours: 63 },
        followUp: { hours: 1820 },
        network: { hours: 179 },
        supervision: { hours: 220 },
        total: { hours: 63 + 1820 + 179 + 220 },
      },
    });
    expect(countOf(report, "ACCOMPANIED_APPOINTMENT")).toBe(349);
    expect(countOf(report, "HOME_VISIT")).toBe(472);
    expect(countOf(report, "EXTERNAL_INTERVIEW")).toBe(170);
  });

  test("is the sum of its sectors, supervision apart, and goes on in the next year with those who stayed", async () => {
    const whole = await of2017();
    const sectors: { id: string }[] = (await hub.ask("paul", "{ sectors { id } }")).data.sectors;
    const parts = await Promise.all(sectors.map(({ id }) => of2017(id)));
    const total = (read: (part: typeof whole) => number) => parts.reduce((sum, part) => sum + read(part), 0);
    expect(total(({ followed }) => followed)).toBe(142);
    expect(total(({ time }) => time.followUp.hours)).toBeCloseTo(1820, 1);
    expect(parts.map(({ supervision }) => supervision.sessions)).toEqual([0, 0]);
    const next = await reportOf("paul", isba, "2018-01-01", "2018-12-31");
    expect([next.carriedOver, next.opened]).toEqual([whole.followed - whole.ended, 9]);
  });

  test("does not exist for another association's nurse, nor for the person, nor for a data-protection officer", async () => {
    for (const who of ["claire", "karim", "sophie", "amina", "nadia"])
      expect([who, await reportOf(who, isba, "2017-01-01", "2017-12-31")]).toEqual([who, null]);
  });

  test("costs one statement of the source that keeps the records, for one year as for three with twice the acts", async () => {
    await of2017();
    const year = await countCalls(hub, of2017);
    await hub.sql(
      "health-access",
      `insert into support_act (id, support_id, person_id, organization_id, author_subject, kind, minutes, held_on, rank_of_day)
       select gen_random_uuid(), support_id, person_id, organization_id, 'development|later', kind, minutes, held_on + 365, rank_of_day
       from support_act where organization_id = ? and held_on between '2017-01-01' and '2017-12-31'`,
      [isba],
    );
    const years = await countCalls(hub, () => reportOf("paul", isba, "2016-01-01", "2018-12-31"));
    expect(countOf(years.result, "HOME_VISIT")).toBe(2 * 472 + 2);
    for (const { calls, statements } of [year, years]) {
      expect(statements["health-access"]).toBe(1);
      // The registry says how the association is called, and is asked for no decision.
      expect(calls.filter((call) => call.endsWith("/graphql"))).toEqual(["consent /graphql", "health-access /graphql"]);
      expect(calls.filter((call) => call.endsWith("/decisions"))).toEqual([]);
    }
  });
});

describe("what a funder is told", () => {
  const FUNDED = readStoredOperations().get("association/funded-conventions")!.text;
  const record = async (input: object) => {
    const query =
      "mutation ($input: RecordConventionInput!) { recordConvention(input: $input) { userErrors { code } } }";
    const period = { startsOn: "2017-01-01", endsOn: "2017-12-31", fullTimeEquivalents: 2, territoryCodes: ["23"] };
    const targets = [{ kind: "PEOPLE_ACCOMPANIED", expected: 120 }];
    const whole = { requestKey: randomUUID(), name: "Creuse 2017", ...period, targets, ...input };
    expect((await hub.ask("paul", query, { input: whole })).data.recordConvention.userErrors).toEqual([]);
  };
  const fundings = [
    { funder: "Département", amountCents: 8_000_000, funderOrganization: organizations.insertionDoubs },
  ];
  const told = async (who: string) => {
    const { data, errors, body } = await askInTime(hub.ask, who, FUNDED);
    expect(errors).toBeUndefined();
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    return { body, nodes: data.fundedConventions.edges.map(({ node }: any) => node) };
  };

  test("is the figures of the convention's own period and nobody's name, for it and for no other organisation", async () => {
    await record({ fundings });
    const { body, nodes } = await told("karim");
    expect(nodes).toMatchObject([
      {
        organization: { id: isba, name: "ISBA (fictif)" },
        fundings: [{ funder: "Département", sharePercent: 100 }],
        activity: {
          from: "2017-01-01",
          to: "2017-12-31",
          followed: 142,
          carriedOver: 79,
          opened: 63,
          ended: 72,
          hours: 63 + 1820,
          networkMeetings: 24,
          supervisionSessions: 12,
        },
      },
    ]);
    const people = await hub.sql(
      "health-access",
      "select person_id, id from health_support where organization_id = ?",
      [isba],
    );
    for (const { person_id, id } of people) expect(body.includes(person_id) || body.includes(id)).toBe(false);
    for (const who of ["claire", "sophie", "leo", "amina", "nadia"]) expect((await told(who)).nodes).toEqual([]);
    // The report itself stays the association's.
    expect(await reportOf("karim", isba, "2017-01-01", "2017-12-31")).toBeNull();
  });

  test("tells of no few, and of nothing before a quarter is over", async () => {
    const last = "update convention set starts_on = ?, ends_on = ?";
    const shift = async (from: string, to: string) => hub.sql("social-services", last, [from, to]);
    const [{ day }] = await hub.sql(
      "health-access",
      `select min(opened_on)::text as day from health_support where organization_id = ?
       group by opened_on having count(*) between 1 and 4 order by 1 limit 1`,
      [isba],
    );
    await shift("2010-01-01", day);
    const [{ activity }] = (await told("karim")).nodes;
    expect([activity.followed, activity.opened, activity.ended, activity.acts, activity.hours]).toEqual(
      Array(5).fill(null),
    );
    const soon = inMonths(1);
    await shift(today(), soon);
    expect((await told("karim")).nodes[0].activity).toBeNull();
    await shift("2017-01-01", "2017-12-31");
  });

  test("costs each source as many statements for several conventions as for one", async () => {
    const cost = async () => {
      const { statements } = await countCalls(hub, () => told("karim"));
      return [statements["social-services"], statements["health-access"]];
    };
    const one = await cost();
    for (let times = 0; times < 3; times += 1)
      await record({ fundings, name: `Avenant ${times}`, startsOn: `2016-0${times + 1}-01` });
    expect(await cost()).toEqual(one);
    expect(one[1]).toBe(1);
  });
});

describe("what a team recorded", () => {
  const DAY = "2019-03-04";
  const act = async (who: string, name: string, input: object, shown: string) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code field } } }`;
    const { data, errors } = await hub.ask(who, query, { input });
    expect(errors).toBeUndefined();
    return data[name];
  };
  const LIST = `query ($first: Int!, $after: String, $from: Date, $to: Date) { networkMeetings(first: $first, after: $after, from: $from, to: $to) {
    totalCount pageInfo { endCursor hasNextPage } edges { node { id heldOn minutesPerAttendant sector { code } attendants { id } } } } }`;
  const meetings = async (who: string, page: object) =>
    (await hub.ask(who, LIST, { first: 100, ...page })).data.networkMeetings;
  const sectorOf = async (code: string): Promise<string> =>
    (await hub.ask("paul", "{ sectors { id code } }")).data.sectors.find((one: { code: string }) => one.code === code)
      .id;
  const recordOn = async (minutesPerAttendant: number, heldOn = DAY) => {
    const attendants = [(await hub.ask("paul", "{ viewer { professional { id } } }")).data.viewer.professional.id];
    const input = { sector: await sectorOf("EST"), heldOn, minutesPerAttendant, attendants };
    return act("paul", "recordNetworkMeeting", input, "networkMeeting { id }");
  };
  const CANCELLED =
    "cancelledRecord { id reason networkMeeting { minutesPerAttendant sector { code } attendants { id } } supervisionSession { id } }";
  const cancel = (who: string, record: string, more: object = {}) =>
    act(who, "cancelActivityRecord", { kind: "NETWORK_MEETING", record, reason: "Autre durée.", ...more }, CANCELLED);

  test("is listed for its own nurses, the latest first, page by page, narrowed before it is counted", async () => {
    const year = { from: "2017-01-01", to: "2017-12-31" };
    const whole = await meetings("paul", year);
    expect([whole.totalCount, whole.edges.length]).toEqual([24, 24]);
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 5; page += 1) {
      const { edges, pageInfo, totalCount } = await meetings("paul", { ...year, first: 7, after });
      expect(totalCount).toBe(24);
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(whole.edges.map(({ node }: { node: { id: string } }) => node.id));
    const days: string[] = whole.edges.map(({ node }: { node: { heldOn: string } }) => node.heldOn);
    expect(days).toEqual([...days].sort().reverse());
    for (const who of ["claire", "karim", "sophie", "amina", "nadia"])
      expect([who, (await meetings(who, year)).totalCount]).toEqual([who, 0]);
    for (const list of ["supervisionSessions", "satisfactionCollections", "cancelledActivityRecords"]) {
      const query = `{ ${list}(first: 100, from: "2017-01-01", to: "2017-12-31") { totalCount edges { node { id } } } }`;
      const own = (await hub.ask("paul", query)).data[list];
      expect(own.edges).toHaveLength(own.totalCount);
      expect((await hub.ask("claire", query)).data[list]).toEqual({ totalCount: 0, edges: [] });
    }
    const cost = async (first: number) =>
      (await countCalls(hub, () => hub.ask("paul", LIST, { ...year, first }))).statements["health-access"];
    expect(await cost(20)).toBe(await cost(2));
  });

  test("by mistake is cancelled with its reason, counts no longer, and leaves its day to the right one", async () => {
    const report = () => reportOf("paul", isba, DAY, DAY);
    const { networkMeeting } = await recordOn(90);
    expect((await recordOn(60)).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["heldOn"] }]);
    expect((await report()).time.network.hours).toBe(1.5);
    const unknown = await cancel("claire", randomUUID());
    expect(unknown.userErrors[0].code).toBe("NOT_FOUND");
    expect(await cancel("claire", networkMeeting.id)).toEqual(unknown);
    expect(await cancel("paul", networkMeeting.id, { kind: "SUPERVISION_SESSION" })).toEqual(unknown);
    for (const who of ["karim", "sophie", "amina", "nadia"])
      expect((await cancel(who, networkMeeting.id)).userErrors[0].code).toBe("FORBIDDEN");
    expect((await cancel("paul", networkMeeting.id, { reason: " " })).userErrors[0].code).toBe("BAD_USER_INPUT");
    const [cancelled, ...again] = await Promise.all([1, 2, 3].map(() => cancel("paul", networkMeeting.id)));
    expect(cancelled.cancelledRecord).toMatchObject({
      id: networkMeeting.id,
      reason: "Autre durée.",
      networkMeeting: { minutesPerAttendant: 90, sector: { code: "EST" }, attendants: [{}] },
      supervisionSession: null,
    });
    for (const one of again) expect(one).toEqual(cancelled);
    expect((await report()).network.map((line: { meetings: number }) => line.meetings)).toEqual([0, 0]);
    expect((await recordOn(60)).userErrors).toEqual([]);
    expect((await report()).time.network.hours).toBe(1);
    expect((await meetings("paul", { from: DAY, to: DAY })).edges).toMatchObject([
      { node: { minutesPerAttendant: 60 } },
    ]);
    const rewriting = "update cancelled_activity_record set reason = 'Rien.'";
    await expect(hub.sql("health-access", rewriting)).rejects.toThrow(/never rewritten/);
  });
});

describe("the command that writes it", () => {
  const command = async (words: readonly string[], token: string) => {
    const child = spawn(
      process.execPath,
      ["--import", "./scripts/typescript.mjs", "scripts/activity-report.ts", "--url", hub.endpoint, ...words],
      { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: ["pipe", "pipe", "pipe"] },
    );
    child.stdin.end(token);
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [written, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, written, said };
  };
  const year = ["--organization", isba, "--from", "2017-01-01", "--to", "2017-12-31"];
  const LABEL = `=HYPERLINK("https://elsewhere.example","<b>Nord</b>")`;

  test("gives a table a spreadsheet reads line by line, in which nothing is run", async () => {
    const input = { organization: isba, code: "NORD", label: LABEL };
    const naming = "mutation ($input: NameSectorInput!) { nameSector(input: $input) { userErrors { code } } }";
    accepted(await hub.ask("paul", naming, { input }), "nameSector");
    const { code, written } = await command(year, await hub.tokenOf("paul"));
    expect(code).toBe(0);
    expect(written.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const rows: Record<string, string>[] = parse(written, { columns: true });
    const line = (label: string) => rows.find(({ ligne }) => ligne === label);
    expect(line("Accompagnements suivis")).toMatchObject({
      organisme: "ISBA (fictif)",
      du: "2017-01-01",
      au: "2017-12-31",
      nombre: "142",
      heures: "1820",
    });
    expect(line("Accompagnements physiques")).toMatchObject({ rubrique: "Actes", nombre: "349" });
    expect(line(`'${LABEL} : réunions`)).toMatchObject({ nombre: "0", heures: "0" });
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
  });

  test("gives a page to print in French, which asks nothing of anybody else and shows each word as it is written", async () => {
    const { code, written } = await command([...year, "--format", "html"], await hub.tokenOf("paul"));
    expect(code).toBe(0);
    expect(written).toContain('<html lang="fr">');
    expect(written).toContain("du 1 janvier 2017 au 31 décembre 2017");
    expect(written).toMatch(/<th scope="row">Visites à domicile<\/th><td>472<\/td>/);
    expect(written).toContain("=HYPERLINK(&quot;https://elsewhere.example&quot;,&quot;&lt;b&gt;Nord&lt;/b&gt;&quot;)");
    expect(written).not.toMatch(/<(script|link|img|iframe|b)\b|@import|url\(| (src|href)=/);
  });

  test("says no more than that there is none for who may not read it, and refuses a mistake of use", async () => {
    const token = await hub.tokenOf("claire");
    expect(await command(year, token)).toEqual({ code: 1, written: "", said: "The hub has no such report for you.\n" });
    const backwards = ["--organization", isba, "--from", "2017-12-31", "--to", "2017-01-01"];
    const said = "The hub gave no report (BAD_USER_INPUT).\n";
    expect(await command(backwards, token)).toEqual({ code: 1, written: "", said });
    for (const words of [year.slice(0, 4), [...year, "--format", "pdf"], [...year, "--wrong"]])
      expect(await command(words, token)).toMatchObject({ code: 2, written: "" });
  });

  test.each([
    ["=1+1", "'=1+1"],
    [" =1+1", "' =1+1"],
    ["+33", "'+33"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["＝1+1", "'＝1+1"],
    ['a "b", c', '"a ""b"", c"'],
    ["a\nb", '"a\nb"'],
    ["a = b", "a = b"],
    [-2, "-2"],
    [0, "0"],
    [null, ""],
  ])("writes the cell %j as %j", (value, cell) => {
    expect(cellOf(value)).toBe(cell);
  });
});

test("what an association records of its own work is in its report at the next read", async () => {
  const story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
  const organization = organizations.association;
  // Supports open and end on the day of Paris, which is tomorrow's late in the evening.
  const period = [today(), inMonths(1)] as const;
  const act = async (name: string, input: object, shown = "") => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code } } }`;
    return accepted(await hub.ask("claire", query, { input }), name);
  };
  const { data } = await hub.ask("claire", "{ viewer { professional { id } } }");
  const { sector } = await act("nameSector", { organization, code: "NORD", label: "Nord" }, "sector { id }");
  await act("assignSector", { healthSupport: story.support, sector: sector.id });
  const before = await reportOf("claire", organization, ...period);
  const held = { healthSupport: story.support, heldOn: today() };
  await act("recordSupportAct", { ...held, kind: "PROPOSAL", minutes: 60 });
  await act("recordSupportAct", { ...held, kind: "HOME_VISIT", minutes: 40, travelMinutes: 50 });
  await act("recordSupportAct", { ...held, kind: "EXTERNAL_INTERVIEW", minutes: 30 });
  const attended = { heldOn: today(), minutesPerAttendant: 120, attendants: [data.viewer.professional.id] };
  await act("recordNetworkMeeting", { sector: sector.id, ...attended });
  await act("recordSupervisionSession", { organization, ...attended });
  const answers = { verySatisfied: 1, satisfied: 0, dissatisfied: 1, veryDissatisfied: 0 };
  await act("recordSatisfaction", { sector: sector.id, collectedOn: today(), ...answers });
  await act("endHealthSupport", { healthSupport: story.support, outcome: "GOALS_REACHED" });
  for (const part of [null, sector.id]) {
    const report = await reportOf("claire", organization, ...period, part);
    expect(report).toMatchObject({ proposals: 1, opened: 1, followed: 1, ended: 1, satisfaction: { answers: 2 } });
    expect(report.outcomes).toContainEqual({ outcome: "GOALS_REACHED", supports: 1 });
    expect(countOf(report, "HOME_VISIT")).toBe(1);
    expect(report.time.followUp.hours - before.time.followUp.hours).toBeCloseTo(2, 5);
    expect([report.time.proposals.hours, report.time.network.hours]).toEqual([1, 2]);
    expect(report.time.supervision.hours).toBe(part === null ? 2 : 0);
  }
});
