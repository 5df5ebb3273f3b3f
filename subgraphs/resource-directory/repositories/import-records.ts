import type { EntityManager } from "@mikro-orm/postgresql";
import { DirectoryImport } from "../entities/directory-import.ts";

/** The record of this import, made when it is new. A finished one starts again from the first row. */
export async function openImportRecord<Progress>(
  em: EntityManager,
  hash: string,
  nothingYet: Progress,
): Promise<{ committedRows: number; progress: Progress }> {
  const known = await em.findOne(DirectoryImport, { hash });
  if (known && !known.finishedAt) {
    return { committedRows: known.committedRows, progress: { ...nothingYet, ...(known.progress as Progress) } };
  }
  await em.upsert(DirectoryImport, {
    hash,
    committedRows: 0,
    progress: nothingYet,
    startedAt: new Date(),
    finishedAt: null,
  });
  return { committedRows: 0, progress: nothingYet };
}

/** Moves the record on inside the transaction of a batch; false when another run of the same import came first. */
export async function advanceImportRecord(
  em: EntityManager,
  hash: string,
  from: number,
  to: { committedRows: number; progress: unknown },
): Promise<boolean> {
  const moved = await em.nativeUpdate(
    DirectoryImport,
    { hash, committedRows: from, finishedAt: null },
    { committedRows: to.committedRows, progress: to.progress },
  );
  return moved === 1;
}

export async function finishImportRecord(em: EntityManager, hash: string, progress: unknown): Promise<void> {
  await em.nativeUpdate(DirectoryImport, { hash }, { finishedAt: new Date(), progress });
}

export async function isImportFinished(em: EntityManager, hash: string): Promise<boolean> {
  const record = await em.findOne(DirectoryImport, { hash });
  return Boolean(record?.finishedAt);
}
