import { randomUUID } from "node:crypto";
import { ReflectMetadataProvider } from "@mikro-orm/decorators/legacy";
import { Migrator } from "@mikro-orm/migrations";
import { type EntityManager, MikroORM, type Options } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { DatabaseClient } from "./database-client.ts";
import { IdempotencyKey } from "./idempotency-key.ts";
import { Migration20261126_idempotency_key } from "./idempotency-migration.ts";

export type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

/** What a subgraph stores: its entity classes and its migrations, oldest first. */
export interface DatabaseParts {
  readonly entities: Options["entities"];
  readonly migrations: NonNullable<Options["migrations"]>["migrationsList"];
}

export interface DatabaseOptions extends DatabaseParts {
  /** PostgreSQL URL of the subgraph's own database, with its own role. */
  readonly url: string;
  /** Milliseconds after which PostgreSQL itself cancels a statement, whether anybody waits for it or not. */
  readonly statementTimeout?: number;
  /** How long a connection is waited for, in milliseconds; long by default, for programs that load much at once. */
  readonly connectionWaitMs?: number;
  /** Told of each SQL statement; tests count them. */
  readonly onStatement?: (sql: string) => void;
}

/** Connections a subgraph holds to its database at once, those of its queue apart. */
export const MOST_CONNECTIONS = 10;

const CONNECTION_WAIT_MS = 30_000;

/** Opens the connection pool of a subgraph. The first statement connects; nothing is sent before. */
export async function openDatabase(options: DatabaseOptions): Promise<MikroORM> {
  const { onStatement } = options;
  return MikroORM.init({
    clientUrl: options.url,
    entities: [...(options.entities ?? []), IdempotencyKey],
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    migrations: {
      migrationsList: [Migration20261126_idempotency_key, ...(options.migrations ?? [])],
      snapshot: false,
      emit: "ts",
      transactional: true,
    },
    pool: { min: 0, max: MOST_CONNECTIONS },
    driverOptions: {
      statement_timeout: options.statementTimeout ?? 5_000,
      application_name: "passerelle",
      // What is prepared is so for whatever values come, instead of weighing at each call whether to prepare it for these.
      options: "-c plan_cache_mode=force_generic_plan",
      Client: DatabaseClient,
      connectionTimeoutMillis: options.connectionWaitMs ?? CONNECTION_WAIT_MS,
    },
    // Foreign keys and other constraints are written in the migrations, where a human reads them.
    schemaGenerator: { createForeignKeyConstraints: false },
    // Several databases live in one process: a transaction of one must never be taken up by another.
    contextName: randomUUID(),
    ensureDatabase: false,
    connect: false,
    discovery: { warnWhenNoEntities: false },
    debug: onStatement ? ["query"] : false,
    loggerFactory: () => statementLogger(onStatement),
  } as Options);
}

/** Any number shared by all processes on a database: it lets one of them at a time migrate it. */
const MIGRATION_LOCK = 7_241_306;

/** Brings the database to the newest migration; returns the names of those applied. Others who do the same wait. */
export async function migrate(orm: MikroORM): Promise<string[]> {
  // A connection of its own, without the pool's deadline: one who waits for a long migration must not be cut off.
  const waiting = new Client({ connectionString: orm.config.get("clientUrl")!, application_name: "passerelle" });
  waiting.on("error", () => {
    // The server is gone, and the lock with it: the migration itself will say so.
  });
  await waiting.connect();
  try {
    await waiting.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const applied = await (orm.migrator as Migrator).up();
    return applied.map(({ name }) => name);
  } finally {
    await waiting.end();
  }
}

/** Throws when the database does not answer. */
export async function ping(em: EntityManager): Promise<void> {
  await em.getConnection().execute("select 1");
}

/** The ORM says nothing by itself: its lines quote the values of statements. */
function statementLogger(onStatement: (sql: string) => void = () => {}) {
  return {
    log: () => {},
    error: () => {},
    warn: () => {},
    logQuery: (context: { query: string }) => onStatement(context.query),
    setDebugMode: () => {},
    isEnabled: () => true,
  };
}
