import { type ArchivedFile, ArchiveFile } from "./archive-file.ts";
import { type AskStored, PartUnavailable } from "./ask-hub.ts";
import type { Part } from "./part.ts";
import { readMe } from "./read-me.ts";

export interface Written {
  /** Where the archive is: its name says so when something is missing. */
  readonly path: string;
  readonly parts: readonly Part[];
}

/** Each list of the export: the stored operation that pages it, and where in its answer it is. */
const lists = [
  {
    name: "registre",
    field: "registryRecords",
    operation: "person/my-registry-records",
    title: "Registre des consentements",
  },
  {
    name: "services-sociaux",
    field: "socialServicesRecords",
    operation: "person/my-social-services-records",
    title: "Services sociaux",
  },
  {
    name: "acces-sante",
    field: "healthAccessRecords",
    operation: "person/my-health-access-records",
    title: "Associations d'accès à la santé",
  },
  {
    name: "contrats",
    field: "employmentContractsRecords",
    operation: "person/my-employment-contracts-records",
    title: "Contrats",
  },
  {
    name: "consultations",
    field: "disclosures",
    operation: "person/my-disclosures",
    title: "Qui a demandé vos informations",
  },
] as const;

/**
 * Writes everything the hub holds about the person who asks into one ZIP file, page by page. A part that cannot be had is
 * named in the archive, in its manifest and by its very file name; one that breaks off keeps what came before.
 * @param path where to write, ending in .zip
 */
export async function writeArchive(ask: AskStored, path: string, now = new Date()): Promise<Written> {
  const archive = new ArchiveFile(path);
  try {
    const files: ArchivedFile[] = [];
    const parts: Part[] = [];
    for (const list of lists) parts.push(await writeList(archive, files, ask, list));
    parts.push(await writeConsents(archive, files, ask));
    const isComplete = parts.every(({ missing }) => missing === null);
    files.push(archive.add("LISEZMOI.txt", readMe(parts, now)));
    const manifest = { madeAt: now.toISOString(), isComplete, parts, files };
    archive.add("manifeste.json", `${JSON.stringify(manifest, null, 2)}\n`);
    const place = isComplete ? path : path.replace(/(\.zip)?$/, ".partiel.zip");
    archive.finish(place);
    return { path: place, parts };
  } catch (error) {
    archive.discard();
    throw error;
  }
}

/** One JSON array in one file, written page after page. */
async function writeList(
  archive: ArchiveFile,
  files: ArchivedFile[],
  ask: AskStored,
  { name, title, operation, field }: (typeof lists)[number],
): Promise<Part> {
  const file = archive.open(`donnees/${name}.json`);
  let records = 0;
  let missing: string | null = null;
  try {
    for await (const node of pages(ask, operation, field)) {
      file.write(`${records === 0 ? "[\n" : ",\n"}${JSON.stringify(node)}`);
      records += 1;
    }
  } catch (error) {
    missing = codeOf(error);
  }
  file.write(records === 0 ? "[]\n" : "\n]\n");
  files.push(file.close());
  return { name, title, missing, records };
}

async function* pages(ask: AskStored, operation: string, field: string): AsyncGenerator<object> {
  let after: string | null = null;
  do {
    const { me } = await ask(operation, { first: 100, after });
    const page = me?.[field];
    if (!page) throw new PartUnavailable("NOT_A_PERSON");
    for (const { node } of page.edges) yield "content" in node ? { ...node, content: JSON.parse(node.content) } : node;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
}

interface Consent {
  readonly id: string;
  readonly receipt: string | null;
  readonly notice: { readonly contentHash: string; readonly text: string };
}

/** Her consents in one file, each with its receipt in another, and every notice she was shown. */
async function writeConsents(archive: ArchiveFile, files: ArchivedFile[], ask: AskStored): Promise<Part> {
  const part = { name: "consentements", title: "Vos consentements, leurs reçus et leurs notices" };
  try {
    const { me } = await ask("person/my-consents");
    if (!me) throw new PartUnavailable("NOT_A_PERSON");
    files.push(archive.add("donnees/consentements.json", `${JSON.stringify(me.consents, null, 2)}\n`));
    const notices = new Map<string, string>();
    for (const { id, receipt, notice } of me.consents as Consent[]) {
      if (receipt) files.push(archive.add(`recus/${id}.jwt`, `${receipt}\n`));
      notices.set(notice.contentHash, notice.text);
    }
    for (const [hash, text] of notices) files.push(archive.add(`notices/${hash}.txt`, text));
    return { ...part, missing: null, records: me.consents.length };
  } catch (error) {
    return { ...part, missing: codeOf(error), records: 0 };
  }
}

function codeOf(error: unknown): string {
  if (error instanceof PartUnavailable) return error.code;
  throw error;
}
