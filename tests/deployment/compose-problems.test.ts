import { describe, expect, test } from "@jest/globals";
import type { ComposeFile } from "./compose-file.ts";
import { composeProblems } from "./compose-problems.ts";
import { compose, facts } from "./deployment-facts.ts";

/** The problems of a copy of the compose file after one change. */
const problemsAfter = (change: (services: Record<string, Service>) => void): string[] => {
  const copy = structuredClone(compose) as { services: Record<string, Service> };
  change(copy.services);
  return composeProblems(copy as ComposeFile, facts);
};

interface Service {
  build: { target: string };
  command: string[];
  environment: Record<string, string>;
  healthcheck?: unknown;
  depends_on: Record<string, { condition: string }>;
  networks: string[];
  ports?: string[];
}

describe("the check of docker-compose.yml finds", () => {
  const cases: [string, (services: Record<string, Service>) => void, string][] = [
    ["a missing subgraph", (all) => delete all.consent, "The service consent is missing."],
    [
      "a service without health check",
      (all) => delete at(all, "gateway").healthcheck,
      "gateway: it has no health check.",
    ],
    [
      "a variable that nothing reads",
      (all) => set(all, "consent", "DATABSE", "x"),
      "consent: it sets DATABSE, which nothing reads.",
    ],
    [
      "a variable that is not set",
      (all) => delete at(all, "consent").environment.PEERS,
      "consent: it does not set PEERS, without which it does not start.",
    ],
    [
      "a password in the file",
      (all) => set(all, "consent", "DATABASE_URL", "postgres://consent:hunter2@postgres:5432/consent"),
      "consent: DATABASE_URL holds a secret in the file.",
    ],
    [
      "a secret in the file",
      (all) => set(all, "postgres", "POSTGRES_PASSWORD", "hunter2"),
      "postgres: POSTGRES_PASSWORD holds a secret in the file.",
    ],
    [
      "a secret with a default",
      (all) => set(all, "postgres", "POSTGRES_PASSWORD", `\${POSTGRES_PASSWORD:-hunter2}`),
      "postgres: POSTGRES_PASSWORD holds a secret in the file.",
    ],
    [
      "a variable that .env.example does not explain",
      (all) => set(all, "consent", "LOG_LEVEL", `\${LEVEL}`),
      "consent: it takes LEVEL, which .env.example does not explain.",
    ],
    [
      "a peer on another port",
      (all) => set(all, "consent", "PORT", "4009"),
      "gateway: it looks for consent on port 4001, which listens on 4009.",
    ],
    [
      "a peer under another name",
      (all) =>
        set(
          all,
          "consent",
          "PEERS",
          peersOf(all).replace("gateway=http://gateway:4000", "gateway=http://consent:4001"),
        ),
      "consent: its peer gateway is said to be at http://consent:4001.",
    ],
    [
      "a peer that is missing",
      (all) => set(all, "consent", "PEERS", peersOf(all).replace("gateway=http://gateway:4000;", "")),
      "consent: its peer gateway is missing.",
    ],
    [
      "an address of no service",
      (all) => set(all, "gateway", "OIDC_ISSUERS", "development=http://issuer:4010"),
      "gateway: it looks for issuer, which is no service.",
    ],
    [
      "a database on another port",
      (all) =>
        set(all, "consent", "DATABASE_URL", at(all, "consent").environment.DATABASE_URL?.replace("5432", "5433") ?? ""),
      "consent: it looks for postgres on port 5433, which listens on 5432.",
    ],
    [
      "a network that is not shared",
      (all) => {
        at(all, "consent").networks = ["outside"];
      },
      "consent: it shares no network with postgres.",
    ],
    [
      "a wait for no service",
      (all) => {
        at(all, "gateway").depends_on.redis = { condition: "service_healthy" };
      },
      "gateway: it waits for redis, which is no service.",
    ],
    [
      "a wait for a start only",
      (all) => {
        at(all, "gateway").depends_on.consent = { condition: "service_started" };
      },
      "gateway: it does not wait until consent is healthy.",
    ],
    [
      "no wait for the database",
      (all) => {
        at(all, "consent").depends_on = {};
      },
      "consent: it uses a database but does not wait for postgres.",
    ],
    [
      "a command that is not built",
      (all) => {
        at(all, "gateway").command = ["node", "dist/gateway/start.js"];
      },
      "gateway: it starts dist/gateway/start.js, which is not built.",
    ],
    [
      "a command outside the build",
      (all) => {
        at(all, "gateway").command = ["node", "dist/tests/start.js"];
      },
      "gateway: it starts dist/tests/start.js, which is not built.",
    ],
    [
      "another subgraph in the command",
      (all) => {
        at(all, "consent").command[2] = "consents";
      },
      "consent: it starts the subgraph consents.",
    ],
    [
      "an image that is not described",
      (all) => {
        at(all, "gateway").build.target = "slim";
      },
      "gateway: its image slim is not in the Dockerfile.",
    ],
    [
      "a published database",
      (all) => {
        at(all, "postgres").ports = ["5432:5432"];
      },
      "postgres: it is published outside.",
    ],
    [
      "a published port on which nothing listens",
      (all) => {
        at(all, "gateway").ports = ["4000:4001"];
      },
      "gateway: it publishes 4000:4001 but listens on 4000.",
    ],
  ];

  test.each(cases)("%s", (_title, change, problem) => {
    expect(problemsAfter(change)).toContain(problem);
  });
});

function at(services: Record<string, Service>, name: string): Service {
  const service = services[name];
  if (!service) throw new Error(`The compose file has no service ${name}.`);
  return service;
}

function set(services: Record<string, Service>, name: string, variable: string, value: string): void {
  at(services, name).environment[variable] = value;
}

function peersOf(services: Record<string, Service>): string {
  return at(services, "consent").environment.PEERS ?? "";
}
