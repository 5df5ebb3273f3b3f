import type { Scenario } from "../scenario.ts";
import { clockOff } from "./clock-off.ts";
import { coldStart } from "./cold-start.ts";
import { connectionsCut } from "./connections-cut.ts";
import { databaseReadOnly } from "./database-read-only.ts";
import { databaseStops } from "./database-stops.ts";
import { disclosuresTraced } from "./disclosures-traced.ts";
import { identityProviderGone, keysRotated } from "./identity-provider.ts";
import { logRefused } from "./log-refused.ts";
import { oneOfMany } from "./one-of-many.ts";
import { overload } from "./overload.ts";
import { pagesWhileChanging } from "./pages-while-changing.ts";
import { registryGone } from "./registry-gone.ts";
import { registryRestored } from "./registry-restored.ts";
import { standbyPromoted } from "./standby-promoted.ts";
import { supergraphReplaced } from "./supergraph-replaced.ts";
import { gatewayToldToStop, subgraphToldToStop } from "./told-to-stop.ts";
import { writeSkew } from "./write-skew.ts";

/** Every fault and history played on the hub with its processes apart. */
export const scenarios: readonly Scenario[] = [
  databaseStops("fast"),
  databaseStops("immediate"),
  connectionsCut,
  databaseReadOnly,
  standbyPromoted,
  registryGone("killed"),
  registryGone("hanging"),
  registryRestored,
  logRefused,
  gatewayToldToStop,
  subgraphToldToStop,
  supergraphReplaced,
  coldStart,
  identityProviderGone,
  keysRotated,
  overload,
  clockOff,
  disclosuresTraced,
  writeSkew,
  oneOfMany,
  pagesWhileChanging,
];
