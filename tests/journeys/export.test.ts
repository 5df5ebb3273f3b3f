import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { createLocalJWKSet, jwtVerify } from "jose";
import { cast } from "../../scripts/development/cast.ts";
import { people } from "../../scripts/development/world.ts";
import { createAskStored } from "../../scripts/export/ask-hub.ts";
import { writeArchive } from "../../scripts/export/write-archive.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory } from "../../scripts/journey/story.ts";
import { startFaultyPeer } from "../support/faulty-peer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { storedValuesOf } from "../support/stored-values.ts";

const files = {
  consent: "registre",
  "social-services": "services-sociaux",
  "health-access": "acces-sante",
  "employment-contracts": "contrats",
};
const fields = ["registryRecords", "socialServicesRecords", "healthAccessRecords", "employmentContractsRecords"];
const MANY = 450;

jest.setTimeout(120_000);
let hub: TestHub;
let folder: string;
beforeAll(async () => {
  hub = await openTestHub({ withDirectory: true });
  folder = mkdtempSync(join(tmpdir(), "export-"));
  await play(careAndConsent, newStory(hub.ask), () => undefined);
  // What years of reading leave: each as somebody's refused attempt.
  await hub.sql(
    "consent",
    `insert into decision_record (request_id, actor_subject, actor_roles, application, asked_by, person_id, receiver_organization_ids,
       category, purpose, operation, coordinates, is_permitted, reason, person_epoch, decided_at)
     select 'old', 'development|paul', '{INSERTION_REFERENT}', 'tests', 'health-access', ?, '{}', 'CARE_NAVIGATION',
       'CARE_ACCESS_COORDINATION', 'READ', '{}', false, 'NO_GRANT', 0, now() from generate_series(1, ?)`,
    [people.amina, MANY],
  );
});
afterAll(async () => {
  await hub?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

interface Paged {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function exportAs(name: string) {
  const ask = createAskStored({ endpoint: hub.endpoint, token: await hub.tokenOf(name), firstPauseMs: 1 });
  const written = await writeArchive(ask, join(folder, `${randomUUID()}.zip`));
  return { ...written, ...unpack(written.path) };
}

function unpack(path: string) {
  const contents = Object.fromEntries(
    Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
  // biome-ignore lint/suspicious/noExplicitAny: each file has a shape of its own
  const json = (name: string): any => JSON.parse(contents[name]!);
  return { contents, json };
}

/** What the catalogue of a source's database says is about a person, whatever the entities say. */
async function rowsAbout(source: string, person: string) {
  const tables: { table: string; columns: number }[] = await hub.sql(
    source,
    `select c.table_name as table, count(*)::int as columns from information_schema.columns c where c.table_schema = 'public'
     and exists (select from information_schema.columns p where p.table_schema = 'public' and p.table_name = c.table_name and p.column_name = 'person_id')
     group by c.table_name`,
  );
  const found = await Promise.all(
    tables.map(async ({ table, columns }) => {
      const own = table === "decision_record" ? "and reason <> 'SELF'" : "";
      const rows = await hub.sql(source, `select id::text from ${table} where person_id = ? ${own}`, [person]);
      return { table, columns, ids: rows.map(({ id }) => id as string) };
    }),
  );
  return found;
}

describe("the archive of a person", () => {
  let archive: Awaited<ReturnType<typeof exportAs>>;
  beforeAll(async () => {
    archive = await exportAs("amina");
  });

  test("holds every row that any database keeps about her, and every column but the accounts of professionals", async () => {
    /** Columns that are no part of her data: who among the professionals acted, and the salt of a fingerprint. */
    const withheld: Record<string, number> = {
      contract_signature: 1,
      consent_event: 2,
      consent_evidence: 2,
      decision_record: 2,
      proxy_authority: 3,
      support_act: 1,
    };
    expect(archive.parts.filter(({ missing }) => missing)).toEqual([]);
    for (const [source, file] of Object.entries(files)) {
      const records = archive.json(`donnees/${file}.json`) as { id: string; kind: string; content: object }[];
      const ofKind = Map.groupBy(records, ({ kind }) => kind.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase());
      for (const { table, columns, ids } of await rowsAbout(source, people.amina)) {
        const held = ofKind.get(table) ?? [];
        expect([table, held.map(({ id }) => id).sort()]).toEqual([table, ids.sort()]);
        for (const { content } of held)
          expect([table, Object.keys(content).length]).toEqual([table, columns - (withheld[table] ?? 0)]);
      }
    }
    const kinds = (file: string) =>
      new Set(archive.json(`donnees/${file}.json`).map(({ kind }: { kind: string }) => kind));
    expect(kinds("registre")).toContain("Person");
    expect(kinds("contrats")).toContain("PlanLink");
    expect(kinds("acces-sante")).toContain("Diagnosis");
  });

  test("holds her log to the last line, each with its sentence, however long it is", () => {
    const lines = archive.json("donnees/consultations.json") as { sentence: string }[];
    expect(lines.length).toBeGreaterThan(MANY);
    expect(lines.every(({ sentence }) => /^Le .+\.$/.test(sentence))).toBe(true);
    expect(archive.parts.find(({ name }) => name === "consultations")!.records).toBe(lines.length);
  });

  test("names no other person and no account of a professional", async () => {
    const everything = Object.values(archive.contents).join("\n");
    const ofBruno = await storedValuesOf(hub, people.bruno);
    const ofAmina = await storedValuesOf(hub, people.amina);
    const foreign = [...ofBruno].filter((value) => !ofAmina.has(value));
    expect(foreign).toContain(people.bruno);
    expect(foreign.filter((value) => everything.includes(value))).toEqual([]);
    for (const { name } of cast) if (name !== "amina") expect(everything).not.toContain(`development|${name}`);
  });

  test("holds a receipt that verifies and the very notice it names", async () => {
    const keys = createLocalJWKSet((await (await fetch(`${hub.subgraphs.consent!.url}/ledger/keys`)).json()) as never);
    const receipts = Object.keys(archive.contents).filter((name) => name.startsWith("recus/"));
    expect(receipts.length).toBeGreaterThan(0);
    for (const name of receipts) {
      const { payload } = await jwtVerify(archive.contents[name]!.trim(), keys, { typ: "consent-receipt+jwt" });
      const { shownNoticeHash } = payload.passerelle as { shownNoticeHash: string };
      const notice = archive.contents[`notices/${shownNoticeHash}.txt`]!;
      expect(createHash("sha256").update(notice).digest("hex")).toBe(shownNoticeHash);
    }
  });

  test("says itself whole, with the fingerprint of each of its files", () => {
    const { isComplete, files: listed } = archive.json("manifeste.json");
    expect([isComplete, archive.path.endsWith(".partiel.zip")]).toEqual([true, false]);
    expect([...listed.map(({ name }: { name: string }) => name), "manifeste.json"].sort()).toEqual(
      Object.keys(archive.contents).sort(),
    );
    for (const { name, sha256, bytes } of listed) {
      expect(createHash("sha256").update(archive.contents[name]!).digest("hex")).toBe(sha256);
      expect(Buffer.byteLength(archive.contents[name]!)).toBe(bytes);
    }
    expect(archive.contents["LISEZMOI.txt"]).toContain("Vos données");
    expect(archive.contents["LISEZMOI.txt"]).not.toContain("INCOMPLET");
  });
});

test("a source that cannot answer is named by the archive, its manifest and its file name; the others are whole", async () => {
  const peer = await startFaultyPeer("answers 500", hub.peers["health-access"]!);
  const sound = hub.peers["health-access"]!;
  hub.peers["health-access"] = peer.url;
  try {
    const { path, parts, contents, json } = await exportAs("bruno");
    expect(path).toMatch(/\.partiel\.zip$/);
    const missing = parts.filter(({ missing }) => missing !== null);
    expect(missing).toEqual([
      expect.objectContaining({ name: "acces-sante", records: 0, missing: "SOURCE_UNAVAILABLE" }),
    ]);
    expect(json("manifeste.json").isComplete).toBe(false);
    expect(contents["LISEZMOI.txt"]).toContain("Associations d'accès à la santé : INCOMPLET");
    expect(json("donnees/contrats.json").length).toBeGreaterThan(0);
    expect(existsSync(path.replace(".partiel.zip", ".zip"))).toBe(false);
  } finally {
    hub.peers["health-access"] = sound;
    await peer.close();
  }
});

describe("the records of a person", () => {
  test.each(fields)("are shown to nobody else: %s", async (field) => {
    const list = `${field}(first: 100) { totalCount edges { node { id content } } }`;
    const another = `query ($id: ID!) { person(id: $id) { ${list} } }`;
    for (const name of ["karim", "sophie", "claire", "paul", "nadia", "leo", "bruno"]) {
      const { data } = await hub.ask(name, another, { id: people.amina });
      expect([name, data.person?.[field] ?? null]).toEqual([name, null]);
    }
    for (const name of ["karim", "nadia"])
      expect((await hub.ask(name, `{ me { ${list} } }`)).data).toEqual({ me: null });
    const response = await fetch(hub.endpoint, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ me { ${list} } }` }),
    });
    expect([response.status, await response.text()]).toEqual([401, expect.not.stringContaining("content")]);
  });

  test.each(fields)("are paged without a gap, and a cursor of another list is refused: %s", async (field) => {
    const list = `query ($first: Int!, $after: String) { me { ${field}(first: $first, after: $after) { totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } } }`;
    const all = (await hub.ask("bruno", list, { first: 100 })).data.me[field];
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < all.edges.length + 1; page++) {
      const { edges, pageInfo }: Paged = (await hub.ask("bruno", list, { first: 3, after })).data.me[field];
      seen.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(all.edges.map(({ node }: { node: { id: string } }) => node.id));
    expect(all.totalCount).toBe(seen.length);
    for (const values of [["Nothing", randomUUID()], ["Person", "1 or 1 = 1"], ["Consent"]]) {
      const cursor = Buffer.from(JSON.stringify(values)).toString("base64url");
      const { errors } = await hub.ask("bruno", list, { first: 3, after: cursor });
      expect(errors![0]!.extensions.code).toBe("BAD_USER_INPUT");
    }
  });
});

test("the command takes the token from its input, writes for its owner alone, and says what it wrote", async () => {
  const out = join(folder, "mine.zip");
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", "scripts/export.ts", "--url", hub.endpoint, "--out", out],
    { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: ["pipe", "pipe", "inherit"] },
  );
  child.stdin.end(await hub.tokenOf("bruno"));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = await text(child.stdout);
  expect([await ended, said]).toEqual([0, expect.stringContaining(`✓ Contrats: `)]);
  expect(unpack(out).json("manifeste.json").isComplete).toBe(true);
});
