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

test("a day before 1900 is a mistyped year, sent in the document or beside it", async () => {
  const { id } = await story.openSupport();
  const query = (day: string) =>
    `mutation ($day: Date) { recordSupportAct(input: { healthSupport: "${id}", kind: FIRST_INTERVIEW, heldOn: ${day}, minutes: 60 }) { supportAct { id } } }`;
  const fixed = query('"0206-11-20"').replace("($day: Date)", "");
  for (const [operation, day] of [
    [query("$day").replace("Date)", "Date!)"), "0206-11-20"],
    [fixed, "2026-11-20"],
  ] as const) {
    const { errors } = await story.ask(claire, operation, { day });
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  }
});

test.each(["n° 2 85 05 78 006 084 36", "285057800608436", "1.84.12.2A.451.089"])(
  "a diagnosis is not recorded with the social security number in %j",
  async (text) => {
    const { id: healthSupport } = await story.openSupport();
    const kept = { kind: "FIRST_INTERVIEW", heldOn: "2026-11-20", minutes: 60 };
    await story.act(claire, "recordSupportAct", { healthSupport, ...kept }, "");
    const { errors } = await story.ask(
      claire,
      "mutation ($input: RecordDiagnosisInput!) { recordDiagnosis(input: $input) { diagnosis { id } } }",
      { input: { healthSupport, summary: `Elle dit : ${text}.`, establishedOn: "2026-11-20" } },
    );
    expect(errors).toEqual([
      expect.objectContaining({
        message: "The input is not valid (summary: mustHoldNoSocialSecurityNumber).",
        extensions: { code: "BAD_USER_INPUT" },
      }),
    ]);
  },
);
