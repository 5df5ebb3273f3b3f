import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { claire } from "../../support/viewers.ts";
import { type Story, startStory } from "./story.ts";

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());

test("a day no calendar has, in a cursor or in an act, is a mistake of the client, not an outage", async () => {
  const { id } = await story.openSupport();
  const after = Buffer.from(JSON.stringify(["2026-02-31", id])).toString("base64url");
  const page = await story.ask(claire, "query ($after: String) { healthSupports(after: $after) { totalCount } }", {
    after,
  });
  expect(page.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  const act = await story.ask(
    claire,
    `mutation { recordSupportAct(input: { healthSupport: "${id}", kind: FIRST_INTERVIEW, heldOn: "0000-01-01", minutes: 60 }) { supportAct { id } } }`,
  );
  expect(act.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
});
