import type { EntityManager } from "@mikro-orm/postgresql";
import type { Logger } from "pino";

/** Work that a subgraph does of its own accord, each time the clock says so, in whichever process comes first. */
export interface Upkeep {
  /** Five fields of a crontab, in UTC; a time at which no process ran is made up for within a day. */
  readonly schedule: string;
  /** Returns within seconds: false when it has to be called again to go on. */
  readonly run: (em: EntityManager, logger: Logger) => Promise<boolean>;
}
