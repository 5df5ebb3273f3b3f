import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { queriesOutsideRepositories } from "./queries.ts";
import { sourceFiles } from "./source-files.ts";

describe("a query", () => {
  test("is written in a repository, a migration or the kit", () => {
    expect(queriesOutsideRepositories(sourceFiles("gateway", "subgraphs"))).toEqual([]);
  });

  test.each([
    ["subgraphs/consent/resolvers/person.ts", "context.em.findOne(Person, id)", "em.findOne"],
    ["subgraphs/consent/services/create-person.ts", "await em.execute(sql)", "em.execute"],
    ["subgraphs/consent/services/create-person.ts", "em.fork().find(Person, {})", "em.fork().find"],
    [
      "subgraphs/consent/services/create-person.ts",
      'import { raw } from "@mikro-orm/core";',
      "import of @mikro-orm/core",
    ],
    [
      "subgraphs/consent/services/create-person.ts",
      'import { type EntityManager, sql } from "@mikro-orm/postgresql";',
      "import of @mikro-orm/postgresql",
    ],
  ])("in %s is found: %s", (path, text, finding) => {
    expect(queriesOutsideRepositories([{ path, text }])).toEqual([`${path}: ${finding}`]);
  });

  test.each([
    ["subgraphs/consent/repositories/people.ts", "em.findOne(Person, id)"],
    ["subgraphs/consent/services/create-person.ts", 'import type { EntityManager } from "@mikro-orm/postgresql";'],
    ["subgraphs/consent/services/create-person.ts", 'import { type EntityManager } from "@mikro-orm/postgresql";'],
    ["subgraphs/consent/services/create-person.ts", "em.transactional(async (em) => em.persist(people.find(isAdult)))"],
    ["subgraphs/consent/entities/person.ts", 'import { Collection } from "@mikro-orm/core";'],
  ])("is not seen where there is none: %s: %s", (path, text) => {
    expect(queriesOutsideRepositories([{ path, text }])).toEqual([]);
  });
});

describe("the environment", () => {
  // What must be set before any other import, and what a child process is given.
  const exceptions = [
    "kit/no-telemetry.ts",
    // What a process that is started by another inherits.
    "scripts/embedded-postgres/run-program.ts",
    "scripts/hub/spawned-process.ts",
  ];

  test("is read in one place", () => {
    const readers = sourceFiles("gateway", "subgraphs", "kit", "scripts").filter(({ text }) =>
      /process\.env\b/.test(text),
    );
    const paths = readers.map(({ path }) => path).filter((path) => !exceptions.includes(path));
    expect(paths).toEqual(["kit/environment.ts"]);
  });
});

describe("another gateway", () => {
  test("is imported by its types alone, which a production image does without", () => {
    const { devDependencies } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const imports = sourceFiles("gateway/elsewhere").flatMap(({ text }) => [
      ...text.matchAll(/^import (type )?[^;]*? from "([^".][^"]*)";/gms),
    ]);
    const ofTools = imports.filter(([, , name]) => Object.hasOwn(devDependencies, name!));
    expect(ofTools.map(([, isType, name]) => [isType, name])).toEqual([["type ", "@graphql-hive/gateway-runtime"]]);
  });
});
