import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readOpeningHours } from "../../../subgraphs/resource-directory/policies/opening-week.ts";
import { readV1Row } from "../../../subgraphs/resource-directory/policies/source-format.ts";
import { importDirectory } from "../../../subgraphs/resource-directory/services/import-directory.ts";
import { resourceDirectory } from "../../../subgraphs/resource-directory/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { claire } from "../../support/viewers.ts";
import { importRows, serviceRow, structureRow } from "./rows.ts";

describe("opening hours in the OpenStreetMap notation", () => {
  test.each([
    ["24/7", [[0, 10_080]], false],
    ["Tu 09:00-12:00", [[1_980, 2_160]], false],
    ["PH off; Mo 09:00-10:00", [[540, 600]], true],
    // From Sunday into Monday: the week is a circle.
    [
      "Su 22:00-02:00",
      [
        [0, 120],
        [9_960, 10_080],
      ],
      false,
    ],
  ])("%s are read", (notation, openMinutes, isClosedOnHolidays) => {
    expect(readOpeningHours(notation)).toEqual({ openMinutes, isClosedOnHolidays });
  });

  test.each([
    ["words", "du lundi au vendredi"],
    ["a season", "Apr-Sep: Mo-Fr 09:00-12:00"],
    ["every other week", "week 1-53/2 Mo 09:00-12:00"],
    ["school holidays", "Mo-Fr 09:00-12:00; SH off"],
    ["the sun", "Mo-Fr sunrise-12:00"],
    ["an appointment", 'Mo 09:00-12:00 "sur rendez-vous"'],
    ["a day of the month", "Mo[1] 09:00-12:00"],
    ["holidays with hours", "Mo,PH 09:00-12:00"],
    ["never open", "off"],
    ["a text without end", "Mo 09:00-10:00; ".repeat(100)],
  ])("that depend on %s are not guessed at", (_, notation) => {
    expect(readOpeningHours(notation)).toBeNull();
  });

  test("are the same wherever the program runs", () => {
    const read = (timeZone: string) =>
      execFileSync(
        process.execPath,
        [
          "--input-type=module",
          "-e",
          `import { readOpeningHours } from "./subgraphs/resource-directory/policies/opening-week.ts";
           import { localMoment } from "./subgraphs/resource-directory/policies/local-moment.ts";
           console.log(JSON.stringify([readOpeningHours("Mo-Su 22:00-02:00; PH off"),
             localMoment(new Date("2026-12-24T21:00:00Z"), "974"), localMoment(new Date("2026-12-24T21:00:00Z"), "25")]));`,
        ],
        { env: { ...process.env, TZ: timeZone }, encoding: "utf8" },
      );
    const paris = read("Europe/Paris");
    // It is Christmas in La Réunion already.
    expect(JSON.parse(paris).slice(1)).toEqual([
      { minuteOfWeek: 5_820, isHoliday: true },
      { minuteOfWeek: 5_640, isHoliday: false },
    ]);
    for (const elsewhere of ["Pacific/Auckland", "America/Los_Angeles"]) expect(read(elsewhere)).toBe(paris);
  });
});

describe("a search for what is open", () => {
  let hub: Harness;
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  const orm = () => hub.running["resource-directory"]!.orm;

  beforeAll(async () => {
    hub = await startHarness([resourceDirectory]);
    registry = await startRegistry(hub);
    await importRows(
      orm(),
      structureRow({ horaires_accueil: "Mo-Fr 08:30-12:00,13:30-17:00; PH off" }),
      structureRow({ id: "test--silent" }),
      serviceRow("as-its-structure"),
      serviceRow("tuesdays", { horaires_accueil: "Tu 09:00-12:00" }),
      serviceRow("reunion", { horaires_accueil: "Tu 09:00-12:00", code_insee: "97411" }),
      serviceRow("seasonal", { horaires_accueil: "Apr-Sep: Mo-Fr 09:00-12:00" }),
      serviceRow("silent", { structure_id: "test--silent" }),
    );
  }, 60_000);
  afterAll(async () => {
    expect(registry.calls).toEqual([]);
    await registry.close();
    await hub.close();
  });

  const SEARCH = `query ($at: DateTime!) { careOffers(filter: { openAt: $at }, first: 20) {
    totalCount edges { node { id isOpenAt(at: $at) } } } }`;
  const openAt = async (at: string) => {
    const { data, errors } = await hub.ask("resource-directory", claire, SEARCH, { at });
    expect(errors).toBeUndefined();
    const nodes = data!.careOffers.edges.map(({ node }: { node: { id: string; isOpenAt: boolean } }) => node);
    expect(data!.careOffers.totalCount).toBe(nodes.length);
    // What the filter finds and what an offer says of itself are one rule.
    expect(nodes.map((node: { isOpenAt: boolean }) => node.isOpenAt)).toEqual(nodes.map(() => true));
    return nodes.map(({ id }: { id: string }) => id.replace("test--", ""));
  };

  test.each([
    ["a Tuesday at ten in Paris", "2026-12-01T09:00:00Z", ["as-its-structure", "tuesdays"]],
    ["the same, told in another zone", "2026-12-01T14:30:00+05:30", ["as-its-structure", "tuesdays"]],
    ["a Tuesday at ten in Saint-Denis", "2026-12-01T06:00:00Z", ["reunion"]],
    ["the minute it opens", "2026-11-30T07:30:00Z", ["as-its-structure"]],
    ["the minute it closes", "2026-11-30T16:00:00Z", []],
    ["summer, when clocks differ", "2026-07-07T08:00:00Z", ["as-its-structure", "tuesdays"]],
    // 14 July 2026 is a Tuesday: only who says so is closed.
    ["a public holiday", "2026-07-14T08:00:00Z", ["tuesdays"]],
  ])("finds what is open on %s, and says the same of each", async (_, at, expected) => {
    expect(await openAt(at)).toEqual(expected);
  });

  test("an offer whose hours nobody can read does not say that it is closed", async () => {
    const { data } = await hub.ask(
      "resource-directory",
      claire,
      `query ($at: DateTime!) { seasonal: careOffer(id: "test--seasonal") { openingHours isOpenAt(at: $at) }
         silent: careOffer(id: "test--silent") { openingHours isOpenAt(at: $at) }
         closed: careOffer(id: "test--tuesdays") { isOpenAt(at: $at) } }`,
      { at: "2026-07-08T08:00:00Z" },
    );
    expect(data).toEqual({
      seasonal: { openingHours: "Apr-Sep: Mo-Fr 09:00-12:00", isOpenAt: null },
      silent: { openingHours: null, isOpenAt: null },
      closed: { isOpenAt: false },
    });
  });

  test("takes one statement to search, and one for what a page says of itself", async () => {
    const statements = hub.statements["resource-directory"]!;
    statements.length = 0;
    await openAt("2026-12-01T09:00:00Z");
    expect(statements).toHaveLength(2);
  });

  test("reads at the next import what an earlier program imported", async () => {
    const at = "2026-12-01T09:00:00Z";
    await orm().em.fork().execute("delete from opening_week");
    expect(await openAt(at)).toEqual([]);
    await importRows(orm(), serviceRow("silent", { structure_id: "test--silent" }));
    expect(await openAt(at)).toEqual(["as-its-structure", "tuesdays"]);
  });

  test("an import says which hours no search can read, and reads each notation once", async () => {
    const progress = await importDirectory(orm().em.fork(), {
      hash: crypto.randomUUID(),
      rows: ["lundi matin", "lundi matin", "Tu 09:00-12:00"].map((horaires_accueil, index) => ({
        line: index + 1,
        row: serviceRow(`hours-${index}`, { horaires_accueil, thematiques: ["famille--garde-denfants"] }),
      })),
      readRow: readV1Row,
      report: { append: async () => 0, truncate: async () => undefined },
    });
    expect(progress).toMatchObject({ rejectedRows: 0, unread: { horaires_accueil: 2 } });
    const rows = await orm()
      .em.fork()
      .execute("select notation, open_minutes is null as unread from opening_week where notation in (?, ?)", [
        "lundi matin",
        "Tu 09:00-12:00",
      ]);
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ notation: "lundi matin", unread: true });
  });
});
