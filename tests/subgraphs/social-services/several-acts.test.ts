import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { claire, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
  hub.permitAccompaniment(people.amina);
  hub.permitAssociation();
});
afterAll(() => hub.close());

test("each of several acts in one operation shows what it made, not what an earlier one had read", async () => {
  const asked = {
    person: people.amina,
    recipient: organizations.association,
    reasons: ["APPOINTMENTS"],
    requestKey: randomUUID(),
  };
  const { prescription } = await hub.act(sophie, "prescribeHealthSupport", asked, "prescription { id }");
  const shown = "{ prescription { status history { to } } userErrors { code } }";
  const { data } = await hub.ask(
    claire,
    `mutation ($id: ID!) {
      first: acceptPrescription(input: { prescription: $id }) ${shown}
      second: completePrescription(input: { prescription: $id, outcome: OUTCOME_NOT_SHARED }) ${shown}
    }`,
    { id: prescription.id },
  );
  const steps = (payload: { prescription: { history: { to: string }[] } }) =>
    payload.prescription.history.map(({ to }) => to);
  expect(steps(data.first)).toEqual(["REQUESTED", "ACCEPTED"]);
  expect(steps(data.second)).toEqual(["REQUESTED", "ACCEPTED", "DONE"]);
});
