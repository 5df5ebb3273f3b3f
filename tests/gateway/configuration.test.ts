import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { gatewayVariables, readGatewayConfiguration } from "../../gateway/configuration.ts";
import { errorCodes } from "../../gateway/error-codes.ts";
import { AUDIENCE } from "./support/issuer.ts";
import { startWorld, type World } from "./support/world.ts";

const root = join(import.meta.dirname, "../..");
const complete = {
  PEERS: "consent=http://a.test",
  OIDC_ISSUERS: "pro=https://issuer.test/realm",
  OIDC_AUDIENCE: "hub",
  WITHDRAWALS_FOLDER: "/var/lib/hub",
};

describe("the gateway is configured by its environment", () => {
  test("four variables are enough, and an issuer is kept character for character", () => {
    const settings = readGatewayConfiguration(complete);
    expect(settings.OIDC_ISSUERS).toEqual([{ alias: "pro", url: "https://issuer.test/realm" }]);
    expect([settings.PORT, settings.NODE_ENV, settings.CORS_ORIGINS]).toEqual([4000, "production", []]);
  });

  test.each([
    [{ PEERS: "" }, /^PEERS is not set/],
    [{ OIDC_AUDIENCE: "" }, /^OIDC_AUDIENCE is not set/],
    [{ WITHDRAWALS_FOLDER: "" }, /^WITHDRAWALS_FOLDER is not set/],
    [{ PORT: "http" }, /^PORT must be a port number/],
    [{ OIDC_ISSUERS: "https://issuer.test" }, /^OIDC_ISSUERS must/],
    [{ CORS_ORIGINS: "https://app.test/path" }, /^CORS_ORIGINS must hold origins/],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL must be/],
    [{ MAX_BODY_BYTES: "0" }, /^MAX_BODY_BYTES must be/],
  ])("%j is refused with what to do", (wrong, message) => {
    expect(() => readGatewayConfiguration({ ...complete, ...wrong })).toThrow(message);
  });

  test("each variable says what it is", () => {
    for (const { description } of Object.values(gatewayVariables)) expect(description).toMatch(/\w.*\.$/);
  });
});

test("every code is explained with its cause, what to do and an example", async () => {
  const text = await readFile(join(root, "docs/errors.md"), "utf8");
  for (const code of errorCodes) {
    const section = text.split(/^## /m).find((one) => one.startsWith(`\`${code}\``)) ?? "";
    expect([code, /\*\*Cause\.\*\*/.test(section), /\*\*What to do\.\*\*/.test(section), /```/.test(section)]).toEqual([
      code,
      true,
      true,
      true,
    ]);
    expect(section).toContain(`"code": "${code}"`);
  }
});

describe("the gateway starts alone", () => {
  let world: World;
  let folder: string;
  let applicationsFile: string;
  beforeAll(async () => {
    world = await startWorld();
    folder = await mkdtemp(join(tmpdir(), "applications-"));
    applicationsFile = join(folder, "applications.json");
    await writeFile(applicationsFile, JSON.stringify({ applications: { "test|portal": { isFreeForm: true } } }));
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  const start = (environment: Record<string, string>) => {
    const { PATH, HOME } = process.env as Record<string, string>;
    const child = spawn(process.execPath, ["--import", "./scripts/typescript.mjs", "gateway/index.ts"], {
      cwd: root,
      env: { PATH, HOME, ...environment } as never,
    });
    return { child, ended: new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code))) };
  };
  const output = (child: ChildProcess, stream: "stdout" | "stderr", pattern: RegExp) =>
    new Promise<string>((resolve) => {
      let text = "";
      child[stream]!.on("data", (chunk) => {
        text += chunk;
        const found = pattern.exec(text);
        if (found) resolve(found[1] ?? found[0]);
      });
    });
  const environment = () => ({
    PORT: "0",
    SUPERGRAPH_FILE: world.supergraphFile,
    PEERS: Object.entries(world.peers)
      .map(([name, url]) => `${name}=${url}`)
      .join(";"),
    OIDC_ISSUERS: `test=${world.issuer.url}`,
    APPLICATIONS_FILE: applicationsFile,
    OIDC_AUDIENCE: AUDIENCE,
    WITHDRAWALS_FOLDER: join(folder, "withdrawals"),
  });

  test.each(["SIGTERM", "SIGINT"] as const)("serves, and ends with code 0 at %s", async (signal) => {
    const { child, ended } = start(environment());
    const url = await output(child, "stdout", /"url":"([^"]+)"/);
    world.peers.gateway = url;
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await world.issuer.sign()}` },
      body: JSON.stringify({ query: "{ me { id } }" }),
    });
    expect(await answer.json()).toMatchObject({ data: { me: { id: "amina" } } });
    child.kill(signal);
    expect(await ended).toBe(0);
  });

  test("T18 an application taken out of its file is refused from then on, without a restart; a file that cannot be read changes nothing", async () => {
    const { child, ended } = start(environment());
    const url = await output(child, "stdout", /"url":"([^"]+)"/);
    world.peers.gateway = url;
    const authorization = `Bearer ${await world.issuer.sign()}`;
    const ask = async () => {
      const answer = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization },
        body: JSON.stringify({ query: "{ me { id } }" }),
      });
      await answer.text();
      return answer.status;
    };
    const becomes = async (status: number) => {
      for (const end = Date.now() + 5_000; (await ask()) !== status; ) {
        if (Date.now() > end) throw new Error(`It was not ${status} in time.`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const rules = await readFile(applicationsFile, "utf8");
    await becomes(200);
    await writeFile(applicationsFile, "{}");
    await becomes(403);
    const complaint = output(child, "stdout", /the list of applications is not usable.*it is not valid JSON/);
    await writeFile(applicationsFile, "{");
    await complaint;
    expect(await ask()).toBe(403);
    await writeFile(applicationsFile, rules);
    await becomes(200);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  test("a busy port is one clear sentence and code 1", async () => {
    const { child, ended } = start({ ...environment(), PORT: new URL(world.url).port });
    expect(await output(child, "stderr", /The port is in use.*\n/)).toContain("set PORT to another");
    expect(await ended).toBe(1);
  });

  test("rules of applications that cannot be read are one clear sentence and code 1", async () => {
    const { child, ended } = start({ ...environment(), APPLICATIONS_FILE: join(folder, "nowhere.json") });
    expect(await output(child, "stderr", /APPLICATIONS_FILE .*\n/)).toContain("it cannot be read");
    expect(await ended).toBe(1);
  });

  test("a missing variable is one clear sentence and code 1", async () => {
    const { child, ended } = start({});
    expect(await output(child, "stderr", /PEERS is not set.*\n/)).toContain("where each source answers");
    expect(await ended).toBe(1);
  });
});
