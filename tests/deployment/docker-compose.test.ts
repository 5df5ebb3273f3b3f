import { describe, expect, test } from "@jest/globals";
import { readEnvironment } from "../../kit/environment.ts";
import { filledIn } from "./compose-file.ts";
import { composeProblems } from "./compose-problems.ts";
import { compose, facts, read, subgraphs, tableOf } from "./deployment-facts.ts";

describe("docker-compose.yml", () => {
  test("starts the whole hub: every variable, address, dependency and command fits the code", () => {
    expect(composeProblems(compose, facts)).toEqual([]);
  });

  test("starts the five subgraphs, the gateway, the database and the development issuer", () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      [...subgraphs, "gateway", "postgres", "development-issuer"].sort(),
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

  test("leaves the passwords of .env.example empty", () => {
    expect(read(".env.example").match(/^\w*PASSWORD=.+$/gm)).toBeNull();
  });
});
