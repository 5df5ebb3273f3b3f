import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, statSync } from "node:fs";
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "../../scripts/embedded-postgres/index.ts";
import { isAlive, readPostmasterFile } from "../../scripts/embedded-postgres/postmaster-file.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const isRoot = process.geteuid?.() === 0;
const NOBODY = 65534;

/** Root may write anywhere, so it must become nobody to be refused; nobody must then be able to walk to this project. */
const canBeRefused = !isRoot || [repository, process.execPath].every(isOpenToAll);
function isOpenToAll(place: string): boolean {
  const parent = path.dirname(place);
  return (statSync(place).mode & 0o001) !== 0 && (parent === place || isOpenToAll(parent));
}

let room: string;
const started = new Set<EmbeddedPostgres>();
const owners = new Set<ChildProcess>();

beforeAll(async () => {
  // A temporary folder is private to its maker; the server's account must be able to walk through it.
  room = await realpath(await mkdtemp(path.join(os.tmpdir(), "embedded-postgres-")));
  await chmod(room, 0o755);
});

afterEach(async () => {
  for (const owner of owners) owner.kill("SIGKILL");
  owners.clear();
  for (const server of started) await server.stop();
  started.clear();
});

afterAll(async () => {
  await rm(room, { recursive: true, force: true, maxRetries: 3 });
});

async function start(folder: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    dataFolder: path.join(room, folder),
    settings: { fsync: "off" },
    ...options,
  });
  started.add(server);
  return server;
}

async function refusalOf(attempt: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const outcome = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(EmbeddedPostgresError);
  return outcome as EmbeddedPostgresError;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(dataFolder: string): Promise<number> {
  return (await readPostmasterFile(path.join(dataFolder, "cluster")))!.pid;
}

interface Owner {
  child: ChildProcess;
  /** The next line it says: `doing …`, `started <url>` or `refused <code> <message>`. */
  says(): Promise<string>;
}

/** Another program that starts a server and keeps it, like a hub somebody left running. */
function becomeOwner(dataFolder: string, program: { from?: string; uid?: number } = {}): Owner {
  const supervisor = pathToFileURL(path.join(program.from ?? repository, "scripts/embedded-postgres/index.ts"));
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(supervisor.href)};
    const onProgress = (message) => console.log("doing", message);
    try {
      const server = await startEmbeddedPostgres({ dataFolder: process.argv[1], onProgress, settings: { fsync: "off" } });
      process.on("SIGTERM", async () => { await server.stop(); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log("started", server.url);
    } catch (error) {
      console.log("refused", error.code, error.message);
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, dataFolder], {
    stdio: ["ignore", "pipe", "inherit"],
    ...(program.uid !== undefined && { uid: program.uid, gid: program.uid }),
    env: { PATH: process.env.PATH },
    cwd: "/",
  });
  owners.add(child);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return { child, says: async () => (await lines.next()).value ?? "" };
}

async function outcomeOf(owner: Owner): Promise<string> {
  let line = await owner.says();
  while (line.startsWith("doing ")) line = await owner.says();
  return line;
}

async function endOf(owner: Owner, signal: NodeJS.Signals): Promise<void> {
  const ended = once(owner.child, "exit");
  owner.child.kill(signal);
  await ended;
}

describe("a data folder", () => {
  test("a first start creates a database that only its password opens, and only from this machine", async () => {
    const server = await start("first", { settings: {} });
    const [shown] = await query(
      server.url,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS addresses,
              current_setting('unix_socket_directories') AS sockets, current_setting('fsync') AS fsync, lower('É') AS lower`,
    );
    expect(shown).toEqual({ encoding: "UTF8", addresses: "127.0.0.1", sockets: "", fsync: "on", lower: "é" });
    expect(server.isJoined).toBe(false);

    const stranger = new URL(server.url);
    stranger.password = "guess";
    await expect(query(stranger.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
    stranger.password = "";
    await expect(query(stranger.href, "SELECT 1")).rejects.toThrow();
    expect((await stat(path.join(server.dataFolder, "password"))).mode & 0o777).toBe(0o600);
  });

  test("stopping leaves no process, and the next start finds the data", async () => {
    const first = await start("kept");
    await query(first.url, "CREATE TABLE visit AS SELECT 42 AS number");
    const pid = await serverPid(first.dataFolder);
    await Promise.all([first.stop(), first.stop()]);
    await first.stop();
    expect(await isAlive(pid)).toBe(false);

    const second = await start("kept");
    expect(await query(second.url, "SELECT number FROM visit")).toEqual([{ number: 42 }]);
  });

  test("of two first starts at once one wins, and the other is told by whom the folder is used", async () => {
    const folder = path.join(room, "contended");
    const contenders = [becomeOwner(folder), becomeOwner(folder)];
    const outcomes = await Promise.all(contenders.map(outcomeOf));
    const winner = outcomes.findIndex((outcome) => outcome.startsWith("started "));
    const refused = outcomes.find((outcome) => outcome.startsWith("refused "));
    expect(refused).toContain("DATA_FOLDER_IN_USE");
    expect(refused).toContain(folder);
    expect(refused).toContain(`process ${contenders[winner]?.child.pid}:`);

    await endOf(contenders[winner]!, "SIGTERM");
    expect((await start("contended")).isJoined).toBe(false);
    expect((await refusalOf(start("contended"))).code).toBe("DATA_FOLDER_IN_USE");
  });

  test("a folder that holds other files is refused and left as it is", async () => {
    await mkdir(path.join(room, "letters"));
    await writeFile(path.join(room, "letters", "letter.txt"), "kept");
    expect((await refusalOf(start("letters"))).code).toBe("DATA_FOLDER_FOREIGN");
    expect(await readdir(path.join(room, "letters"))).toEqual(["letter.txt"]);
    expect((await refusalOf(start("letters/letter.txt/data"))).code).toBe("DATA_FOLDER_UNWRITABLE");
  });

  (canBeRefused ? test : test.skip)("a read-only folder is refused in one sentence", async () => {
    const folder = path.join(room, "read-only");
    await mkdir(folder, { mode: 0o555 });
    const outcome = await outcomeOf(becomeOwner(path.join(folder, "data"), isRoot ? { uid: NOBODY } : {}));
    expect(outcome).toContain("refused DATA_FOLDER_UNWRITABLE");
    expect(outcome).toContain(folder);
  });

  test("a data folder without its password is refused, never emptied", async () => {
    const server = await start("kept");
    await server.stop();
    const password = path.join(server.dataFolder, "password");
    await rename(password, `${password}.away`);
    expect((await refusalOf(start("kept"))).code).toBe("PASSWORD_MISSING");
    expect(await readdir(server.dataFolder)).toContain("cluster");
    await rename(`${password}.away`, password);
  });
});

describe("recovery", () => {
  test("a server whose owner was killed is joined with its data, then really stopped", async () => {
    const owner = becomeOwner(path.join(room, "orphan"));
    const url = (await outcomeOf(owner)).replace("started ", "");
    await query(url, "CREATE TABLE visit AS SELECT 42 AS number");
    await endOf(owner, "SIGKILL");

    const next = await start("orphan");
    expect(next.isJoined).toBe(true);
    expect(next.url).toBe(url);
    expect(await query(next.url, "SELECT number FROM visit")).toEqual([{ number: 42 }]);
    const pid = await serverPid(next.dataFolder);
    expect(await isAlive(pid)).toBe(true);
    await next.stop();
    expect(await isAlive(pid)).toBe(false);
  });

  test("a surviving server that ran with other settings is restarted with the wanted ones", async () => {
    const owner = becomeOwner(path.join(room, "orphan"));
    const url = (await outcomeOf(owner)).replace("started ", "");
    await query(url, "CREATE TABLE consent AS SELECT 42 AS number");
    await endOf(owner, "SIGKILL");

    const next = await start("orphan", { settings: { fsync: "off", max_connections: "17" } });
    expect(next.isJoined).toBe(false);
    expect(await query(next.url, "SELECT number, current_setting('max_connections') AS most FROM consent")).toEqual([
      { number: 42, most: "17" },
    ]);
  });

  test("a server killed with its owner replays its journal at the next start", async () => {
    const owner = becomeOwner(path.join(room, "orphan"));
    const url = (await outcomeOf(owner)).replace("started ", "");
    await query(url, "CREATE TABLE plan AS SELECT 42 AS number");
    const pid = await serverPid(path.join(room, "orphan"));
    await endOf(owner, "SIGKILL");
    process.kill(pid, "SIGKILL");
    while (await isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));

    const next = await start("orphan");
    expect(next.isJoined).toBe(false);
    expect(await query(next.url, "SELECT number FROM plan")).toEqual([{ number: 42 }]);
  });

  test("a stranger that got the number of a dead server does not block the next start", async () => {
    const server = await start("kept");
    const file = path.join(server.dataFolder, "cluster", "postmaster.pid");
    const written = await readFile(file, "utf8");
    await server.stop();
    await writeFile(file, written.replace(/^\d+/, String(process.pid)));
    expect((await start("kept")).isJoined).toBe(false);
  });

  test("an interrupted first start leaves nothing half-made", async () => {
    const folder = path.join(room, "interrupted");
    const owner = becomeOwner(folder);
    for (let line = ""; !line.includes("Creating a PostgreSQL database"); ) line = await owner.says();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await endOf(owner, "SIGKILL");
    expect(await readdir(folder)).not.toContain("cluster");

    const server = await start("interrupted");
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect((await readdir(folder)).filter((name) => name.startsWith("unfinished-"))).toEqual([]);
  });
});

describe("a failed start", () => {
  test("carries the end of the server's log, never the password", async () => {
    const refusal = await refusalOf(start("kept", { settings: { fsync: "off", work_mem: "plenty" } }));
    expect(refusal.code).toBe("START_FAILED");
    expect(refusal.detail).toContain("work_mem");
    const password = await readFile(path.join(room, "kept", "password"), "utf8");
    expect(`${refusal.message} ${refusal.detail}`).not.toContain(password);
    expect((await start("kept")).isJoined).toBe(false);
  });

  test("on a taken port says so", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const { port } = listener.address() as AddressInfo;
    const refusal = await refusalOf(start("kept", { port }));
    listener.close();
    expect(refusal.code).toBe("PORT_IN_USE");
    expect(refusal.message).toContain(String(port));
  });

  test("what a statement said is not in the log of the server", async () => {
    const server = await start("kept");
    await expect(query(server.url, "SELECT 'Camille Martin'::uuid")).rejects.toThrow("Camille Martin");
    await server.stop();
    expect(await readFile(path.join(server.dataFolder, "server.log"), "utf8")).not.toContain("Camille");
  });
});

describe("the installed PostgreSQL", () => {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const linksOf = async (native: string) => {
    const entries = await readdir(path.join(native, "lib"));
    const facts = await Promise.all(entries.map((entry) => lstat(path.join(native, "lib", entry))));
    return facts.filter((fact) => fact.isSymbolicLink()).length;
  };

  /** Removes the links the package lists, and says how many it lists. */
  async function removeLinks(native: string): Promise<number> {
    const listed = JSON.parse(await readFile(path.join(native, "pg-symlinks.json"), "utf8")) as { target: string }[];
    for (const { target } of listed) await rm(path.join(native, "..", target), { force: true });
    return listed.length;
  }

  /** A clone whose install ran no script, so that its package has no links. */
  async function cloneWithoutLinks(name: string): Promise<{ clone: string; native: string; listed: number }> {
    const clone = path.join(room, name);
    const modules = path.join(clone, "node_modules");
    await cp(path.join(repository, "scripts/embedded-postgres"), path.join(clone, "scripts/embedded-postgres"), {
      recursive: true,
    });
    await writeFile(path.join(clone, "package.json"), '{ "type": "module" }');
    cpSync(path.join(repository, "node_modules", packageName), path.join(modules, packageName), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await symlink(path.join(repository, "node_modules/pg"), path.join(modules, "pg"));
    const native = path.join(modules, packageName, "native");
    return { clone, native, listed: await removeLinks(native) };
  }

  (canBeRefused ? test : test.skip)(
    "gets its missing library links back, from two starts at once; copies itself where it cannot",
    async () => {
      const { clone, native, listed } = await cloneWithoutLinks("clone");
      expect(await linksOf(native)).toBe(0);
      const both = [path.join(room, "kept"), path.join(room, "orphan")];
      const clones = both.map((folder) => becomeOwner(folder, { from: clone }));
      const outcomes = await Promise.all(clones.map(outcomeOf));
      expect(outcomes.map((outcome) => outcome.split(" ")[0])).toEqual(["started", "started"]);
      expect(await linksOf(native)).toBe(listed);
      await Promise.all(clones.map((owner) => endOf(owner, "SIGTERM")));

      await removeLinks(native);
      await chmod(path.join(native, "lib"), 0o555);
      const elsewhere = path.join(room, "copied");
      await mkdir(elsewhere, { mode: 0o700 });
      if (isRoot) await chown(elsewhere, NOBODY, NOBODY);
      const owner = becomeOwner(elsewhere, { from: clone, ...(isRoot && { uid: NOBODY }) });
      expect(await outcomeOf(owner)).toMatch(/^started /);
      expect((await readdir(elsewhere)).filter((name) => name.startsWith("binaries-"))).toHaveLength(1);
      await endOf(owner, "SIGTERM");
      await chmod(path.join(native, "lib"), 0o755);
    },
  );

  (isRoot ? test : test.skip)("serves root from a reachable folder, unless somebody else took its name", async () => {
    const hidden = path.join(room, "hidden");
    await mkdir(hidden, { mode: 0o700 });
    const requested = path.join(hidden, "data");
    const name = `passerelle-${createHash("sha256").update(requested).digest("hex").slice(0, 16)}`;
    const substitute = path.join("/var/tmp", name);
    try {
      await mkdir(substitute);
      await chown(substitute, NOBODY, NOBODY);
      expect((await refusalOf(start("hidden/data"))).code).toBe("DATA_FOLDER_FOREIGN");
      await rm(substitute, { recursive: true });
      await symlink(room, substitute);
      expect((await refusalOf(start("hidden/data"))).code).toBe("DATA_FOLDER_FOREIGN");
      await rm(substitute);

      const told: string[] = [];
      const first = await start("hidden/data", { onProgress: (message) => told.push(message) });
      expect(first.dataFolder).toBe(substitute);
      expect(told.join()).toContain(substitute);
      await query(first.url, "CREATE TABLE visit AS SELECT 42 AS number");
      await first.stop();

      await chmod(hidden, 0o755);
      const second = await start("hidden/data");
      expect(await query(second.url, "SELECT number FROM visit")).toEqual([{ number: 42 }]);
      await second.stop();
    } finally {
      await rm(substitute, { recursive: true, force: true });
    }
  });
});
