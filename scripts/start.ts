import { parseArgs } from "node:util";
import { asText, asUrl, EnvironmentError, readEnvironment } from "../kit/environment.ts";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "./embedded-postgres/index.ts";
import { DatabaseRefused } from "./hub/databases.ts";
import { describeHub } from "./hub/describe-hub.ts";
import { PortInUse, refuseBusyPort } from "./hub/free-port.ts";
import { openHub } from "./hub/open-hub.ts";
import { playOpening } from "./journey/opening.ts";
import { seedCrowd } from "./seed/crowd/index.ts";
import { readPersons } from "./seed/crowd/read-persons.ts";
import { seedWorld } from "./seed/index.ts";

const USAGE = `npm start [-- OPTIONS]   runs the whole hub on this machine, with synthetic people and a real directory

  --port NUMBER          port of the hub (4000)
  --issuer-port NUMBER   port of the development sign-in (4010)
  --host ADDRESS         address the hub listens on (127.0.0.1)
  --data FOLDER          where the embedded PostgreSQL keeps its data (.passerelle)
  --persons NUMBER       fictitious people besides the cast, so that lists are long and every state is met (0)
  --apart                the gateway calls the subgraphs over TCP, as it does where each is a process of its own
  --log LEVEL            logs on standard output: silent, error, warn, info or debug (silent)
  --help                 this text

DATABASE_URL   an existing PostgreSQL 15 or newer to use instead of the embedded one; its role must be
               allowed to create databases and roles
`;

const variables = {
  DATABASE_URL: {
    description: "the PostgreSQL to use instead of the embedded one.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
  NODE_ENV: { description: "the kind of environment.", default: "development", read: asText },
};

const optionTypes = {
  port: { type: "string", default: "4000" },
  "issuer-port": { type: "string", default: "4010" },
  host: { type: "string", default: "127.0.0.1" },
  data: { type: "string", default: ".passerelle" },
  persons: { type: "string", default: "0" },
  apart: { type: "boolean", default: false },
  log: { type: "string", default: "silent" },
  help: { type: "boolean", default: false },
} as const;

const LOG_LEVELS: readonly string[] = ["silent", "error", "warn", "info", "debug"];

const progress = (message: string) => void process.stderr.write(`  ${message}\n`);

/** What opened must close, the last first; closing twice is closing once. */
const closers: (() => Promise<void>)[] = [];
async function closeAll(): Promise<void> {
  while (closers.length > 0) await closers.pop()!().catch(() => undefined);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: optionTypes });
  if (values.help) return void process.stdout.write(USAGE);
  const { DATABASE_URL, NODE_ENV } = readEnvironment(variables);
  if (NODE_ENV === "production")
    throw new EnvironmentError(
      "npm start is the hub of a developer's machine: in production start each part by itself, as docker-compose.yml does.",
    );
  const [gatewayPort, issuerPort] = [Number(values.port), Number(values["issuer-port"])];
  for (const [name, port] of [
    ["--port", gatewayPort],
    ["--issuer-port", issuerPort],
  ] as const) {
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new EnvironmentError(`${name} takes a port number from 0 to 65535.`);
    await refuseBusyPort(values.host, port, name);
  }
  if (gatewayPort === issuerPort && gatewayPort !== 0)
    throw new EnvironmentError("--port and --issuer-port must differ: each listens on a port of its own.");
  const persons = readPersons(values.persons);
  if (!LOG_LEVELS.includes(values.log)) throw new EnvironmentError(`--log takes one of ${LOG_LEVELS.join(", ")}.`);
  const adminUrl = DATABASE_URL ?? (await openEmbedded(values.data));
  const hub = await openHub({
    adminUrl,
    gatewayPort,
    issuerPort,
    host: values.host,
    isApart: values.apart,
    logLevel: values.log,
    onProgress: progress,
    onMail: ({ to, subject, text }) => progress(`Mail to ${to.join(", ")}, caught here: ${subject}\n\n${text}`),
  });
  closers.push(() => hub.close());
  await seedWorld(hub.subgraphs, progress);
  await seedCrowd(hub.subgraphs, persons, progress);
  await playOpening(hub, progress);
  process.stdout.write(describeHub(hub));
}

async function openEmbedded(dataFolder: string): Promise<string> {
  progress("Starting the embedded PostgreSQL");
  const server = await startEmbeddedPostgres({ dataFolder, onProgress: progress });
  closers.push(() => server.stop());
  return server.url;
}

const OURS = [EnvironmentError, DatabaseRefused, PortInUse, EmbeddedPostgresError];

function explain(error: unknown): string {
  if (OURS.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith("ERR_PARSE_ARGS")) return `${message} See npm start -- --help.`;
  return `The hub cannot start: ${message}`;
}

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  progress("Stopping");
  await closeAll();
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

main().catch(async (error: unknown) => {
  if (isStopping) return;
  process.stderr.write(`${explain(error)}\n`);
  await closeAll();
  process.exit(1);
});
