import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { createProcessMetrics, SECONDS } from "../kit/process-metrics.ts";
import type { DoorState } from "./door.ts";
import type { SourceHealth } from "./engine/sources/source-caller.ts";
import type { AttemptEnd } from "./engine/sources/source-request.ts";
import { type ErrorCode, errorCodes } from "./error-codes.ts";

/** How a request ended: everything was served, something was lost, or it was not run at all. */
export type Outcome = "whole" | "partial" | "refused";

type Health = () => Readonly<Record<string, SourceHealth>>;

const BREAKER = { closed: 0, "half-open": 1, open: 2 } as const;

/**
 * What the gateway counts. Labels are words of closed lists: codes, phases, statuses, names of sources in the supergraph.
 * Nothing a client sends, and nothing about anybody, is ever a label.
 */
export class GatewayMetrics {
  readonly registry: Registry;
  readonly #requests: Counter;
  readonly #codes: Counter;
  readonly #seconds: Histogram;
  readonly #phases: Histogram;
  readonly #inFlight: Gauge;
  readonly #attempts: Counter;
  readonly #attemptSeconds: Histogram;
  readonly #plans: Counter;
  readonly #build: Gauge;
  readonly #release: string;

  /** `release` names what was built, for example a commit. */
  constructor(release: string, health: Health, door: () => DoorState) {
    this.registry = createProcessMetrics();
    const registers = [this.registry];
    this.#requests = new Counter({
      name: "hub_requests_total",
      help: "Requests answered, by HTTP status and by how much of them was served.",
      labelNames: ["route", "status", "outcome"],
      registers,
    });
    this.#codes = new Counter({
      name: "hub_request_codes_total",
      help: "Requests whose answer carries an error of this code; RATE_LIMITED and OVERLOADED are those turned away.",
      labelNames: ["code"],
      registers,
    });
    for (const code of errorCodes) this.#codes.inc({ code }, 0);
    this.#seconds = new Histogram({
      name: "hub_request_seconds",
      help: "From the first byte of a request to the last of its answer.",
      labelNames: ["route"],
      buckets: SECONDS,
      registers,
    });
    this.#phases = new Histogram({
      name: "hub_phase_seconds",
      help: "How long each phase of a request took.",
      labelNames: ["phase"],
      buckets: SECONDS,
      registers,
    });
    this.#inFlight = new Gauge({ name: "hub_requests_in_flight", help: "Requests being served.", registers });
    this.#attempts = new Counter({
      name: "hub_source_attempts_total",
      help: "Attempts to reach a source, by how they ended.",
      labelNames: ["source", "outcome"],
      registers,
    });
    this.#attemptSeconds = new Histogram({
      name: "hub_source_attempt_seconds",
      help: "How long they took, the wait in line included.",
      labelNames: ["source"],
      buckets: SECONDS,
      registers,
    });
    this.#plans = new Counter({
      name: "hub_plans_total",
      help: "Plans used, by whether they were remembered.",
      labelNames: ["cache"],
      registers,
    });
    this.#build = new Gauge({
      name: "hub_build_info",
      help: "Always 1: the release that runs and the SHA-256 of the supergraph in force.",
      labelNames: ["release", "supergraph"],
      registers,
    });
    gaugeSources(this.registry, health);
    gaugeDoor(this.registry, door);
    this.#release = release;
  }

  requestBegan(): void {
    this.#inFlight.inc();
  }

  requestEnded(end: { route: string; status: number; outcome: Outcome; codes: Iterable<ErrorCode>; ms: number }): void {
    const { route, status, outcome, codes, ms } = end;
    this.#inFlight.dec();
    this.#requests.inc({ route, status, outcome });
    for (const code of codes) this.#codes.inc({ code });
    this.#seconds.observe({ route }, ms / 1_000);
  }

  readonly phaseEnded = (phase: string, ms: number): void => this.#phases.observe({ phase }, ms / 1_000);

  readonly attemptEnded = (source: string, { kind, ms }: AttemptEnd): void => {
    this.#attempts.inc({ source, outcome: kind });
    this.#attemptSeconds.observe({ source }, ms / 1_000);
  };

  planUsed(isRemembered: boolean): void {
    this.#plans.inc({ cache: isRemembered ? "hit" : "miss" });
  }

  supergraphLoaded(hash: string): void {
    this.#build.reset();
    this.#build.set({ release: this.#release, supergraph: hash }, 1);
  }
}

function gaugeSources(registry: Registry, health: Health): void {
  const gauge = (name: string, help: string, measure: (one: SourceHealth) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["source"],
      registers: [registry],
      collect() {
        for (const [source, one] of Object.entries(health())) this.set({ source }, measure(one));
      },
    });
  gauge(
    "hub_source_breaker",
    "Whether a source is left in peace: 0 no, 1 about to be tried again, 2 yes.",
    ({ breaker }) => BREAKER[breaker],
  );
  gauge("hub_source_in_flight", "Calls on their way to a source.", ({ inFlight }) => inFlight);
  gauge("hub_source_waiting", "Calls that wait in line for a source.", ({ waiting }) => waiting);
}

function gaugeDoor(registry: Registry, door: () => DoorState): void {
  const gauge = (name: string, help: string, measure: (state: DoorState) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(measure(door()));
      },
    });
  gauge("hub_door_waiting", "Requests that wait for a place.", ({ waiting }) => waiting);
  gauge(
    "hub_door_places",
    "Operations that may be served at once; fewer while the process is late.",
    ({ places }) => places,
  );
}
