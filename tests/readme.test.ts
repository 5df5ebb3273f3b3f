import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { describeHub } from "../scripts/hub/describe-hub.ts";
import { exampleQueries } from "../scripts/hub/example-queries.ts";
import { type Hub, openHub } from "../scripts/hub/open-hub.ts";
import { createAsk } from "../scripts/journey/hub-client.ts";
import { mainJob, newStory } from "../scripts/journey/main-job.ts";
import { playOpening } from "../scripts/journey/opening.ts";
import { play } from "../scripts/journey/steps.ts";
import { seedWorld } from "../scripts/seed/index.ts";

jest.setTimeout(120_000);
const root = new URL("../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text!,
}));

let hub: Hub;
beforeAll(async () => {
  hub = await openHub({
    adminUrl: process.env.TEST_DATABASE_URL!,
    prefix: `readme_${process.pid}`,
    gatewayPort: 0,
    issuerPort: 0,
  });
  await seedWorld(hub.subgraphs, () => undefined);
  await playOpening(hub, () => undefined);
});
afterAll(() => hub.close());

test("every query of the README answers, to the person named, what the README says", async () => {
  const ask = createAsk(hub);
  const queries = blocks.flatMap((block, index) =>
    block.language === "graphql" ? [{ query: block.text, answer: blocks[index + 1]!.text }] : [],
  );
  expect(queries).toHaveLength(5);
  for (const { query, answer } of queries) {
    const [, person] = /^# as (\w+)\n/.exec(query)!;
    const { data, errors } = await ask(person!, query);
    expect({ errors, data }).toEqual({ data: JSON.parse(answer) });
  }
});

test("the queries a start prints are queries of the README", () => {
  const queries = blocks.map(({ text }) => text.replace(/^# as \w+\n/, "").trim());
  for (const { query } of exampleQueries) expect(queries).toContain(query);
});

test("a start prints what the README says it prints", () => {
  const [start] = blocks.filter(({ language }) => language === "text");
  const printed = describeHub({ endpoint: "http://127.0.0.1:4000/graphql", url: "http://127.0.0.1:4000" });
  expect(printed.trim().startsWith(start!.text.trim())).toBe(true);
});

test("the journey tells the steps of the README", async () => {
  const lines: string[] = [];
  await play(mainJob, newStory(createAsk(hub)), (line) => lines.push(line));
  const told = blocks
    .filter(({ language }) => language === "text")[1]!
    .text.trimEnd()
    .split("\n");
  expect(lines.slice(0, told.length)).toEqual(told);
});

test("every script the README names exists, and every file it leads to", () => {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  for (const [, name] of readme.matchAll(/npm run (?:-s )?([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
  for (const [, path] of readme.matchAll(/\]\(([^)#:]+)\)/g))
    expect({ path, isThere: existsSync(new URL(path!, root)) }).toEqual({ path, isThere: true });
});

test("the README's curl command is what a shell takes and the hub answers", async () => {
  const [, body] = /-d '(\{"query".*\})'/.exec(readme)!;
  const token = await hub.tokenOf("claire");
  const response = await fetch(hub.endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: body!,
  });
  expect(await response.json()).toMatchObject({ data: { viewer: { roles: ["HEALTH_NAVIGATOR"] } } });
});
