import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { organizations, people } from "../../scripts/development/world.ts";
import { seedConsent } from "../../scripts/seed/consent.ts";
import { decide } from "../../subgraphs/consent/repositories/decisions.ts";
import { auditLedger } from "../../subgraphs/consent/repositories/ledger-audit.ts";
import type { LedgerDatabase } from "../../subgraphs/consent/repositories/ledger-database.ts";
import { listLedgerKeys } from "../../subgraphs/consent/repositories/ledger-key.ts";
import { consent } from "../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "./harness.ts";
import { createTestDatabase } from "./test-database.ts";
import { claire } from "./viewers.ts";

/** A registry on a database of its own, with somebody at its database who may do anything. */
export interface LedgerRegistry {
  readonly hub: Harness;
  readonly url: string;
  readonly databaseUrl: string;
  /** Connections of a superuser. */
  readonly pool: Pool;
  /** Has the registry decide as often about each of Amina and Bruno. */
  decideAbout(count: number): Promise<void>;
  /** Appends one event about Amina, which may say more than its states. */
  recordEvent(details?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits until nothing waits to enter the ledger, and returns its size. */
  settle(): Promise<number>;
  /** What the ledger says of itself when it is computed anew. */
  faults(database?: LedgerDatabase): Promise<string[]>;
  close(): Promise<void>;
}

const DECISIONS_AT_ONCE = 5;

export async function startLedgerRegistry(): Promise<LedgerRegistry> {
  const databaseUrl = await createTestDatabase("ledger");
  const hub = await startHarness([]);
  const { orm, url } = await hub.start(consent, { databaseUrl });
  await seedConsent(orm);
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  pool.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
  const question = (subject: string) => ({
    subject,
    holder: organizations.medicoSocialCentre,
    category: "CARE_NAVIGATION",
    purpose: "CARE_ACCESS_COORDINATION",
    operation: "READ" as const,
    coordinates: ["Prescription.status"],
  });
  return {
    hub,
    url,
    databaseUrl,
    pool,
    async decideAbout(count) {
      const asking = () => ({ viewer: claire, askedBy: "tests", requestId: randomUUID() });
      for (let done = 0; done < count; done += DECISIONS_AT_ONCE) {
        const some = Array.from({ length: Math.min(DECISIONS_AT_ONCE, count - done) }, () =>
          decide(orm.em.fork(), asking(), [question(people.amina), question(people.bruno)]),
        );
        await Promise.all(some);
      }
    },
    async recordEvent(details) {
      await pool.query(
        `insert into consent_event (consent_id, person_id, act, from_state, to_state, actor_subject, actor_organization_id, shown_notice_hash, details)
         values ($1, $2, 'give', 'OFFERED', 'ACTIVE', 'development|amina', $3, 'notice-hash', $4)`,
        [randomUUID(), people.amina, organizations.association, details ?? null],
      );
    },
    async settle() {
      for (let tries = 0; tries < 300; tries++) {
        const { rows } = await pool.query(
          "select (select count(*) from ledger_waiting)::int as waiting, (select max(size) from ledger_head)::int as size",
        );
        if (rows[0].waiting === 0) return rows[0].size;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error("The ledger does not take in what waits.");
    },
    async faults(database = pool) {
      const found: string[] = [];
      await auditLedger(database, await listLedgerKeys(database), (fault) => found.push(fault));
      return found;
    },
    async close() {
      await pool.end();
      await hub.close();
    },
  };
}
