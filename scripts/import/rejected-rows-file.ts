import { mkdir, open, rm, stat, truncate } from "node:fs/promises";
import path from "node:path";
import type { RejectedRowsReport } from "../../subgraphs/resource-directory/services/import-options.ts";

/** A report as a file with one rejected row a line: where it stood, why it was not taken, and the row itself. */
export function createRejectedRowsFile(file: string): RejectedRowsReport {
  return {
    async append(rejected) {
      if (rejected.length === 0) return sizeOf(file);
      await mkdir(path.dirname(path.resolve(file)), { recursive: true });
      const report = await open(file, "a");
      try {
        await report.appendFile(rejected.map((row) => `${JSON.stringify(row)}\n`).join(""));
        await report.sync();
        return (await report.stat()).size;
      } finally {
        await report.close();
      }
    },
    async truncate(bytes) {
      if (bytes === 0) return rm(file, { force: true });
      if ((await sizeOf(file)) > bytes) await truncate(file, bytes);
    },
  };
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
