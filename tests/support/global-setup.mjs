import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres/index.ts";

/** One real PostgreSQL for the whole run; each test file makes databases of its own in it. */
export default async function globalSetup() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return;
  const dataFolder = mkdtempSync(join(tmpdir(), "passerelle-tests-"));
  const server = await startEmbeddedPostgres({
    dataFolder,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  process.env.TEST_DATABASE_URL = server.url;
  globalThis.embeddedPostgres = server;
}
