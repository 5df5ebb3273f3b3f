import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Kind, parse } from "graphql";
import { ruleKeepers } from "../../gateway/rule-keepers.ts";
import { readRule } from "../../kit/rule-directive.ts";

const read = (name: string) => parse(readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), "utf8"));
const SOURCES = ["consent", "social-services", "health-access", "employment-contracts", "resource-directory"];

test("the supergraph tells which sources keep the rule of a type: those whose own schema marks it, and no others", () => {
  const marked = SOURCES.flatMap((source) =>
    read(source).definitions.flatMap((type) =>
      (type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      readRule({ astNode: type }, "consent")
        ? [`${type.name.value} ${source}`]
        : [],
    ),
  );
  expect(marked.length).toBeGreaterThan(20);
  expect([...ruleKeepers(read("supergraph"))].sort()).toEqual(marked.sort());
});
