import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { loadTerritory } from "../../../scripts/import/load-territory.ts";
import { resourceDirectory } from "../../../subgraphs/resource-directory/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { amina, claire, paul } from "../../support/viewers.ts";
import { importRows, serviceRow, structureRow } from "./rows.ts";

let hub: Harness;
let registry: Awaited<ReturnType<typeof startRegistry>>;
const statements = () => hub.statements["resource-directory"]!;
const orm = () => hub.running["resource-directory"]!.orm;

beforeAll(async () => {
  hub = await startHarness([resourceDirectory]);
  registry = await startRegistry(hub);
  await loadTerritory(orm());
}, 60_000);
afterAll(async () => {
  expect(registry.calls).toEqual([]);
  await registry.close();
  await hub.close();
});
beforeEach(async () => {
  await orm().em.fork().execute("truncate care_offer, structure");
});

const SEARCH = `query ($filter: CareOfferFilter, $near: Near, $radiusKm: Int! = 50, $query: String, $first: Int! = 20, $after: String) {
  careOffers(filter: $filter, near: $near, radiusKm: $radiusKm, query: $query, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { distanceKm node { id } } } }`;
const ask = async (variables: Record<string, unknown>) => {
  const { data, errors } = await hub.ask("resource-directory", claire, SEARCH, variables);
  return { found: data?.careOffers, errors };
};
/** Keys of the offers found, in order. */
const keys = async (variables: Record<string, unknown>) => {
  const { found, errors } = await ask(variables);
  expect(errors).toBeUndefined();
  const all = found.edges.map(({ node }: { node: { id: string } }) => node.id.replace("test--", ""));
  expect(found.totalCount).toBe(all.length);
  return all;
};
const besancon = { communeCode: "25056" };
const at = (latitude: number, longitude: number) => ({ latitude, longitude });

describe("a search with filters", () => {
  test("joins a list with OR and lists with AND", async () => {
    await importRows(
      orm(),
      structureRow(),
      serviceRow("a", { thematiques: ["sante--addictions"], frais: "gratuit" }),
      serviceRow("b", { thematiques: ["sante--sante-mentale"], frais: "payant" }),
      serviceRow("c", { thematiques: ["famille--garde-denfants"], frais: "gratuit" }),
      serviceRow("d", { thematiques: null, frais: null }),
    );
    expect(await keys({ filter: { themes: ["SANTE__ADDICTIONS", "SANTE__SANTE_MENTALE"] } })).toEqual(["a", "b"]);
    expect(await keys({ filter: { themes: ["SANTE__ADDICTIONS", "SANTE__SANTE_MENTALE"], fees: ["PAYANT"] } })).toEqual(
      ["b"],
    );
    expect(await keys({ filter: { themeCategories: ["SANTE"], themes: ["FAMILLE__GARDE_DENFANTS"] } })).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(await keys({ filter: { themes: [] } })).toEqual([]);
    expect(await keys({})).toEqual(["a", "b", "c", "d"]);
  });

  test("for a public finds what is for everyone, and for everyone filters nothing", async () => {
    await importRows(
      orm(),
      structureRow(),
      serviceRow("everyone", { publics: ["tous-publics"] }),
      serviceRow("families", { publics: ["familles"] }),
      serviceRow("seniors", { publics: ["seniors", "femmes"] }),
      serviceRow("unsaid", { publics: null }),
    );
    expect(await keys({ filter: { audiences: ["FAMILLES"] } })).toEqual(["everyone", "families"]);
    expect(await keys({ filter: { audiences: ["FEMMES", "FAMILLES"] } })).toEqual(["everyone", "families", "seniors"]);
    expect(await keys({ filter: { audiences: ["TOUS_PUBLICS", "FEMMES"] } })).toHaveLength(4);
  });

  test("keeps each other filter apart", async () => {
    await importRows(
      orm(),
      structureRow(),
      structureRow({ id: "test--other", reseaux_porteurs: ["csapa"] }),
      serviceRow("a", { type: "atelier", code_insee: "2A004", extra: { capacity: "AVAILABLE" } }),
      serviceRow("b", { structure_id: "test--other", code_insee: "97411", extra: { capacity: "FULL" } }),
      serviceRow("c", { modes_accueil: ["a-distance"], code_insee: "25462", extra: { care_category: "MDPH" } }),
    );
    expect(await keys({ filter: { kinds: ["ATELIER"] } })).toEqual(["a"]);
    expect(await keys({ filter: { structureId: "test--other" } })).toEqual(["b"]);
    expect(await keys({ filter: { careCategories: ["ADDICTION_CARE"] } })).toEqual(["b"]);
    expect(await keys({ filter: { careCategories: ["MDPH", "OTHER_HEALTH"] } })).toEqual(["a", "c"]);
    expect(await keys({ filter: { receptionModes: ["A_DISTANCE"] } })).toEqual(["c"]);
    expect(await keys({ filter: { sources: ["test"] } })).toHaveLength(3);
    expect(await keys({ filter: { sources: [`te"st\\`, "t,est"] } })).toEqual([]);
    expect(await keys({ filter: { isAvailable: true } })).toEqual(["a"]);
    expect(await keys({ filter: { isAvailable: false } })).toEqual(["b"]);
  });

  test.each([
    ["2A", ["corse"]],
    ["974", ["reunion"]],
    ["25", ["doubs"]],
    ["97", ["reunion"]],
    ["23", []],
  ])("by département %s compares the beginning of the INSEE code", async (departmentCode, expected) => {
    await importRows(
      orm(),
      structureRow(),
      serviceRow("corse", { code_insee: "2A004" }),
      serviceRow("reunion", { code_insee: "97411" }),
      serviceRow("doubs", { code_insee: "25056" }),
      serviceRow("nowhere", { code_insee: null }),
    );
    expect(await keys({ filter: { departmentCode } })).toEqual(expected);
  });

  test("by score accepts exactly what shows that score or more", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const ages = [0, 100, 180, 181, 300, 455, 600, 729, 730, 2000];
    const dayAgo = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
    await importRows(
      orm(),
      structureRow(),
      ...ages.map((days) => serviceRow(`age-${days}`, { date_maj: dayAgo(days), telephone: "3615" })),
      serviceRow("france-travail", { source: "france-travail", id: "france-travail--1", date_maj: "2001-01-01" }),
    );
    const { data } = await hub.ask(
      "resource-directory",
      claire,
      "{ careOffers { edges { node { id qualityScore } } } }",
    );
    const scores: { id: string; qualityScore: number }[] = data.careOffers.edges.map(
      ({ node }: { node: unknown }) => node,
    );
    expect(scores).toHaveLength(11);
    for (const { qualityScore } of scores) {
      const { found } = await ask({ filter: { minimumQualityScore: qualityScore } });
      const expected = scores.filter((other) => other.qualityScore >= qualityScore).map(({ id }) => id);
      expect(found.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(expected);
    }
    const structure = await hub.ask(
      "resource-directory",
      claire,
      '{ structure(id: "test--structure") { qualityScore } }',
    );
    const mean = scores.reduce((sum, { qualityScore }) => sum + qualityScore, 0) / scores.length;
    expect(structure.data.structure.qualityScore).toBeCloseTo(mean, 1);
  });
});

describe("a search near a place", () => {
  beforeEach(async () => {
    await importRows(
      orm(),
      structureRow(),
      serviceRow("b-near", { latitude: 47.26, longitude: 6.03 }),
      serviceRow("a-near", { latitude: 47.25, longitude: 6.02 }),
      serviceRow("twenty", { latitude: 47.25539, longitude: 6.285 }),
      serviceRow("fifty-two", { latitude: 47.25539, longitude: 6.71 }),
      serviceRow("remote", { modes_accueil: ["a-distance"], latitude: 43, longitude: 1 }),
      serviceRow("both-far", { modes_accueil: ["en-presentiel", "a-distance"], latitude: 43, longitude: 1 }),
      serviceRow("both-near", { modes_accueil: ["a-distance", "en-presentiel"] }),
      serviceRow("no-mode", { modes_accueil: null }),
      serviceRow("no-coordinates", { latitude: null, longitude: null }),
    );
  });

  test("keeps what is within 50 km or remote, by whole kilometres, then identifier, the distant last", async () => {
    const { found } = await ask({ near: besancon });
    const shown = found.edges.map((edge: { distanceKm: number | null; node: { id: string } }) => [
      edge.node.id.replace("test--", ""),
      edge.distanceKm,
    ]);
    expect(shown).toEqual([
      ["both-near", 0],
      ["a-near", 1],
      ["b-near", 1],
      ["twenty", 20],
      ["both-far", null],
      ["no-mode", null],
      ["remote", null],
    ]);
  });

  test.each([
    [19, false, false],
    [25, true, false],
    [60, true, true],
  ])("within %i km", async (radiusKm, hasTwenty, hasFifty) => {
    const found = await keys({ near: besancon, radiusKm });
    expect([found.includes("twenty"), found.includes("fifty-two")]).toEqual([hasTwenty, hasFifty]);
    expect(found).toContain("remote");
  });

  test("takes a point as well as a commune", async () => {
    expect(await keys({ near: at(43, 1), radiusKm: 5 })).toEqual(["both-far", "both-near", "remote"]);
    const { found } = await ask({ near: { ...besancon, ...at(47.25539, 6.285) }, radiusKm: 5 });
    expect(found.edges[0]).toEqual({ distanceKm: 0, node: { id: "test--twenty" } });
  });

  test.each([
    ["an unknown commune", { communeCode: "25999" }, /^near\.communeCode: no commune/],
    ["a commune whose centre is not known", { communeCode: "14581" }, /^near\.communeCode: the centre/],
    ["a latitude without longitude", { latitude: 47 }, /^near: give latitude and longitude together/],
    ["a longitude without latitude", { communeCode: "25056", longitude: 6 }, /^near: give latitude and longitude/],
    ["nothing", {}, /^near: give communeCode/],
    ["a point off the map", { latitude: 91, longitude: 6 }, /near/],
  ])("refuses %s", async (_name, near, message) => {
    const { found, errors } = await ask({ near });
    expect(found ?? null).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringMatching(message), extensions: { code: "BAD_USER_INPUT" } }),
    ]);
  });

  test.each([{ radiusKm: 0 }, { radiusKm: 501 }, { first: 0 }, { first: 101 }, { query: "x".repeat(201) }])(
    "refuses %j",
    async (variables) => {
      const { errors } = await ask({ near: besancon, ...variables });
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
      expect(errors?.[0]?.message).toContain(Object.keys(variables)[0]);
    },
  );
});

describe("an offer for some inhabitants only", () => {
  const zones: [string, string[] | null, boolean][] = [
    ["everyone", null, true],
    ["commune", ["25056"], true],
    ["departement", ["25"], true],
    ["epci", ["242500361"], true],
    ["france", ["france"], true],
    ["country", ["99100"], true],
    ["elsewhere", ["25388"], false],
    ["other-departement", ["23", "62"], false],
    ["one-of-two", ["23", "25"], true],
  ];

  test("is found near a commune of its zone, and by a point whatever the zone", async () => {
    await importRows(
      orm(),
      structureRow(),
      ...zones.map(([key, zone_eligibilite]) => serviceRow(key, { zone_eligibilite })),
    );
    const open = zones.filter(([, , isOpen]) => isOpen).map(([key]) => key);
    expect(await keys({ near: besancon })).toEqual(open.sort());
    expect(await keys({ near: at(47.25539, 6.01949) })).toHaveLength(zones.length);
  });
});

describe("a search for words", () => {
  test("ignores accents, case and endings, and puts names before labels before descriptions", async () => {
    await importRows(
      orm(),
      structureRow({ nom: "Maison ouverte" }),
      serviceRow("description", { description: "Un accueil par une psychologue, sur rendez-vous." }),
      serviceRow("name", { nom: "Psychologues à l’écoute" }),
      serviceRow("label", { thematiques: ["sante--addictions"] }),
      serviceRow("other", { thematiques: ["famille--garde-denfants"] }),
    );
    expect(await keys({ query: "PSYCHOLOGUE ecoute" })).toEqual(["name"]);
    expect(await keys({ query: "psychologues" })).toEqual(["name", "description"]);
    expect(await keys({ query: "addiction" })).toEqual(["label"]);
    expect(await keys({ query: "maison ouvertes" })).toHaveLength(4);
    expect(await keys({ query: "accordéon" })).toEqual([]);
    expect(await keys({ query: `"';:&|!() <-> ?? \\ psychologue?` })).toEqual(["name", "description"]);
  });

  test("knows a structure by its new name", async () => {
    await importRows(orm(), structureRow(), serviceRow("a"));
    await importRows(orm(), structureRow({ nom: "Les Tilleuls" }));
    expect(await keys({ query: "tilleul" })).toEqual(["a"]);
    expect(await keys({ query: "association des tests" })).toEqual([]);
  });
});

describe("pages", () => {
  const offers = Array.from({ length: 23 }, (_, index) =>
    serviceRow(String(index).padStart(2, "0"), {
      latitude: 47.25539 + (index % 5) * 0.02,
      modes_accueil: index % 4 === 0 ? ["a-distance"] : ["en-presentiel"],
    }),
  );
  const walk = async (
    variables: Record<string, unknown>,
    between: (page: number) => Promise<void> = async () => {},
  ) => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 20; page++) {
      const { found } = await ask({ ...variables, first: 3, after });
      seen.push(...found.edges.map(({ node }: { node: { id: string } }) => node.id));
      if (!found.pageInfo.hasNextPage) return seen;
      after = found.pageInfo.endCursor;
      await between(page);
    }
    throw new Error("These pages have no end.");
  };

  beforeEach(async () => {
    await importRows(orm(), structureRow(), ...offers);
  });

  test.each([
    ["near a place", { near: besancon }],
    ["everywhere", {}],
    ["by words", { query: "offre" }],
  ])("%s show each offer once, in the order of one large page", async (_name, variables) => {
    const whole = (await ask({ ...variables, first: 100 })).found;
    const ids = whole.edges.map(({ node }: { node: { id: string } }) => node.id);
    expect(ids).toHaveLength(23);
    expect(whole.pageInfo.hasNextPage).toBe(false);
    expect(await walk(variables)).toEqual(ids);
  });

  test("repeat and miss nothing when offers come and go between them", async () => {
    const ids: string[] = (await ask({ near: besancon, first: 100 })).found.edges.map(
      ({ node }: { node: { id: string } }) => node.id,
    );
    const gone = ids[1]!;
    const seen = await walk({ near: besancon }, async (page) => {
      if (page !== 0) return;
      await orm().em.fork().execute("update care_offer set is_withdrawn = true where id = ?", [gone]);
      await importRows(orm(), serviceRow("-before", { latitude: 47.25539 }));
    });
    expect(seen).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("count every result, not only those of the page", async () => {
    const { found } = await ask({ near: besancon, first: 2, filter: { receptionModes: ["EN_PRESENTIEL"] } });
    expect([found.edges.length, found.totalCount]).toEqual([2, 17]);
    const last = await ask({ near: besancon, first: 100, after: found.pageInfo.endCursor });
    expect(last.found.totalCount).toBe(23);
  });

  test.each(["x", Buffer.from("[1]").toString("base64url"), Buffer.from('["a","b"]').toString("base64url")])(
    "refuse a cursor of their own making (%s)",
    async (after) => {
      const { errors } = await ask({ after });
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(/^after: /),
        extensions: { code: "BAD_USER_INPUT" },
      });
    },
  );

  test("cost two statements with structures and total, whatever the rows", async () => {
    for (const first of [1, 23]) {
      statements().length = 0;
      await hub.ask(
        "resource-directory",
        claire,
        `{ careOffers(near: {communeCode: "25056"}, first: ${first}) { totalCount edges { distanceKm node { id name place { address } structure { id name } } } } }`,
      );
      expect(statements()).toHaveLength(2);
    }
  });

  test("lead to communes, départements and scores of structures with one statement each", async () => {
    statements().length = 0;
    const { data } = await hub.ask(
      "resource-directory",
      claire,
      "{ careOffers { edges { node { place { commune { name department { name } intercommunality { name } } } structure { qualityScore } } } } }",
    );
    expect(data.careOffers.edges[0].node.place.commune).toEqual({
      name: "Besançon",
      department: { name: "Doubs" },
      intercommunality: { name: "CU Grand Besançon Métropole" },
    });
    expect(statements()).toHaveLength(6);
  });
});

describe("an offer or a structure", () => {
  const ENTITIES = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on CareOffer { id name isWithdrawn } ... on Structure { label: name } } }`;

  test("is found by identifier, by query and by reference, in one statement a kind; a withdrawn offer too", async () => {
    await importRows(orm(), structureRow(), serviceRow("a"), serviceRow("b"));
    await orm().em.fork().execute("update care_offer set is_withdrawn = true where id = 'test--b'");
    expect(await keys({})).toEqual(["a"]);
    statements().length = 0;
    const refs = [
      { __typename: "CareOffer", id: "test--b" },
      { __typename: "CareOffer", id: "test--unknown" },
      { __typename: "CareOffer", id: "null\0character" },
      { __typename: "CareOffer", id: "test--a" },
      { __typename: "Structure", id: "test--structure" },
    ];
    const { data } = await hub.ask("resource-directory", claire, ENTITIES, { refs });
    expect(data._entities).toEqual([
      { id: "test--b", name: "Offre b", isWithdrawn: true },
      null,
      null,
      { id: "test--a", name: "Offre a", isWithdrawn: false },
      { label: "Association des tests" },
    ]);
    expect(statements()).toHaveLength(2);
    const one = await hub.ask("resource-directory", claire, '{ careOffer(id: "test--b") { isWithdrawn } }');
    expect(one.data).toEqual({ careOffer: { isWithdrawn: true } });
  });

  test("is open to whoever is signed in, and to nobody else", async () => {
    await importRows(orm(), structureRow(), serviceRow("a"));
    const query =
      '{ careOffer(id: "test--a") { name } structure(id: "test--structure") { name } communes(search: "Besançon") { code } careOffers { totalCount } }';
    for (const viewer of [claire, paul, amina]) {
      const { data, errors } = await hub.ask("resource-directory", viewer, query);
      expect(errors).toBeUndefined();
      expect(data.careOffers.totalCount).toBe(1);
    }
    for (const part of [
      'careOffer(id: "test--a") { name }',
      "careOffers { totalCount }",
      'communes(search: "a") { code }',
    ]) {
      const { errors } = await hub.ask("resource-directory", null, `{ ${part} }`);
      expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    }
  });
});

describe("communes", () => {
  test.each([
    ["besancon", "25056"],
    ["BESANÇON", "25056"],
    ["25056", "25056"],
    ["25000", "25056"],
    ["l'hay les", "94038"],
    ["st denis 974", undefined],
    ["pont a", "54431"],
    ["2a004", "2A004"],
    ["montbe", "25388"],
    ["%", undefined],
    ["", undefined],
  ])("are found for %j", async (search, code) => {
    const { data } = await hub.ask(
      "resource-directory",
      claire,
      "query ($search: String!) { communes(search: $search, first: 3) { code } }",
      { search },
    );
    expect(data.communes[0]?.code).toBe(code);
  });
});
