import type { Scenario } from "../scenario.ts";
import { databaseStops } from "./database-stops.ts";

/** Every fault and history played on the hub with its processes apart. */
export const scenarios: readonly Scenario[] = [databaseStops("fast"), databaseStops("immediate")];
