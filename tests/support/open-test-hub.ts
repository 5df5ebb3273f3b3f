import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type Hub, type OpenHubOptions, openHub } from "../../scripts/hub/open-hub.ts";
import { importFile } from "../../scripts/import/import-file.ts";
import { loadTerritory } from "../../scripts/import/load-territory.ts";
import { type Ask, createAsk } from "../../scripts/journey/hub-client.ts";
import { seedConsent } from "../../scripts/seed/consent.ts";
import { seedEmploymentContracts } from "../../scripts/seed/employment-contracts.ts";
import { seedSocialServices } from "../../scripts/seed/social-services.ts";
import { withoutBudgets } from "./without-budgets.ts";

const DOUBS = fileURLToPath(
  new URL("../../subgraphs/resource-directory/assets/doubs-fictitious.ndjson", import.meta.url),
);

type Orms = Readonly<Record<string, Pick<Hub["subgraphs"][string], "orm">>>;

export interface TestHub extends Hub {
  /** Asks over HTTP with one cast member's own token. */
  readonly ask: Ask;
  /** SQL statements of each subgraph since the last clearing. */
  readonly statements: Record<string, string[]>;
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  sql(subgraph: string, text: string, values?: readonly unknown[]): Promise<any[]>;
}

/** What a registry does by itself once a minute, whoever asks what: nobody counts it. */
const UPKEEP = /^\s*delete from (budget|inbox_item)\b/;
/** As seldom: a test of mail says how often it looks. */
const MAIL_EVERY_MS = 3_600_000;

/** A name for databases that no other run of the tests uses. */
export const freshPrefix = (): string => `t_${randomBytes(5).toString("hex")}`;

/** The whole hub in this process on databases of its own, with the development world; the directory only when asked for. */
export async function openTestHub({
  withDirectory = false,
  applications = withoutBudgets,
  limits,
  signingKey,
  telling,
  withdrawalsFolder,
  onMail,
  mailEveryMs,
}: { withDirectory?: boolean } & Pick<
  OpenHubOptions,
  "applications" | "limits" | "signingKey" | "telling" | "withdrawalsFolder" | "onMail" | "mailEveryMs"
> = {}): Promise<TestHub> {
  const statements: Record<string, string[]> = {};
  const hub = await openHub({
    adminUrl: process.env.TEST_DATABASE_URL!,
    prefix: freshPrefix(),
    gatewayPort: 0,
    issuerPort: 0,
    applications,
    ...(limits ? { limits } : {}),
    ...(telling ? { telling } : {}),
    ...(withdrawalsFolder ? { withdrawalsFolder } : {}),
    ...(onMail ? { onMail } : {}),
    mailEveryMs: mailEveryMs ?? MAIL_EVERY_MS,
    isUpkeepScheduled: false,
    // As deployed. What must hold in one process too is tested with the doors opened.
    isApart: true,
    logLevel: process.env.LOG_LEVEL ?? "silent",
    ...(signingKey ? { signingKey } : {}),
    onStatement(subgraph, sql) {
      if (UPKEEP.test(sql)) return;
      statements[subgraph] ??= [];
      statements[subgraph].push(sql);
    },
  });
  try {
    await seedPeople(hub.subgraphs);
    if (withDirectory) await seedDoubs(hub.subgraphs);
  } catch (error) {
    await hub.close();
    throw error;
  }
  return {
    ...hub,
    statements,
    ask: createAsk(hub),
    sql: (subgraph, text, values = []) => hub.subgraphs[subgraph]!.orm.em.fork().execute(text, [...values]),
  };
}

/** Everything of the development world but the directory. */
export async function seedPeople(subgraphs: Orms): Promise<void> {
  await Promise.all([
    seedConsent(subgraphs.consent!.orm),
    seedSocialServices(subgraphs["social-services"]!.orm),
    seedEmploymentContracts(subgraphs["employment-contracts"]!.orm),
  ]);
}

/** The communes and the care families of the Doubs, without the thousands of offers of La Réunion. */
export async function seedDoubs(subgraphs: Orms): Promise<void> {
  const { orm } = subgraphs["resource-directory"]!;
  const report = { append: async () => 0, truncate: async () => {} };
  await loadTerritory(orm);
  await importFile(orm, { file: DOUBS, sourceFormat: "v1" }, { report });
}
