import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../embedded-postgres/index.ts";
import { type Hub, type OpenHubOptions, openHub } from "../hub/open-hub.ts";
import { seedWorld } from "../seed/index.ts";

/** Opens a hub for this visit alone, with the development world, and throws it away afterwards. */
export async function visitOwnHub(
  visit: (hub: Hub) => Promise<void>,
  options: Partial<OpenHubOptions> = {},
): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), "passerelle-journey-"));
  const server = await startEmbeddedPostgres({ dataFolder, settings: { fsync: "off" } });
  try {
    const hub = await openHub({ ...options, adminUrl: server.url, gatewayPort: 0, issuerPort: 0 });
    try {
      await seedWorld(hub.subgraphs, (message) => process.stderr.write(`  ${message}\n`));
      await visit(hub);
    } finally {
      await hub.close();
    }
  } finally {
    await server.stop();
    rmSync(server.dataFolder, { recursive: true, force: true });
  }
}
