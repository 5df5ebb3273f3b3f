import { printSubgraphSchema } from "@apollo/subgraph";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { isEnumType, isObjectType } from "graphql";
import { seedResourceDirectory } from "../../../scripts/seed/resource-directory.ts";
import { readReferential, toEnumName } from "../../../subgraphs/resource-directory/referential.ts";
import type { ImportProgress } from "../../../subgraphs/resource-directory/services/import-progress.ts";
import { resourceDirectory } from "../../../subgraphs/resource-directory/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { claire } from "../../support/viewers.ts";

let hub: Harness;
const said: string[] = [];
const orm = () => hub.running["resource-directory"]!.orm;
const sql = <Row extends object>(text: string) => orm().em.fork().execute<Row[]>(text);
const ask = async (query: string) => {
  const { data, errors } = await hub.ask("resource-directory", claire, query);
  expect(errors).toBeUndefined();
  return data;
};

beforeAll(async () => {
  hub = await startHarness([resourceDirectory]);
  await seedResourceDirectory(orm(), (message) => said.push(message));
}, 60_000);
afterAll(() => hub.close());

describe("the directory as it is shipped", () => {
  test("tells what it loads, and loads nothing twice", async () => {
    expect(said).toEqual([
      "Loaded 34969 communes",
      "Loaded 51 fictitious care offers of the Doubs",
      "Loaded 2705 real offers of La Réunion",
    ]);
    const read = () => sql("select count(*)::int, max(started_at) from directory_import");
    const before = await read();
    hub.statements["resource-directory"]!.length = 0;
    await seedResourceDirectory(orm(), (message) => said.push(message));
    expect(said).toHaveLength(3);
    expect(hub.statements["resource-directory"]).toHaveLength(3);
    expect(await read()).toEqual(before);
  });

  test("has every real offer of La Réunion in La Réunion, none rejected, and says what was repaired and lost", async () => {
    const [{ progress }] = (await sql<{ progress: ImportProgress }>(
      "select progress from directory_import where (progress->>'rows')::int = 2705",
    )) as [{ progress: ImportProgress }];
    expect(progress).toMatchObject({
      rows: 2705,
      rejectedRows: 0,
      bareStructures: 1337,
      repairs: {
        "latitude.sign": 2694,
        "coordinates.decimal-comma": 2694,
        "code_insee.from-name": 268,
        "code_insee.from-postal-code": 3,
      },
      losses: { "coordinates.absent": 11, "structure.undescribed": 1928, "publics: adultes": 965 },
    });
    expect(
      await sql(
        `select count(*)::int as offers, count(*) filter (where latitude between -21.5 and -20.8 and longitude between 55.2 and 55.9)::int as located,
           count(*) filter (where commune_code like '974%')::int as in_commune, bool_and(is_incomplete) as all_incomplete
         from care_offer where source <> 'passerelle-fictif'`,
      ),
    ).toEqual([{ offers: 2705, located: 2694, in_commune: 2705, all_incomplete: true }]);
  });

  test("leaves no offer without structure", async () => {
    expect(await sql("select id from care_offer where structure_id not in (select id from structure)")).toEqual([]);
  });

  test("answers the search of the association, page by page", async () => {
    const pages: number[] = [];
    const seen: { id: string; distanceKm: number }[] = [];
    let after = "null";
    do {
      const { careOffers } =
        await ask(`{ careOffers(near: {communeCode: "25056"}, radiusKm: 30, first: 3, after: ${after},
        filter: {themes: [SANTE__SANTE_MENTALE], fees: [GRATUIT], receptionModes: [EN_PRESENTIEL], audiences: [BENEFICIAIRES_DES_MINIMAS_SOCIAUX]})
        { totalCount pageInfo { hasNextPage endCursor } edges { distanceKm node { id name themes fee audiences receptionModes structure { name } } } } }`);
      pages.push(careOffers.edges.length);
      for (const { distanceKm, node } of careOffers.edges) {
        seen.push({ id: node.id, distanceKm });
        expect(node).toMatchObject({ fee: "GRATUIT", name: expect.stringMatching(/\(fictif\)$/) });
        expect(node.themes).toContain("SANTE__SANTE_MENTALE");
        expect(node.receptionModes).toContain("EN_PRESENTIEL");
        expect(
          node.audiences.some((one: string) => /^(TOUS_PUBLICS|BENEFICIAIRES_DES_MINIMAS_SOCIAUX)$/.test(one)),
        ).toBe(true);
        expect(node.structure.name).toMatch(/\(fictif\)$/);
      }
      expect(careOffers.totalCount).toBe(16);
      after = careOffers.pageInfo.hasNextPage ? JSON.stringify(careOffers.pageInfo.endCursor) : "";
    } while (after !== "");
    expect(pages).toEqual([3, 3, 3, 3, 3, 1]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(16);
    const distances = seen.map(({ distanceKm }) => distanceKm);
    expect(distances).toEqual([...distances].sort((one, other) => one - other));
    expect(distances.at(-1)).toBeLessThanOrEqual(30);
  });

  test.each([
    ["DEPARTMENT_PSYCHOLOGIST", 14],
    ["ADDICTION_CARE", 11],
    ["COMPLEX_CASE_CELL", 3],
    ["MDPH", 4],
    ["MEDICINE_AND_HOSPITAL", 16],
    ["CPAM_HEALTH_CHECK", 3],
  ])("has the care family %s in the Doubs", async (family, count) => {
    const { careOffers } = await ask(
      `{ careOffers(filter: {careCategories: [${family}], sources: ["passerelle-fictif"]}) { totalCount edges { node { name qualityScore capacity } } } }`,
    );
    expect(careOffers.totalCount).toBe(count);
    for (const { node } of careOffers.edges) {
      expect(node.name).toMatch(/\(fictif\)$/);
      expect(node.qualityScore).toBeGreaterThanOrEqual(0.9);
    }
  });

  test("gives only telephone numbers and addresses that belong to nobody", async () => {
    const rows = await sql<{ phone: string; email: string }>(
      "select phone, email from care_offer where source = 'passerelle-fictif' union select phone, email from structure where source = 'passerelle-fictif'",
    );
    for (const { phone, email } of rows) {
      expect(phone).toMatch(/^\+3335301\d{4}$/);
      expect(email).toMatch(/@fictif\.example$/);
    }
  });
});

describe("the schema of the directory", () => {
  test("names every word of the national referentials, and describes it", () => {
    const enums = [
      ["Theme", "thematiques", 69],
      ["Audience", "publics", 14],
      ["Network", "reseaux-porteurs", 108],
    ] as const;
    for (const [name, referential, count] of enums) {
      const type = resourceDirectory.schema.getType(name);
      if (!isEnumType(type)) throw new Error(`${name} is no enum.`);
      expect(type.getValues()).toHaveLength(count);
      for (const { value, label } of readReferential(referential)) {
        expect(type.getValue(toEnumName(value))?.description).toContain(label.slice(0, 10));
      }
    }
    expect(toEnumName("60000-rebonds")).toBe("_60000_REBONDS");
  });

  test("marks every type as public, and protects none: no decision is asked", () => {
    const sdl = printSubgraphSchema(resourceDirectory.schema);
    expect(sdl).not.toMatch(/@consent\(category: [A-Z]/);
    for (const type of Object.values(resourceDirectory.schema.getTypeMap())) {
      if (!isObjectType(type) || /^(_|Query$)/.test(type.name)) continue;
      expect([type.name, type.astNode?.directives?.map(({ name }) => name.value)]).toEqual([
        type.name,
        expect.arrayContaining(["public"]),
      ]);
    }
  });
});
