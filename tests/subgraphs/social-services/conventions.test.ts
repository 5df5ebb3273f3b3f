import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { organizations } from "../../../scripts/development/world.ts";
import type { Role } from "../../../subgraphs/protection.ts";
import {
  elapsedPercent,
  isSecured,
  percentOf,
  sumOf,
} from "../../../subgraphs/social-services/policies/convention-words.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub?.hub.close());

const SHOWN =
  "convention { id name fullTimeEquivalents amountCents securedAmountCents fundings { id funder amountCents sharePercent condition conditionMetOn } targets { id kind expected counted reachedPercent } }";
/** The scheme of the Doubs: 140 000 € a year for eighteen months. */
const doubs = (words: object = {}) => ({
  requestKey: randomUUID(),
  name: "Accès à la santé des personnes en insertion",
  startsOn: "2022-05-30",
  endsOn: "2023-11-29",
  fullTimeEquivalents: 2.5,
  territoryCodes: ["25"],
  fundings: [
    { funder: "Département du Doubs", amountCents: 14_000_000 },
    { funder: "Département du Doubs", amountCents: 7_000_000 },
  ],
  targets: [
    { kind: "PEOPLE_ACCOMPANIED", expected: 120 },
    { kind: "PLANS_TRANSMITTED", expected: 80 },
  ],
  ...words,
});
const record = (viewer: Parameters<typeof hub.act>[0], input: object) =>
  hub.act(viewer, "recordConvention", input, SHOWN);
const codesOf = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);
const conventions = async (viewer: Parameters<typeof hub.ask>[0], page = "first: 10") =>
  (
    await hub.ask(
      viewer,
      `{ conventions(${page}) { totalCount pageInfo { hasNextPage endCursor } edges { node { id amountCents fundings { id } targets { id } } } } }`,
    )
  ).data.conventions;

describe("a convention", () => {
  test("says who gives which share, to the cent, and is recorded once", async () => {
    const input = doubs();
    const first = await record(claire, input);
    expect(codesOf(first)).toEqual([]);
    expect(first.convention).toMatchObject({
      fullTimeEquivalents: 2.5,
      amountCents: 21_000_000,
      securedAmountCents: 21_000_000,
    });
    expect(first.convention.fundings.map(({ sharePercent }: { sharePercent: number }) => sharePercent)).toEqual([
      66.7, 33.3,
    ]);
    expect(await record(claire, input)).toEqual(first);
    expect(codesOf(await record(sophie, input))).toEqual(["BAD_USER_INPUT"]);
    const seven = Array.from({ length: 7 }, (_, place) => ({
      funder: `Financeur ${place}`,
      amountCents: 1_000 + place,
    }));
    const calais = await record(claire, doubs({ fundings: seven, targets: [] }));
    expect(calais.convention.fundings.map(({ funder }: { funder: string }) => funder)).toEqual(
      seven.map(({ funder }) => funder),
    );
    expect(calais.convention.amountCents).toBe(7_021);
  });

  test("secures what is under a condition once it is met, and not before", async () => {
    const fundings = [
      { funder: "Département de la Creuse", amountCents: 5_000_000 },
      { funder: "Département de la Creuse", amountCents: 3_000_000, condition: "Objectifs atteints." },
    ];
    const { convention } = await record(paul, doubs({ territoryCodes: ["23"], fundings }));
    expect(convention).toMatchObject({ amountCents: 8_000_000, securedAmountCents: 5_000_000 });
    const [launch, end] = convention.fundings;
    const confirm = (viewer: Parameters<typeof hub.act>[0], funding: string, metOn?: string) =>
      hub.act(viewer, "confirmFundingCondition", { funding, metOn }, "conventionFunding { conditionMetOn }");
    expect(codesOf(await confirm(paul, launch.id))).toEqual(["BAD_USER_INPUT"]);
    expect(codesOf(await confirm(paul, end.id, "2126-01-01"))).toEqual(["BAD_USER_INPUT"]);
    for (const viewer of [claire, karim, sophie]) expect(codesOf(await confirm(viewer, end.id))).toEqual(["NOT_FOUND"]);
    const met = await confirm(paul, end.id, "2026-11-20");
    expect(met.conventionFunding).toEqual({ conditionMetOn: "2026-11-20" });
    expect(await confirm(paul, end.id)).toEqual(met);
    const { data } = await hub.ask(paul, "{ conventions { edges { node { securedAmountCents } } } }");
    expect(data.conventions.edges[0].node.securedAmountCents).toBe(8_000_000);
  });

  test("is followed against its targets, and a later count is not overwritten by an earlier one", async () => {
    const { convention } = await record(karim, doubs());
    const [target] = convention.targets;
    const count = (viewer: Parameters<typeof hub.act>[0], words: object) =>
      hub.act(
        viewer,
        "countConventionTarget",
        { target: target.id, counted: 30, countedOn: "2026-11-20", ...words },
        "conventionTarget { counted reachedPercent }",
      );
    expect((await count(karim, {})).conventionTarget).toEqual({ counted: 30, reachedPercent: 25 });
    expect(codesOf(await count(karim, { countedOn: "2026-11-19" }))).toEqual(["CONFLICT_VERSION"]);
    expect(codesOf(await count(karim, { countedOn: "2126-01-01" }))).toEqual(["BAD_USER_INPUT"]);
    expect(codesOf(await count(paul, {}))).toEqual(["NOT_FOUND"]);
  });

  test.each([
    ["ends before it begins", { endsOn: "2022-05-29" }],
    [
      "names a target twice",
      {
        targets: [
          { kind: "CARE_REACHED", expected: 1 },
          { kind: "CARE_REACHED", expected: 2 },
        ],
      },
    ],
  ])("that %s is refused", async (_what, words) => {
    expect(codesOf(await record(claire, doubs(words)))).toEqual(["BAD_USER_INPUT"]);
  });

  test("is kept by those who accompany, and read by its organisation alone, page by page", async () => {
    for (const viewer of [leo, nadia, amina]) {
      expect(codesOf(await record(viewer, doubs()))).toEqual(["FORBIDDEN"]);
      expect(await conventions(viewer)).toMatchObject({ totalCount: 0, edges: [] });
    }
    const all = await conventions(claire);
    expect(all.totalCount).toBe(2);
    expect(await conventions({ ...claire, organization: organizations.medicoSocialCentre })).toMatchObject({
      totalCount: 0,
    });
    const first = await conventions(claire, "first: 1");
    const next = await conventions(claire, `first: 1, after: "${first.pageInfo.endCursor}"`);
    expect([...first.edges, ...next.edges]).toEqual(all.edges);
    hub.statements.length = 0;
    await conventions(claire);
    const two = hub.statements.length;
    await record(claire, doubs());
    hub.statements.length = 0;
    expect((await conventions(claire)).totalCount).toBe(3);
    expect(hub.statements.length).toBe(two);
  });
});

describe("a convention that an organisation of the hub funds", () => {
  const FUNDED =
    "{ fundedConventions(first: 20) { totalCount edges { node { id name fundings { funderOrganization { id } } targets { id counted reachedPercent } } } } }";
  const funded = async (viewer: Parameters<typeof hub.ask>[0]) =>
    (await hub.ask(viewer, FUNDED)).data.fundedConventions;
  const fundings = [
    { funder: "Département du Doubs", amountCents: 100, funderOrganization: organizations.insertionDoubs },
    { funder: "ARS", amountCents: 50 },
  ];

  test("is followed by its funder, and by no other organisation, person or role", async () => {
    const { convention } = await record(claire, doubs({ fundings }));
    const { totalCount, edges } = await funded(karim);
    expect([totalCount, edges[0].node.id]).toEqual([1, convention.id]);
    expect(edges[0].node.fundings).toEqual([
      { funderOrganization: { id: organizations.insertionDoubs } },
      { funderOrganization: null },
    ]);
    const developer: Role[] = ["PARTNER_DEVELOPER"];
    for (const viewer of [claire, sophie, paul, leo, nadia, amina, { ...karim, roles: developer }, null])
      expect([viewer?.subject, (await funded(viewer)).totalCount]).toEqual([viewer?.subject, 0]);
    // What a funder reads she does not keep.
    const asked = { target: convention.targets[0].id, counted: 9 };
    expect(codesOf(await hub.act(karim, "countConventionTarget", asked, "conventionTarget { id }"))).toEqual([
      "NOT_FOUND",
    ]);
    const met = { funding: convention.fundings[0].id };
    expect(codesOf(await hub.act(karim, "confirmFundingCondition", met, "conventionFunding { id }"))).toEqual([
      "NOT_FOUND",
    ]);
    expect((await conventions(karim)).edges.map(({ node }: { node: { id: string } }) => node.id)).not.toContain(
      convention.id,
    );
  });

  test("tells its funder no count from one to four, which its own organisation reads", async () => {
    const { convention } = await record(claire, doubs({ fundings }));
    const target = convention.targets[0].id;
    for (const [counted, shown] of [
      [0, 0],
      [1, null],
      [4, null],
      [5, 5],
    ]) {
      const own = await hub.act(claire, "countConventionTarget", { target, counted }, "conventionTarget { counted }");
      expect(own.conventionTarget.counted).toBe(counted);
      const { edges } = await funded(karim);
      const told = edges
        .flatMap(({ node }: { node: { targets: { id: string }[] } }) => node.targets)
        .find(({ id }: { id: string }) => id === target);
      expect([told.counted, told.reachedPercent === null]).toEqual([shown, shown === null]);
    }
  });

  test("is read by its identifier as in the list: by who holds it and who funds it", async () => {
    const { convention } = await record(claire, doubs({ fundings }));
    const query = "query ($all: [_Any!]!) { _entities(representations: $all) { ... on Convention { name } } }";
    const all = [{ __typename: "Convention", id: convention.id }];
    for (const viewer of [claire, karim])
      expect((await hub.ask(viewer, query, { all })).data._entities).toEqual([{ name: expect.any(String) }]);
    for (const viewer of [sophie, paul, leo, amina, null])
      expect((await hub.ask(viewer, query, { all })).data?._entities ?? [null]).toEqual([null]);
  });

  test("costs as many statements with many conventions as with one", async () => {
    const cost = async () => {
      hub.statements.length = 0;
      await funded(karim);
      return hub.statements.length;
    };
    const some = await cost();
    for (let times = 0; times < 3; times += 1) await record(claire, doubs({ fundings }));
    expect(await cost()).toBe(some);
  });
});

test("shares, sums and periods are computed to the cent and to the day", () => {
  const none = { condition: null, conditionMetOn: null };
  const pending = { condition: "c", conditionMetOn: null };
  expect(
    [none, pending, { ...pending, conditionMetOn: "2026-01-01" }].map((one) => isSecured({ ...one, amountCents: 1 })),
  ).toEqual([true, false, true]);
  expect(
    sumOf([
      { ...none, amountCents: 1 },
      { ...none, amountCents: 2 },
    ]),
  ).toBe(3);
  expect([percentOf(1, 3), percentOf(0, 0), percentOf(5, 4)]).toEqual([33.3, 0, 125]);
  const elapsed = (today: string) => elapsedPercent("2026-01-01", "2026-01-10", today);
  expect(["2025-12-31", "2026-01-01", "2026-01-10", "2027-01-01"].map(elapsed)).toEqual([0, 10, 100, 100]);
});
