import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { readEnvironment } from "../../kit/environment.ts";
import { startDevelopmentIssuer } from "../../scripts/development/issuer.ts";
import { runNode } from "../support/run-node.ts";
import { filledIn } from "./compose-file.ts";
import { composeProblems } from "./compose-problems.ts";
import { compose, facts, read, root, subgraphs, tableOf } from "./deployment-facts.ts";

describe("docker-compose.yml", () => {
  test("starts the whole hub: every variable, address, dependency and command fits the code", () => {
    expect(composeProblems(compose, facts)).toEqual([]);
  });

  test("starts the five subgraphs, the gateway, the database, the development issuer and the seeding", () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      [...subgraphs, "gateway", "postgres", "development-issuer", "seed"].sort(),
    );
  });

  test("gives each process values that it can read", () => {
    for (const [name, { environment = {} }] of Object.entries(compose.services)) {
      if (name === "postgres") continue;
      const values = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filledIn(value)]));
      expect(() => readEnvironment(tableOf(name), values)).not.toThrow();
    }
  });

  test("gives each subgraph a role and a database of its own, which the database makes at its first start", () => {
    const script = read("scripts/docker/create-databases.sh");
    for (const name of subgraphs) {
      const database = name.replaceAll("-", "_");
      const password = `${database.toUpperCase()}_DATABASE_PASSWORD`;
      const url = compose.services[name]?.environment?.DATABASE_URL;
      expect(url).toBe(`postgres://${database}:\${${password}:?set it in .env}@postgres:5432/${database}`);
      expect(script).toContain(`create_database ${database} "\${${password}:?}"`);
      expect(compose.services.postgres?.environment?.[password]).toBe(`\${${password}:?set it in .env}`);
    }
  });

  test("finds a process healthy only while it says it is ready", async () => {
    const issuer = await startDevelopmentIssuer({ host: "127.0.0.1", port: 0, audience: "hub", isProduction: false });
    const [, program, ...words] = compose.services.gateway?.healthcheck?.test ?? [];
    const check = () => runNode(words, { PORT: new URL(issuer.url).port });
    expect(program).toBe("node");
    expect(await check()).toEqual({ code: 0, stdout: "", stderr: "" });
    await issuer.close();
    expect(await check()).toEqual({ code: 1, stdout: "", stderr: "" });
  });

  test("leaves the passwords of .env.example empty", () => {
    expect(read(".env.example").match(/^\w*PASSWORD=.+$/gm)).toBeNull();
  });
});

describe("the Dockerfile", () => {
  const dockerfile = read("Dockerfile");

  test("copies what is there and what .dockerignore lets through", () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = ""]) =>
      names.split(" "),
    );
    const kept = [...read(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, name]) => name);
    expect([...new Set(sources)].sort()).toEqual(kept.sort());
    expect(sources.filter((name) => !existsSync(`${root}${name}`))).toEqual([]);
  });

  test("builds with the project's own command, and starts what that makes", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    expect(dockerfile).toMatch(/^RUN npm run build$/m);
    expect(scripts.build).toBe("tsc -p tsconfig.build.json && node scripts/copy-assets.mjs");
    const commands = [...dockerfile.matchAll(/^CMD \["node", "(.+)"\]$/gm)].map(([, file = ""]) => file);
    expect(commands.map((file) => [file, facts.isBuilt(file)])).toEqual(commands.map((file) => [file, true]));
    expect(commands).toHaveLength(2);
  });

  test("never runs as root", () => {
    const images = dockerfile.split(/^FROM /m).filter((image) => /^CMD /m.test(image));
    for (const image of images) expect(image).toMatch(/^USER node$/m);
  });
});
