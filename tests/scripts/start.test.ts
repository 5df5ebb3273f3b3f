import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { fetchToken } from "../../scripts/development/fetch-token.ts";

/** A first start loads a whole directory; several of them share two cores. */
jest.setTimeout(180_000);

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "passerelle-start-"));
const started: Started[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  output: { out: string; err: string };
  /** Resolves once the hub says that it runs, or with the exit code if it ends before. */
  readonly isUp: Promise<true | number>;
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

function start(words: readonly string[], environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ["--import", "./scripts/typescript.mjs", "scripts/start.ts", ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  const exited = once(child, "exit").then(([code]) => code as number | null);
  child.stderr!.on("data", (text) => (output.err += text));
  const isUp = new Promise<true | number>((resolve) => {
    child.stdout!.on("data", (text) => {
      output.out += text;
      if (output.out.includes("Passerelle runs.")) resolve(true);
    });
    void exited.then((code) => resolve(code ?? -1));
  });
  const one: Started = {
    child,
    output,
    isUp,
    async stop(signal) {
      child.kill(signal);
      return exited;
    },
  };
  started.push(one);
  return one;
}

let ports: { hub: number; issuer: number };
beforeAll(async () => {
  ports = { hub: await freePort(), issuer: await freePort() };
});
const data = join(folder, "data");
const options = () => ["--port", String(ports.hub), "--issuer-port", String(ports.issuer), "--data", data];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

// biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of the answer
async function ask(person: string, query: string): Promise<any> {
  const token = await fetchToken(`http://127.0.0.1:${ports.issuer}`, person);
  const response = await fetch(`http://127.0.0.1:${ports.hub}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const CONTRACTS = "{ employmentContracts(first: 5) { edges { node { person { givenName } planExtract { text } } } } }";

describe("npm start", () => {
  test("runs the hub on an empty folder, stops cleanly, and keeps its data", async () => {
    const first = start(options());
    expect(await first.isUp).toBe(true);
    const before = await ask("karim", CONTRACTS);
    expect(before.data.employmentContracts.edges[1].node.planExtract.text).toContain("Démarche de santé en cours");
    expect(await first.stop("SIGTERM")).toBe(0);

    const second = start(options());
    expect(await second.isUp).toBe(true);
    expect((await ask("karim", CONTRACTS)).data).toEqual(before.data);
    expect(second.output.err).not.toContain("Playing the opening");

    const other = start([
      "--port",
      String(await freePort()),
      "--issuer-port",
      String(await freePort()),
      "--data",
      data,
    ]);
    expect(await other.isUp).toBe(1);
    expect(other.output.err).toContain(data);
    expect((await ask("karim", CONTRACTS)).data).toEqual(before.data);
  });

  test("recovers by itself after it was killed", async () => {
    const killed = start(options());
    expect(await killed.isUp).toBe(true);
    await killed.stop("SIGKILL");
    const next = start(options());
    expect(await next.isUp).toBe(true);
    expect((await ask("karim", CONTRACTS)).data.employmentContracts.edges).toHaveLength(2);
    expect(await next.stop("SIGINT")).toBe(0);
  });

  test("uses an existing PostgreSQL when told where it is", async () => {
    const hub = start(options(), { DATABASE_URL: process.env.TEST_DATABASE_URL! });
    expect(await hub.isUp).toBe(true);
    expect(hub.output.err).not.toContain("embedded");
    expect((await ask("claire", "{ viewer { roles organization { kind } } }")).data.viewer).toEqual({
      roles: ["HEALTH_NAVIGATOR"],
      organization: { kind: "HEALTH_ACCESS_ASSOCIATION" },
    });
    expect(await hub.stop("SIGTERM")).toBe(0);
  });
});

describe("npm start refuses with one sentence", () => {
  const refusals: [string, () => Promise<{ words: string[]; environment?: Record<string, string> }>, RegExp][] = [
    [
      "an unreachable database",
      async () => ({ words: options(), environment: { DATABASE_URL: "postgres://nobody:secret@127.0.0.1:1/x" } }),
      /DATABASE_URL cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      "a database URL that is none",
      async () => ({ words: options(), environment: { DATABASE_URL: "here" } }),
      /DATABASE_URL must be a URL/,
    ],
    [
      "a folder that cannot be written",
      async () => ({ words: [...options().slice(0, 4), "--data", "/proc/passerelle"] }),
      /\/proc\/passerelle/,
    ],
    ["a port that is none", async () => ({ words: ["--port", "many"] }), /--port takes a port number/],
    [
      "one port for two",
      async () => ({ words: ["--port", `${ports.hub}`, "--issuer-port", `${ports.hub}`] }),
      /--port and --issuer-port must differ/,
    ],
    ["a log level that is none", async () => ({ words: [...options(), "--log", "loud"] }), /--log takes one of silent/],
    [
      "an address this machine does not have",
      async () => ({ words: [...options(), "--host", "192.0.2.1"] }),
      /no address 192\.0\.2\.1 .*--host/,
    ],
    ["an unknown option", async () => ({ words: ["--prot", "4000"] }), /--prot.*--help/],
    ["production", async () => ({ words: options(), environment: { NODE_ENV: "production" } }), /docker-compose\.yml/],
  ];
  test.each(refusals)("%s", async (_name, make, sentence) => {
    const { words, environment } = await make();
    const hub = start(words, environment);
    expect(await hub.isUp).toBe(1);
    const said = hub.output.err.split("\n").filter((line) => line !== "" && !line.startsWith("  "));
    expect(said).toEqual([expect.stringMatching(sentence)]);
    expect(hub.output.err).not.toMatch(/secret|\bat .*\.ts/);
  });

  test("a busy port", async () => {
    const holder = createServer().listen(ports.hub, "127.0.0.1");
    await once(holder, "listening");
    const hub = start(options());
    expect(await hub.isUp).toBe(1);
    holder.close();
    expect(hub.output.err).toBe(`Port ${ports.hub} is in use: stop what holds it, or choose another with --port.\n`);
  });

  test("nothing when asked for help", async () => {
    const hub = start(["--help"]);
    expect(await hub.isUp).toBe(0);
    expect(hub.output.out).toContain("--data FOLDER");
  });
});
