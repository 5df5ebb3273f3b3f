import { rmSync } from "node:fs";

export default async function globalTeardown() {
  const server = globalThis.embeddedPostgres;
  if (!server) return;
  await server.stop();
  rmSync(server.dataFolder, { recursive: true, force: true });
}
