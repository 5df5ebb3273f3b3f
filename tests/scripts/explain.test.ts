import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { explainFile } from "../../scripts/explain/explain-file.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("an operation is explained from the schema alone: sources in order, rules, cost", async () => {
  const query = read("clients/referent/employment-contracts.graphql");
  const lines = (await explainFile({ query, operationName: undefined, variables: {} })).split("\n");
  expect(lines[0]).toBe("1. employment-contracts");
  expect(lines.slice(1, 3).sort()).toEqual([
    "2. consent for employmentContracts.edges.@.node.person",
    "2. health-access for employmentContracts.edges.@.node",
  ]);
  expect(lines).toContainEqual(
    expect.stringMatching(/^health-access asks EMPLOYMENT_EXTRACT for CONTRACT_INTEGRATION: /),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^cost \d+ of \d+$/));
});

test("what is wrong with an operation is said", async () => {
  const explained = explainFile({ query: "{ viewer { secret } }", operationName: undefined, variables: {} });
  await expect(explained).rejects.toThrow(/secret/);
});
