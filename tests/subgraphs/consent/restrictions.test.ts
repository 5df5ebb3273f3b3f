import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { DecisionRequest } from "../../../kit/decision.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { decide } from "../../../subgraphs/consent/repositories/decisions.ts";
import { fence } from "../../../subgraphs/consent/repositories/fence.ts";
import { amina, claire, karim, nadia, sophie } from "../../support/viewers.ts";
import { type OpenRegistry, openRegistry } from "./support/open-registry.ts";

let registry: OpenRegistry;
let claireHerself: string;
beforeAll(async () => {
  registry = await openRegistry(true);
  claireHerself = (await registry.sql("select id from professional where subject = 'development|claire'"))[0].id;
});
afterAll(() => registry?.hub.close());
afterEach(() => registry.sql("delete from restriction"));

/** What Amina's seeded consent lets the association read of what the centre holds. */
const granted: DecisionRequest = {
  subject: people.amina,
  holder: organizations.medicoSocialCentre,
  category: "CARE_NAVIGATION",
  purpose: "CARE_ACCESS_COORDINATION",
  operation: "READ",
  coordinates: ["Prescription.status"],
};
const SHOWN = "restriction { id role category purpose startsAt endsAt organization { id } professional { id } }";
const restrict = (words: object = {}, requestKey: string = randomUUID()) =>
  registry.act(amina, "restrictSharing", { requestKey, ...words }, SHOWN);
const lift = (restriction: string) => registry.act(amina, "liftRestriction", { restriction }, SHOWN);
const mine = async () => (await registry.ask(amina, "{ me { restrictions { id } } }")).data.me.restrictions;

describe("what a person opposes", () => {
  test("is refused from the next decision on, and permitted again once she lifts it", async () => {
    const name = async () =>
      (await registry.ask(claire, `{ person(id: "${people.amina}") { givenName } }`)).data.person;
    expect(await name()).toEqual({ givenName: "Amina" });
    const { restriction } = await restrict({ category: "IDENTITY_CONTACT" });
    expect(await mine()).toEqual([{ id: restriction.id }]);
    expect(await name()).toBeNull();
    expect(await registry.permits(claire, granted)).toEqual([true]);
    const lifted = await lift(restriction.id);
    expect(lifted).toMatchObject({ codes: [], restriction: { id: restriction.id, endsAt: expect.any(String) } });
    expect(await name()).toEqual({ givenName: "Amina" });
    expect(await mine()).toEqual([]);
  });

  test("is said in whichever words she chose, and shown to her with them", async () => {
    const words = {
      organization: organizations.association,
      role: "HEALTH_NAVIGATOR",
      professional: claireHerself,
      category: "CARE_NAVIGATION",
      purpose: "CARE_ACCESS_COORDINATION",
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const { restriction, codes } = await restrict(words);
    expect(codes).toEqual([]);
    expect(restriction).toMatchObject({
      ...words,
      organization: { id: words.organization },
      professional: { id: claireHerself },
    });
    expect(await registry.permits(claire, granted)).toEqual([false]);
    await lift(restriction.id);
    expect(await registry.permits(claire, granted)).toEqual([true]);
  });

  test("is placed and lifted once, however often it is sent", async () => {
    const key = randomUUID();
    const first = await restrict({}, key);
    expect(await restrict({}, key)).toEqual(first);
    const lifted = await lift(key);
    expect(await lift(key)).toEqual(lifted);
    const events = await registry.sql(
      "select consent_id, act, to_state, details->>'restriction' as about from consent_event where details->>'restriction' = ? order by id",
      [key],
    );
    expect(events).toEqual([
      { consent_id: null, act: "restrict", to_state: "RESTRICTED", about: key },
      { consent_id: null, act: "lift", to_state: "LIFTED", about: key },
    ]);
  });

  test("is hers alone to place, to see and to lift", async () => {
    const { restriction } = await restrict({ purpose: "RIGHTS_OPENING" });
    for (const viewer of [claire, karim, sophie, nadia]) {
      const placed = await registry.act(viewer, "restrictSharing", { requestKey: randomUUID() }, "restriction { id }");
      expect(placed).toEqual({ restriction: null, codes: ["FORBIDDEN"] });
      const lifted = await registry.act(
        viewer,
        "liftRestriction",
        { restriction: restriction.id },
        "restriction { id }",
      );
      expect(lifted).toEqual({ restriction: null, codes: ["FORBIDDEN"] });
    }
    const seen = await registry.ask(sophie, `{ person(id: "${people.amina}") { givenName restrictions { id } } }`);
    expect(seen.data.person).toEqual({ givenName: "Amina", restrictions: null });
    const bruno = { ...amina, subject: "development|bruno", dataSubject: people.bruno };
    expect(
      (await registry.act(bruno, "liftRestriction", { restriction: restriction.id }, "restriction { id }")).codes,
    ).toEqual(["NOT_FOUND"]);
    const taken = { requestKey: restriction.id };
    expect((await registry.act(bruno, "restrictSharing", taken, "restriction { id }")).codes).toEqual([
      "BAD_USER_INPUT",
    ]);
  });

  test("names who and what there is, and lies ahead", async () => {
    expect((await restrict({ organization: randomUUID() })).codes).toEqual(["NOT_FOUND"]);
    expect((await restrict({ professional: randomUUID() })).codes).toEqual(["NOT_FOUND"]);
    expect((await restrict({ endsAt: "2026-01-01T00:00:00Z" })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  test("cannot be piled up without end", async () => {
    await registry.sql(
      "insert into restriction (id, person_id, purpose, starts_at) select gen_random_uuid(), ?, 'RIGHTS_OPENING', now() from generate_series(1, 50)",
      [people.amina],
    );
    expect((await restrict()).codes).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("an answer on its way", () => {
  const grounds = async () =>
    (await decide(registry.em(), { viewer: claire, askedBy: "tests", requestId: "restrictions" }, [granted])).grounds;
  const isCurrent = async (rests: Awaited<ReturnType<typeof grounds>>) =>
    (await fence(registry.em(), claire, rests)).isCurrent;

  test("rests on nothing any more once a restriction is placed", async () => {
    const before = await grounds();
    expect(await isCurrent(before)).toBe(true);
    await restrict();
    expect(await isCurrent(before)).toBe(false);
  });

  test("nor once one that was to begin later has begun", async () => {
    await registry.sql("insert into restriction (id, person_id, starts_at) values (?, ?, now() + interval '1 hour')", [
      randomUUID(),
      people.amina,
    ]);
    const [ground] = await grounds();
    expect(await isCurrent([ground!])).toBe(true);
    // Time goes by without a change: the epoch stays what it was.
    await registry.sql("alter table restriction disable trigger restriction_raises_epoch");
    await registry.sql("update restriction set starts_at = now() - interval '1 minute'");
    await registry.sql("alter table restriction enable trigger restriction_raises_epoch");
    expect(await isCurrent([{ ...ground!, decidedAt: ground!.decidedAt - 3_600_000 }])).toBe(false);
    expect(await isCurrent([{ ...ground!, decidedAt: ground!.decidedAt + 60_000 }])).toBe(true);
  });

  test("has left or never will when whatever takes something back is acknowledged", async () => {
    const [paused, narrowed, withdrawn, invalid] = await Promise.all(
      Array.from({ length: 4 }, () => registry.make("ACTIVE")),
    );
    const nearer = new Date(Date.now() + 86_400_000);
    const acts = [
      () => registry.act(amina, "suspendConsent", { consent: paused!.id }),
      () => registry.act(amina, "narrowConsent", { consent: narrowed!.id, notAfter: nearer }),
      () => registry.act(amina, "withdrawConsent", { consent: withdrawn!.id, grants: [withdrawn!.grant] }),
      () => registry.act(nadia, "invalidateConsent", { consent: invalid!.id, reference: "1" }, "invalidatedConsent"),
      () => restrict(),
    ];
    for (const act of acts) {
      const startedAt = performance.now();
      await act();
      expect(performance.now() - startedAt).toBeGreaterThan(500);
    }
  });
});
