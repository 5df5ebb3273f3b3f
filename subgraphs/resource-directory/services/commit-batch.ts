import type { EntityManager } from "@mikro-orm/postgresql";
import type { RowProblem, ServiceV1, StructureV1 } from "../policies/data-inclusion.ts";
import { serviceProblems, structureProblems } from "../policies/data-inclusion-rules.ts";
import { toOfferRow, toStructureRow } from "../policies/directory-rows.ts";
import { nothingRead, type ReadRow } from "../policies/source-format.ts";
import { storageProblems } from "../policies/storage-rules.ts";
import {
  markSeen,
  readStructureNetworks,
  writeMissingStructures,
  writeOffers,
  writeStructures,
} from "../repositories/directory-writes.ts";
import { advanceImportRecord } from "../repositories/import-records.ts";
import { rememberOpeningHours } from "../repositories/opening-weeks.ts";
import type { FileRow, ImportOptions, RejectedRow } from "./import-options.ts";
import { addCounts, addReasons, ImportConflict, type ImportProgress } from "./import-progress.ts";

interface Batch extends Omit<ImportOptions, "rows"> {
  readonly rows: readonly FileRow[];
  /** Rows of the file committed before this batch. */
  readonly from: number;
  readonly progress: ImportProgress;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

interface CheckedRow {
  readonly file: FileRow;
  readonly read: ReadRow;
  readonly problems: readonly RowProblem[];
}

const UNKNOWN_STRUCTURE: RowProblem = {
  reason: "structure_id.unknown",
  message: "No structure has this identifier: import the structures first, then this row again.",
};

/** Writes the good rows of a batch, reports the others, and moves the import on: all or nothing. */
export async function commitBatch(em: EntityManager, batch: Batch): Promise<ImportProgress> {
  const checked = batch.rows.map((file) => check(file, batch));
  return em.transactional(async (transaction) => {
    const good = checked.filter(({ problems }) => problems.length === 0);
    const described = good.filter(({ read }) => !read.isStructureBare);
    const structures = await writeStructures(transaction, structureRows(described));
    const bare = good.filter(({ read }) => read.isStructureBare);
    const bareStructures = await writeMissingStructures(transaction, structureRows(bare));

    const services = good.flatMap((row) => row.read.services.map((service) => ({ row, service })));
    const networks = await readStructureNetworks(transaction, [
      ...new Set(services.map(({ service }) => service.structure_id)),
    ]);
    const isOrphan = ({ service }: { service: ServiceV1 }) => !networks.has(service.structure_id);
    const orphans = services.filter(isOrphan).map(({ row }) => ({ ...row, problems: [UNKNOWN_STRUCTURE] }));
    const taken = services.filter((one) => !isOrphan(one));
    const offers = await writeOffers(
      transaction,
      lastOfEach(
        taken.map(({ row, service }) =>
          toOfferRow(service, networks.get(service.structure_id)!, row.read.isIncomplete),
        ),
      ),
    );
    const hours = good.flatMap(({ read }) => [...read.structures, ...read.services].flatMap(openingHoursOf));
    const unreadHours = await rememberOpeningHours(transaction, hours);
    if (batch.completeSource) await markSeen(transaction, batch.hash, identifiersMet(checked));

    const rejected = [...checked.filter(({ problems }) => problems.length > 0), ...orphans].sort(
      (one, other) => one.file.line - other.file.line,
    );
    const reportBytes = await batch.report.append(rejected.map(toRejectedRow));
    const progress = {
      ...batch.progress,
      rows: batch.progress.rows + batch.rows.length,
      rejectedRows: batch.progress.rejectedRows + rejected.length,
      structures: addCounts(batch.progress.structures, structures),
      bareStructures: batch.progress.bareStructures + bareStructures,
      offers: addCounts(batch.progress.offers, offers),
      reasons: addReasons(
        batch.progress.reasons,
        rejected.flatMap(({ problems }) => problems.map(({ reason }) => reason)),
      ),
      repairs: addReasons(
        batch.progress.repairs,
        good.flatMap(({ read }) => read.repairs),
      ),
      losses: addReasons(
        batch.progress.losses,
        good.flatMap(({ read }) => read.losses),
      ),
      unread: addReasons(
        batch.progress.unread,
        hours.filter((notation) => unreadHours.has(notation)).map(() => "horaires_accueil"),
      ),
      reportBytes,
    };
    const committedRows = batch.from + batch.rows.length;
    if (!(await advanceImportRecord(transaction, batch.hash, batch.from, { committedRows, progress }))) {
      throw new ImportConflict("Another import of this very file is under way: wait for its end.");
    }
    return progress;
  });
}

function check(file: FileRow, { readRow, today }: Batch): CheckedRow {
  if (file.problem) {
    return { file, read: nothingRead, problems: [{ reason: "row.malformed", message: file.problem }] };
  }
  const read = readRow(file.row);
  const problems = [
    ...read.problems,
    ...storageProblems(file.row),
    ...read.structures.flatMap((row) => structureProblems(row, today, read.isIncomplete)),
    ...read.services.flatMap((row) => serviceProblems(row, today, read.isIncomplete)),
  ];
  return { file, read, problems };
}

const openingHoursOf = ({ horaires_accueil }: StructureV1 | ServiceV1): string[] =>
  horaires_accueil ? [horaires_accueil] : [];

/** What cannot be taken still exists at its source, so it counts as met. */
function identifiersMet(checked: readonly CheckedRow[]): string[] {
  const services = checked.flatMap(({ read }) => read.services as readonly Partial<ServiceV1>[]);
  return services.map(({ id }) => id).filter((id): id is string => typeof id === "string" && !id.includes("\0"));
}

const structureRows = (rows: readonly CheckedRow[]) =>
  lastOfEach(
    rows.flatMap(({ read }) =>
      read.structures.map((structure: StructureV1) => toStructureRow(structure, read.isIncomplete)),
    ),
  );

/** A row given twice in a batch counts as its last form: one statement cannot write a row twice. */
const lastOfEach = <Row extends { id: string }>(rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

function toRejectedRow({ file, problems }: CheckedRow): RejectedRow {
  return {
    line: file.line,
    reason: problems.map(({ reason }) => reason).join(" "),
    message: problems.map(({ message }) => message).join(" "),
    row: file.row,
  };
}
