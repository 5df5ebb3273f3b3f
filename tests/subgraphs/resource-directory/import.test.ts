import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type ImportFile, importFile } from "../../../scripts/import/import-file.ts";
import { loadTerritory } from "../../../scripts/import/load-territory.ts";
import { createRejectedRowsFile } from "../../../scripts/import/rejected-rows-file.ts";
import type { ImportProgress } from "../../../subgraphs/resource-directory/services/import-progress.ts";
import { resourceDirectory } from "../../../subgraphs/resource-directory/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { runNode } from "../../support/run-node.ts";
import { createTestDatabase } from "../../support/test-database.ts";
import { claire } from "../../support/viewers.ts";
import { importRows, serviceRow, structureRow } from "./rows.ts";

let hub: Harness;
let folder: string;
const orm = () => hub.running["resource-directory"]!.orm;
const sql = <Row extends object>(text: string) => orm().em.fork().execute<Row[]>(text);

beforeAll(async () => {
  hub = await startHarness([resourceDirectory]);
  await loadTerritory(orm());
  folder = await mkdtemp(path.join(tmpdir(), "passerelle-import-"));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await hub.close();
});
beforeEach(async () => {
  await sql("truncate care_offer, structure, seen_offer");
});

const put = async (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
};
const take = (file: string, how: Partial<ImportFile> = {}, batchSize = 1_000): Promise<ImportProgress> =>
  importFile(
    orm(),
    { file, sourceFormat: "v1", ...how },
    { report: createRejectedRowsFile(`${file}.rejected`), batchSize },
  );
const reportOf = async (file: string) =>
  (await readFile(`${file}.rejected`, "utf8").catch(() => ""))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
const ndjson = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const offersInBase = async () =>
  (await sql<{ id: string }>("select id from care_offer order by id")).map(({ id }) => id);

describe("a row is refused", () => {
  const good = serviceRow("a");
  test.each<[string, object, string]>([
    ["without a name", { nom: undefined }, "nom.required"],
    ["with a name too short", { nom: "ab" }, "nom.minLength"],
    ["with a name too long", { nom: "n".repeat(151) }, "nom.maxLength"],
    ["without a description", { description: undefined }, "description.required"],
    ["without a date", { date_maj: undefined }, "date_maj.required"],
    ["with a day that does not exist", { date_maj: "2026-02-30" }, "date_maj.format"],
    ["dated in the future", { date_maj: "2999-01-01" }, "date_maj.future"],
    ["dated before 2000", { date_maj: "1999-12-31" }, "date_maj.past"],
    ["with an unknown theme", { thematiques: ["sante--vitalite"] }, "thematiques.enum"],
    [
      "with a theme twice",
      { thematiques: ["numerique--acquerir-un-equipement", "numerique--acquerir-un-equipement"] },
      "thematiques.uniqueItems",
    ],
    ["for everyone and others", { publics: ["tous-publics", "femmes"] }, "publics.tous-publics"],
    ["with an empty list of publics", { publics: [] }, "publics.minItems"],
    ["with a postal code of four digits", { code_postal: "2500" }, "code_postal.minLength"],
    ["with an email that is none", { courriel: "claire at home" }, "courriel.format"],
    ["with a zone that is none", { zone_eligibilite: ["Le Doubs"] }, "zone_eligibilite.anyOf"],
    ["with a latitude in words", { latitude: "47,2" }, "latitude.type"],
    ["off the Earth", { latitude: 147 }, "coordinates.range"],
    ["with negative hours", { volume_horaire_hebdomadaire: -1 }, "volume_horaire_hebdomadaire.minimum"],
    ["with more weeks than a column holds", { nombre_semaines: 1e12 }, "nombre_semaines.maximum"],
    ["with an identifier of another source", { id: "dora--1" }, "id.source"],
    ["under the source of the hub itself", { id: "passerelle--1", source: "passerelle" }, "source.reserved"],
    ["with an identifier that is only a source", { id: "test--" }, "id.source"],
    ["with a structure nobody knows", { structure_id: "test--nobody" }, "structure_id.unknown"],
    ["with a null character", { nom: "Atelier\0" }, "row.text"],
    ["with an unknown care family", { extra: { care_category: "MAGIC" } }, "extra.enum"],
  ])("%s", async (_name, change, reason) => {
    const rejected = await importRows(orm(), structureRow(), { ...good, ...change }, serviceRow("good"));
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ line: 2, row: JSON.parse(JSON.stringify({ ...good, ...change })) });
    expect(rejected[0]!.reason.split(" ")).toContain(reason);
    expect(await offersInBase()).toEqual(["test--good"]);
  });

  test.each<[string, unknown, string]>([
    ["that is no object", 5, "row.object"],
    ["that is a list", [], "row.object"],
    ["of a structure without a name", structureRow({ nom: undefined }), "nom.required"],
    ["of a structure with a wrong SIRET", structureRow({ siret: "123" }), "siret.minLength"],
    ["of a structure of an unknown network", structureRow({ reseaux_porteurs: ["none"] }), "reseaux_porteurs.enum"],
  ])("%s", async (_name, row, reason) => {
    const [rejected] = await importRows(orm(), row);
    expect(rejected?.reason.split(" ")).toContain(reason);
  });
});

describe("a file", () => {
  const rows = [structureRow(), serviceRow("a"), serviceRow("b", { publics: ["jeunes", "femmes"] })];
  const csvColumns = [
    "source",
    "structure_id",
    "id",
    "nom",
    "description",
    "date_maj",
    "publics",
    "latitude",
    "longitude",
  ];

  test("gives the same rows as JSON, NDJSON or compressed", async () => {
    const files = [
      await put("a.json", JSON.stringify(rows, null, 2)),
      await put("b.ndjson", ndjson(...rows)),
      await put("c.json.gz", gzipSync(JSON.stringify(rows))),
      await put("d.jsonl", `\uFEFF\r\n${ndjson(...rows).replaceAll("\n", "\r\n")}`),
    ];
    for (const [index, file] of files.entries()) {
      const { offers, structures, rows: read } = await take(file);
      expect(read).toBe(3);
      const isFirst = index === 0;
      expect(offers).toEqual({ inserted: isFirst ? 2 : 0, updated: 0, unchanged: isFirst ? 0 : 2 });
      expect(structures).toEqual({ inserted: isFirst ? 1 : 0, updated: 0, unchanged: isFirst ? 0 : 1 });
    }
  });

  test("of CSV reads lists, numbers and quoted lines", async () => {
    await importRows(orm(), structureRow());
    const cells = (key: string, publics: string, name = "Atelier, cuisine") =>
      `test,test--structure,test--${key},"${name}","Une longue\ndescription ""citée""",2026-10-01,${publics},47.2,6.1`;
    const file = await put(
      "a.csv",
      `\uFEFF${csvColumns.join(",")}\n${cells("json", '"[""jeunes"",""femmes""]"')}\n${cells("array", '"{jeunes,femmes}"')}\n${cells("words", '"jeunes, femmes"')}\n${cells("none", "")}\ntoo,few\n${cells("bad", "nobody")}\n`,
    );
    expect(await take(file)).toMatchObject({
      rows: 6,
      rejectedRows: 2,
      offers: { inserted: 4 },
      reasons: { "row.malformed": 1, "publics.enum": 1 },
    });
    expect(await sql("select id, audiences, latitude, description from care_offer order by id limit 2")).toEqual([
      {
        id: "test--array",
        audiences: ["jeunes", "femmes"],
        latitude: 47.2,
        description: 'Une longue\ndescription "citée"',
      },
      {
        id: "test--json",
        audiences: ["jeunes", "femmes"],
        latitude: 47.2,
        description: 'Une longue\ndescription "citée"',
      },
    ]);
    expect((await reportOf(file)).map(({ line }) => line)).toEqual([10, 11]);
  });

  test("with broken rows gives the others, and tells line and reason of each", async () => {
    const file = await put(
      "broken.ndjson",
      `${JSON.stringify(structureRow())}\n{"id": \n\n${JSON.stringify(serviceRow("a"))}\n${JSON.stringify(serviceRow("b", { nom: "x" }))}\n`,
    );
    expect(await take(file)).toMatchObject({
      rows: 4,
      rejectedRows: 2,
      reasons: { "row.malformed": 1, "nom.minLength": 1 },
    });
    expect(await reportOf(file)).toEqual([
      { line: 2, reason: "row.malformed", message: "The row is not valid JSON.", row: '{"id":' },
      { line: 5, reason: "nom.minLength", message: expect.stringContaining("nom"), row: serviceRow("b", { nom: "x" }) },
    ]);
  });

  test("of JSON with a broken or a cut row gives the rows around it", async () => {
    const [structure, a, b] = rows.map((row) => JSON.stringify(row));
    const file = await put("cut.json", `[\n${structure},\n{"a" "]}, \\""},\n${a}\n,\n${b!.slice(0, 40)}`);
    expect(await take(file)).toMatchObject({ rows: 4, rejectedRows: 2, offers: { inserted: 1 } });
    expect((await reportOf(file)).map(({ line, reason }) => [line, reason])).toEqual([
      [3, "row.malformed"],
      [6, "row.malformed"],
    ]);
  });

  test("of rejected rows can be corrected and imported", async () => {
    const file = await put("orphans.ndjson", ndjson(serviceRow("a"), serviceRow("b")));
    expect(await take(file)).toMatchObject({ rejectedRows: 2, reasons: { "structure_id.unknown": 2 } });
    await importRows(orm(), structureRow());
    expect(await take(`${file}.rejected`, { format: "ndjson" })).toMatchObject({ rows: 2, rejectedRows: 0 });
    expect(await offersInBase()).toEqual(["test--a", "test--b"]);
  });

  test.each([
    ["empty.json", "", /empty/],
    ["object.json", "{}", /not a JSON array/],
    ["more.json", "[] []", /follows the end/],
    ["quote.csv", 'a,b\n"1,2\n', /CSV cannot be read/],
    ["unknown.txt", "", /--format/],
  ])("that is no list of rows is refused with a sentence: %s", async (name, content, message) => {
    await expect(take(await put(name, content))).rejects.toThrow(message);
  });
});

describe("an import", () => {
  const many = [
    structureRow(),
    ...Array.from({ length: 24 }, (_, index) => serviceRow(`n${index}`, index % 5 === 0 ? { nom: "x" } : {})),
  ];

  test("repeated changes nothing, and a changed row changes alone", async () => {
    const file = await put("same.ndjson", ndjson(...many));
    expect(await take(file)).toMatchObject({ offers: { inserted: 19 }, rejectedRows: 5 });
    const before = await sql("select md5(string_agg(care_offer::text, '' order by id)) from care_offer");
    const report = await reportOf(file);
    expect(await take(file)).toMatchObject({
      offers: { inserted: 0, updated: 0, unchanged: 19 },
      structures: { inserted: 0, updated: 0, unchanged: 1 },
      rejectedRows: 5,
    });
    expect(await sql("select md5(string_agg(care_offer::text, '' order by id)) from care_offer")).toEqual(before);
    expect(await reportOf(file)).toEqual(report);
    const changed = await put("changed.ndjson", ndjson(...many.slice(0, 3), serviceRow("n2", { frais: "payant" })));
    expect(await take(changed)).toMatchObject({ offers: { inserted: 0, updated: 1, unchanged: 1 } });
  });

  test("cut off in the middle continues after its last batch, with a report without gap or repetition", async () => {
    const file = await put("resumed.ndjson", ndjson(...many));
    const report = createRejectedRowsFile(`${file}.rejected`);
    let batches = 0;
    const cut = importFile(
      orm(),
      { file, sourceFormat: "v1" },
      {
        batchSize: 4,
        report: {
          ...report,
          // The report of the fourth batch is written, and then the machine stops: the batch is not committed.
          append: async (rejected) => {
            await report.append(rejected);
            batches += 1;
            if (batches === 4) throw new Error("cut off");
            return (await readFile(`${file}.rejected`)).length;
          },
        },
      },
    );
    await expect(cut).rejects.toThrow("cut off");
    expect((await sql<{ count: number }>("select count(*)::int from care_offer"))[0]!.count).toBe(8);
    const whole = await take(file, {}, 4);
    expect(whole).toMatchObject({ rows: 25, rejectedRows: 5, offers: { inserted: 19 }, structures: { inserted: 1 } });
    expect((await reportOf(file)).map(({ line }) => line)).toEqual([2, 7, 12, 17, 22]);
    expect(await offersInBase()).toHaveLength(19);
  });

  test("refuses to run beside another of the same file", async () => {
    const file = await put("twice.ndjson", ndjson(...many));
    const both = await Promise.allSettled([take(file, {}, 2), take(file, {}, 2)]);
    const refused = both.filter(({ status }) => status === "rejected");
    if (refused.length > 0) await take(file);
    expect(await offersInBase()).toHaveLength(19);
    expect((await reportOf(file)).map(({ line }) => line)).toEqual([2, 7, 12, 17, 22]);
  });

  test("said to be complete withdraws what its source no longer publishes, and only that", async () => {
    await importRows(
      orm(),
      structureRow(),
      serviceRow("kept"),
      serviceRow("gone"),
      serviceRow("broken"),
      serviceRow("other", { source: "dora", id: "dora--other" }),
    );
    const file = await put("complete.ndjson", ndjson(serviceRow("kept"), serviceRow("broken", { nom: "x" })));
    expect(await take(file)).toMatchObject({ withdrawn: 0 });
    expect(await take(file, { completeSource: "test" })).toMatchObject({ withdrawn: 1, rejectedRows: 1 });
    const { data } = await hub.ask(
      "resource-directory",
      claire,
      '{ careOffer(id: "test--gone") { isWithdrawn } careOffers { edges { node { id } } } }',
    );
    expect(data.careOffer).toEqual({ isWithdrawn: true });
    expect(data.careOffers.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([
      "dora--other",
      "test--broken",
      "test--kept",
    ]);
    expect(await sql("select * from seen_offer")).toEqual([]);
    await importRows(orm(), serviceRow("gone"));
    expect(await sql("select id from care_offer where is_withdrawn")).toEqual([]);
  });

  test("of an empty complete file withdraws nothing: it is rather a mistake", async () => {
    await importRows(orm(), structureRow(), serviceRow("kept"));
    const file = await put("empty-complete.ndjson", ndjson(structureRow()));
    expect(await take(file, { completeSource: "test" })).toMatchObject({ withdrawn: 0 });
  });

  test("holds one batch in memory, whatever the file", async () => {
    await importRows(orm(), structureRow());
    const row = { ...serviceRow("same"), description: "d".repeat(9_000), nom: "x" };
    const file = await put("huge.ndjson", ndjson(row).repeat(8_000));
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    let peak = 0;
    await importFile(
      orm(),
      { file, sourceFormat: "v1" },
      {
        report: { append: async () => 0, truncate: async () => undefined },
        onProgress: () => {
          peak = Math.max(peak, process.memoryUsage().heapUsed - before);
        },
      },
    );
    // The file has 74 MB.
    expect(peak).toBeLessThan(60 * 1024 * 1024);
  });
});

describe("the v0 format", () => {
  const v0 = (change: Record<string, string> = {}) => ({
    "Service ID": "1",
    "Structure ID": "s",
    Source: "dora",
    Nom: "Atelier",
    Thematiques:
      '{sante--acces-aux-soins,numerique,"logement-hebergement--etre-accompagne-en cas-de-difficultes-financieres"}',
    Frais: "{payant,gratuit-sous-conditions}",
    Profils: "{adultes,beneficiaires-rsa,jeunes,jeunes-16-26}",
    Commune: "ST PIERRE",
    "Code Postal": "97410",
    "Code Insee": "",
    Adresse: "1 rue",
    Long: "55,4936",
    Lat: "21,3123",
    "Modes Accueil": "{en-presentiel,a-distance}",
    ...change,
  });

  test("is repaired where it can be, and what cannot be kept is counted", async () => {
    const structuresFile = await put(
      "structures.json",
      JSON.stringify([{ ID: "s", Nom: "CCAS", Commune: "Saint-Pierre", "Code Insee": "97416", Typologie: "CCAS" }]),
    );
    const file = await put("v0.json", JSON.stringify([v0()]));
    const progress = await take(file, { sourceFormat: "v0", structuresFile });
    expect(progress).toMatchObject({
      rejectedRows: 0,
      repairs: { "coordinates.decimal-comma": 1, "latitude.sign": 1, "code_insee.from-name": 1 },
      losses: { "thematiques: numerique": 1, "publics: adultes": 1, "date_maj.absent": 1, "description.absent": 1 },
    });
    const { data } = await hub.ask(
      "resource-directory",
      claire,
      `{ careOffer(id: "dora--1") { themes fee feeDetails audiences receptionModes updatedOn description isIncomplete
         place { latitude longitude commune { code } } structure { id name networks isIncomplete } } }`,
    );
    expect(data.careOffer).toEqual({
      themes: ["SANTE__ACCES_AUX_SOINS", "LOGEMENT_HEBERGEMENT__REDUIRE_LES_IMPAYES_DE_LOYER"],
      fee: "PAYANT",
      feeDetails: "Gratuit sous conditions.",
      audiences: ["BENEFICIAIRES_DES_MINIMAS_SOCIAUX", "JEUNES"],
      receptionModes: ["EN_PRESENTIEL", "A_DISTANCE"],
      updatedOn: null,
      description: null,
      isIncomplete: true,
      place: { latitude: -21.3123, longitude: 55.4936, commune: { code: "97416" } },
      structure: { id: "dora--s", name: "CCAS", networks: ["CCAS_CIAS"], isIncomplete: true },
    });
  });

  test.each<[string, Record<string, string>, Record<string, unknown>, string | undefined]>([
    ["a latitude that is right stays", { Lat: "-21,3123" }, { latitude: -21.3123 }, undefined],
    [
      "a point outside the commune is dropped",
      { Lat: "48,85", Long: "2,35" },
      { latitude: null },
      "coordinates.outside-commune",
    ],
    ["no coordinates are none", { Lat: "", Long: "" }, { latitude: null, longitude: null }, "coordinates.absent"],
    ["coordinates in words are none", { Lat: "sud" }, { latitude: null }, "coordinates.unreadable"],
    [
      "a commune without name is known by its postal code",
      { Commune: "La", "Code Postal": "97432" },
      { commune_code: "97416" },
      undefined,
    ],
    [
      "an unknown commune is not guessed",
      { Commune: "Nulle Part", "Code Postal": "97499" },
      { commune_code: null, latitude: null },
      "code_insee.underivable",
    ],
    ["an empty list is no list", { Profils: "{}", Frais: "" }, { audiences: null, fee: null }, undefined],
  ])("%s", async (_name, change, expected, loss) => {
    const file = await put("one.json", JSON.stringify([v0(change)]));
    const { losses } = await take(file, { sourceFormat: "v0" });
    expect((await sql("select * from care_offer"))[0]).toMatchObject(expected);
    if (loss) expect(losses).toMatchObject({ [loss]: 1 });
  });

  test("names a structure that has no row by its identifier alone, until its row comes", async () => {
    const file = await put("bare.json", JSON.stringify([v0()]));
    expect(await take(file, { sourceFormat: "v0" })).toMatchObject({
      bareStructures: 1,
      losses: { "structure.undescribed": 1 },
    });
    await importRows(orm(), structureRow({ source: "dora", id: "dora--s", nom: "CCAS de Saint-Pierre" }));
    await take(file, { sourceFormat: "v0" });
    expect(await sql("select name, is_incomplete from structure")).toEqual([
      { name: "CCAS de Saint-Pierre", is_incomplete: false },
    ]);
  });

  test.each(["Service ID", "Structure ID", "Source", "Nom"])("refuses a row without %s", async (field) => {
    const file = await put("missing.json", JSON.stringify([v0({ [field]: "" })]));
    expect(await take(file, { sourceFormat: "v0" })).toMatchObject({
      rejectedRows: 1,
      reasons: { [`${field}.required`]: 1 },
    });
  });
});

describe("npm run import", () => {
  const command = ["--import", "./scripts/typescript.mjs", "scripts/import.ts"];

  test("imports a file into a new database, tells its speed, its counts and its reasons", async () => {
    const file = await put("command.ndjson", ndjson(structureRow(), serviceRow("a"), serviceRow("b", { nom: "x" })));
    const database = await createTestDatabase("import");
    const first = await runNode([...command, file, "--database", database]);
    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(/^3 rows, 1 rejected/) });
    expect(first.stdout).toMatch(
      /^rows read +3\nrows rejected +1 \(see .*command\.ndjson\.rejected\.ndjson\)\ncare offers +1 new, 0 changed, 0 unchanged\n/,
    );
    expect(first.stdout).toContain("rejected because:\n        1  nom.minLength\n");
    const second = await runNode([...command, file, "--database", database]);
    expect(second.stdout).toContain("0 new, 0 changed, 1 unchanged");
  });

  test.each([
    [["nowhere.json", "--database", "postgres://localhost/x"], 1, /nowhere\.json cannot be read/],
    [["package.json", "--database", "postgres://127.0.0.1:1/x"], 1, /cannot be reached \(ECONNREFUSED\)/],
    [["a.json", "--format", "xml"], 2, /--format must be one of/],
    [[], 2, /Name one file/],
    [["--unknown"], 2, /unknown/],
    [["a.json", "--structures", "b.json"], 2, /belongs to --source-format v0/],
  ] as const)("explains itself: %j", async (words, code, message) => {
    const run = await runNode([...command, ...words]);
    expect(run).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(message) });
  });
});
