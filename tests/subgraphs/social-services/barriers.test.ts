import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations } from "../../../scripts/development/world.ts";
import { seedSocialServices } from "../../../scripts/seed/social-services.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

/** The centre's file about Amina, in the development world. */
const socialFile = "0f000000-0000-4000-8000-000000000001";
const insertionOfTheCentre = { ...karim, organization: organizations.medicoSocialCentre };
const elsewhere = { ...sophie, organization: organizations.insertionCreuse };
const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code;

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql("truncate referent_mandate, social_file cascade");
  await seedSocialServices(hub.hub.running["social-services"]!.orm);
});

describe("a barrier", () => {
  test("is declared once while it lasts, lifted once, and may come back", async () => {
    const declare = () => hub.act(sophie, "declareBarrier", { socialFile, kind: "DIGITAL" }, "barrier { id liftedOn }");
    const { barrier } = await declare();
    expect((await declare()).barrier.id).toBe(barrier.id);
    const lift = (liftedOn?: string) =>
      hub.act(sophie, "liftBarrier", { barrier: barrier.id, liftedOn }, "barrier { liftedOn }");
    expect(codeOf(await lift("2020-01-01"))).toBe("BAD_USER_INPUT");
    const lifted = await lift();
    expect(lifted.barrier.liftedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(await lift()).toEqual(lifted);
    expect((await declare()).barrier.id).not.toBe(barrier.id);
  });

  test("is nobody else's to declare or lift", async () => {
    const declare = (viewer: typeof sophie) =>
      hub.act(viewer, "declareBarrier", { socialFile, kind: "DIGITAL" }, "barrier { id }");
    for (const viewer of [insertionOfTheCentre, paul, claire, amina])
      expect(codeOf(await declare(viewer))).toBe("FORBIDDEN");
    expect(codeOf(await declare(elsewhere))).toBe("NOT_FOUND");
    const { barrier } = await declare(sophie);
    expect(codeOf(await hub.act(elsewhere, "liftBarrier", { barrier: barrier.id }, "barrier { id }"))).toBe(
      "NOT_FOUND",
    );
  });
});
