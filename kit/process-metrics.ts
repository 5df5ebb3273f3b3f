import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { logOutput } from "./logger.ts";

/** What every process of the hub measures of itself: memory, garbage, event-loop lag, descriptors, and its own log. */
export function createProcessMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "log_failures",
    help: "How often a line could not be written to the log since the start.",
    registers: [registry],
    collect() {
      this.set(logOutput.failures);
    },
  });
  return registry;
}

/** Bounds in seconds, from an answer out of memory to the longest an operation may take. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
