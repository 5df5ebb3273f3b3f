import type { EntityManager } from "@mikro-orm/postgresql";
import { withdrawUnseen } from "../repositories/directory-writes.ts";
import { finishImportRecord, openImportRecord } from "../repositories/import-records.ts";
import { findUnreadNotations, rememberOpeningHours } from "../repositories/opening-weeks.ts";
import { commitBatch } from "./commit-batch.ts";
import type { FileRow, ImportOptions } from "./import-options.ts";
import { type ImportProgress, noProgress } from "./import-progress.ts";

const BATCH_SIZE = 1_000;

/**
 * Imports a file, batch by batch, each batch with its place in the file in one transaction: an import that was cut off
 * continues after its last batch, and the same file twice changes nothing. Memory holds one batch, whatever the file.
 * @throws ImportConflict when another run of the same import is under way
 */
export async function importDirectory(em: EntityManager, options: ImportOptions): Promise<ImportProgress> {
  const { hash, completeSource, batchSize = BATCH_SIZE } = options;
  const record = await openImportRecord(em, hash, noProgress);
  await options.report.truncate(record.progress.reportBytes);
  const today = new Date().toISOString().slice(0, 10);
  let { progress, committedRows } = record;
  let position = 0;
  let batch: FileRow[] = [];
  const commit = async () => {
    progress = await commitBatch(em, { ...options, rows: batch, from: committedRows, progress, today });
    committedRows += batch.length;
    batch = [];
    options.onProgress?.(progress);
  };
  for await (const row of options.rows) {
    position += 1;
    if (position <= record.committedRows) continue;
    batch.push(row);
    if (batch.length >= batchSize) await commit();
  }
  if (batch.length > 0) await commit();
  return em.transactional(async (transaction) => {
    await rememberOpeningHours(transaction, await findUnreadNotations(transaction));
    const withdrawn = completeSource ? await withdrawUnseen(transaction, hash, completeSource) : 0;
    const whole = { ...progress, withdrawn };
    await finishImportRecord(transaction, hash, whole);
    return whole;
  });
}
