import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { contracts } from "../../scripts/development/world.ts";
import { mainJob, newStory } from "../../scripts/journey/main-job.ts";
import { play } from "../../scripts/journey/steps.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { runNode } from "../support/run-node.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub({ withDirectory: true });
});
afterAll(() => hub?.close());

const playOnce = async () => {
  const told: string[] = [];
  await play(mainJob, newStory(hub.ask), (line) => told.push(line));
  return told;
};
const journey = (...words: string[]) =>
  runNode(["--import", "./scripts/typescript.mjs", "scripts/journey.ts", ...words]);
const ofThisHub = () => ["--url", hub.url, "--issuer", hub.issuerUrl];

it("every step of the main job answers right", async () => {
  const told = await playOnce();
  expect(told).toHaveLength(mainJob.length);
  expect(told.every((line) => line.includes(" ✓ "))).toBe(true);
});

it("the main job can be played again on the same hub", async () => {
  expect(await playOnce()).toHaveLength(mainJob.length);
});

it("the journey command tells each step of a running hub and ends with 0", async () => {
  const { code, stdout, stderr } = await journey(...ofThisHub());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(mainJob.length + 1);
  for (const [index, { who, what }] of mainJob.entries()) {
    expect(lines[index]).toContain(who);
    expect(lines[index]).toContain(what);
  }
  expect(lines.at(-1)).toBe("Every answer was right.");
});

it("the journey command ends with 1 and one sentence where no hub answers", async () => {
  const ended = await Promise.all(
    ["http://127.0.0.1:9", hub.issuerUrl].map((url) => journey("--url", url, "--issuer", hub.issuerUrl)),
  );
  for (const { code, stderr } of ended) {
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/^(The journey stopped: |Expected )/);
  }
});

it("the journey command ends with 1 and names the wrong answer when the person has no contract", async () => {
  await hub.sql(
    "employment-contracts",
    "update employment_contract set organization_id = gen_random_uuid() where id = ?",
    [contracts.amina],
  );
  const { code, stdout, stderr } = await journey(...ofThisHub());
  expect(code).toBe(1);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(/^Expected linkPlanExtract to succeed, got /);
  expect(stdout.trimEnd().split("\n").at(-1)).toContain("✗ Karim");
});
