import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedSocialServices } from "../../../scripts/seed/social-services.ts";
import { dayOf } from "../../../subgraphs/social-services/policies/day.ts";
import { amina, bruno, claire, karim, leo, paul, sophie } from "../../support/viewers.ts";
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
  hub.registry.revokeAll();
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

describe("the barriers of a support", () => {
  const READ = "query ($id: ID!) { prescription(id: $id) { status barriers { declared lifted } } }";
  const evaluation = (grantee: string) =>
    hub.registry.permit({
      person: people.amina,
      source: organizations.medicoSocialCentre,
      grantee,
      category: "EVALUATION_INDICATOR",
      purpose: "EVALUATION_AGGREGATE",
    });
  beforeEach(async () => {
    hub.registry.revokeAll();
    hub.permitAccompaniment(people.amina);
    hub.permitAssociation();
    await hub.sql("truncate prescription, prescription_transition, prescription_outcome, barrier cascade");
  });

  const prescribed = async () => {
    const asked = { person: people.amina, recipient: organizations.association, reasons: ["HEALTH_COVER"] };
    const input = { ...asked, requestKey: randomUUID() };
    return (await hub.act(sophie, "prescribeHealthSupport", input, "prescription { id }")).prescription.id as string;
  };
  /** Accepted so many days ago, and over since so many. */
  const lasted = async (prescription: string, days: number, endedDays?: number) => {
    await hub.act(claire, "acceptPrescription", { prescription }, "");
    if (endedDays !== undefined)
      await hub.send({ id: randomUUID(), type: "support.ended", data: { prescription, outcome: null } });
    const when = `update prescription_transition set recorded_at = now() - make_interval(days => ?)
      where prescription_id = ? and "to" = ?`;
    await hub.sql("alter table prescription_transition disable trigger all");
    await hub.sql(when, [days, prescription, "ACCEPTED"]);
    if (endedDays !== undefined) await hub.sql(when, [endedDays, prescription, "DONE"]);
    await hub.sql("alter table prescription_transition enable trigger all");
  };
  const barrier = (kind: string, openedDays: number, liftedDays: number | null) =>
    hub.sql(
      `insert into barrier (id, person_id, organization_id, social_file_id, kind, opened_on, lifted_on)
       select gen_random_uuid(), person_id, organization_id, id, ?, (now() at time zone 'Europe/Paris')::date - ?::int, (now() at time zone 'Europe/Paris')::date - ?::int
       from social_file where id = ?`,
      [kind, openedDays, liftedDays, socialFile],
    );

  test("are those that stood or were declared while it lasted, and those lifted meanwhile", async () => {
    const [id, over, waiting] = [await prescribed(), await prescribed(), await prescribed()];
    await lasted(id, 50);
    await lasted(over, 50, 20);
    await barrier("MOBILITY", 200, 100);
    await barrier("DIGITAL", 200, 30);
    await barrier("HOUSING", 40, 5);
    await barrier("FINANCES", 10, null);
    hub.statements.length = 0;
    const { data } = await hub.ask(sophie, "{ prescriptions { edges { node { id barriers { declared lifted } } } } }");
    const counted = data.prescriptions.edges.map(({ node }: { node: { id: string; barriers: object } }) => node);
    expect(counted).toHaveLength(3);
    expect(counted).toEqual(
      expect.arrayContaining([
        { id, barriers: { declared: 3, lifted: 2 } },
        { id: over, barriers: { declared: 2, lifted: 1 } },
        { id: waiting, barriers: null },
      ]),
    );
    expect(hub.statements.filter((sql) => sql.includes("join barrier"))).toHaveLength(1);
  });

  test("are counted in the prescriber's file alone, and never say which they are", async () => {
    const id = await prescribed();
    await lasted(id, 5);
    await barrier("DIGITAL", 10, null);
    await hub.sql("update barrier set organization_id = ?", [organizations.insertionDoubs]);
    expect((await hub.ask(sophie, READ, { id })).data.prescription.barriers).toEqual({ declared: 0, lifted: 0 });
    const { errors } = await hub.ask(sophie, READ.replace("declared", "kind"), { id });
    expect(errors).toBeDefined();
  });

  test("are read by the association once the person lets it evaluate, and never by who holds her contract", async () => {
    const id = await prescribed();
    await lasted(id, 5);
    await barrier("DIGITAL", 3, 1);
    const refused = await hub.ask(claire, READ, { id });
    expect(refused.data.prescription).toEqual({ status: "ACCEPTED", barriers: null });
    expect(refused.errors!.map(({ extensions }) => extensions.code)).toEqual(["CONSENT_REQUIRED"]);
    evaluation(organizations.association);
    expect((await hub.ask(claire, READ, { id })).data.prescription.barriers).toEqual({ declared: 1, lifted: 1 });
    for (const viewer of [karim, paul, insertionOfTheCentre])
      expect((await hub.ask(viewer, READ, { id })).data.prescription).toBeNull();
    expect((await hub.ask(amina, READ, { id })).data.prescription.barriers).toEqual({ declared: 1, lifted: 1 });
  });
});

const START = Date.now();
const inDays = (days: number) => dayOf(new Date(START + days * 86_400_000));
const today = inDays(0);
/** One who may read nothing of the centre's files is to do nothing about them either. */
const nurseOfTheCentre = { ...claire, organization: organizations.medicoSocialCentre };

const homeAtRisk = async (): Promise<string> =>
  (await hub.act(sophie, "declareBarrier", { socialFile, kind: "HOUSING", openedOn: inDays(-9) }, "barrier { id }"))
    .barrier.id;
const SHOWN = "barrierAction { id kind status version endedOn history { status reason happenedOn actorRole } }";
const plan = (who: typeof sophie, input: object) =>
  hub.act(
    who,
    "planBarrierAction",
    { requestKey: randomUUID(), kind: "LANDLORD_MEDIATION", dueOn: inDays(14), ...input },
    SHOWN,
  );
const bring = (who: typeof sophie, barrierAction: string, version: number, status: string, more: object = {}) =>
  hub.act(who, "changeBarrierActionStatus", { barrierAction, version, status, ...more }, SHOWN);
const letAssociationRead = () =>
  hub.registry.permit({
    person: people.amina,
    source: organizations.medicoSocialCentre,
    grantee: organizations.association,
    category: "SOCIAL_RIGHTS",
    purpose: "SOCIAL_FOLLOW_UP",
  });

describe("an action about a barrier", () => {
  test("is planned once under its key, goes on to its end, and keeps every step", async () => {
    const barrier = await homeAtRisk();
    const requestKey = randomUUID();
    const planned = await plan(sophie, { barrier, requestKey });
    expect(planned).toMatchObject({ barrierAction: { id: requestKey, status: "PLANNED", version: 1 }, userErrors: [] });
    expect(await plan(sophie, { barrier, requestKey })).toEqual(planned);
    expect(codeOf(await plan(sophie, { barrier, requestKey, kind: "ARREARS_PLAN" }))).toBe("CONFLICT_VERSION");
    const begun = await bring(sophie, requestKey, 1, "IN_PROGRESS");
    expect(await bring(sophie, requestKey, 1, "IN_PROGRESS")).toEqual(begun);
    expect(codeOf(await bring(sophie, requestKey, 1, "DONE"))).toBe("CONFLICT_VERSION");
    expect(codeOf(await bring(sophie, requestKey, 2, "PLANNED"))).toBe("BAD_USER_INPUT");
    expect(codeOf(await bring(sophie, requestKey, 2, "ABANDONED"))).toBe("BAD_USER_INPUT");
    const early = { reason: "He moved.", happenedOn: inDays(-1) };
    expect(codeOf(await bring(sophie, requestKey, 2, "ABANDONED", early))).toBe("BAD_USER_INPUT");
    const { barrierAction } = await bring(sophie, requestKey, 2, "ABANDONED", { reason: "He moved." });
    expect(barrierAction).toMatchObject({
      endedOn: today,
      history: [
        { status: "PLANNED", reason: null, happenedOn: today, actorRole: "SOCIAL_WORKER" },
        { status: "IN_PROGRESS" },
        { status: "ABANDONED", reason: "He moved." },
      ],
    });
    expect(codeOf(await bring(sophie, requestKey, 3, "DONE"))).toBe("BAD_USER_INPUT");
    await expect(hub.sql("update barrier_action_change set reason = 'Another.'")).rejects.toThrow(/never rewritten/);
  });

  test("fits its barrier: those about a home are for a barrier of kind HOUSING, and a lifted one takes none", async () => {
    const { barrier } = await hub.act(sophie, "declareBarrier", { socialFile, kind: "DIGITAL" }, "barrier { id }");
    expect(codeOf(await plan(sophie, { barrier: barrier.id }))).toBe("BAD_USER_INPUT");
    expect(codeOf(await plan(sophie, { barrier: barrier.id, kind: "OTHER", label: " " }))).toBe("BAD_USER_INPUT");
    expect(codeOf(await plan(sophie, { barrier: barrier.id, kind: "REFERRAL", dueOn: inDays(-1) }))).toBe(
      "BAD_USER_INPUT",
    );
    const { barrierAction } = await plan(sophie, { barrier: barrier.id, kind: "REFERRAL" });
    const lift = () => hub.act(sophie, "liftBarrier", { barrier: barrier.id }, "barrier { liftedOn }");
    expect(codeOf(await lift())).toBe("CONFLICT_VERSION");
    await bring(sophie, barrierAction.id, 1, "DONE");
    expect((await lift()).userErrors).toEqual([]);
    expect(codeOf(await plan(sophie, { barrier: barrier.id, kind: "REFERRAL" }))).toBe("CONFLICT_VERSION");
  });

  test("is planned by social workers of the house alone, and followed by whoever is to do it while she lets them read", async () => {
    const barrier = await homeAtRisk();
    for (const viewer of [insertionOfTheCentre, paul, claire, leo, amina])
      expect(codeOf(await plan(viewer, { barrier }))).toBe("FORBIDDEN");
    expect(codeOf(await plan(elsewhere, { barrier }))).toBe("NOT_FOUND");
    const own = (await plan(sophie, { barrier })).barrierAction.id;
    expect(codeOf(await bring(nurseOfTheCentre, own, 1, "DONE"))).toBe("NOT_FOUND");
    expect((await bring(insertionOfTheCentre, own, 1, "DONE")).userErrors).toEqual([]);
    const { barrierAction } = await plan(sophie, { barrier, assignee: organizations.association });
    const unknown = await bring(claire, randomUUID(), 1, "IN_PROGRESS");
    for (const viewer of [claire, karim, elsewhere, insertionOfTheCentre])
      expect(await bring(viewer, barrierAction.id, 1, "IN_PROGRESS")).toEqual(unknown);
    for (const viewer of [leo, amina])
      expect(codeOf(await bring(viewer, barrierAction.id, 1, "DONE"))).toBe("FORBIDDEN");
    letAssociationRead();
    const { barrierAction: begun } = await bring(claire, barrierAction.id, 1, "IN_PROGRESS");
    expect(begun.history[1]).toMatchObject({ actorRole: "HEALTH_NAVIGATOR" });
    hub.registry.revokeAll();
    expect(await bring(claire, barrierAction.id, 2, "DONE")).toEqual(unknown);
    expect((await bring(sophie, barrierAction.id, 2, "DONE")).userErrors).toEqual([]);
  });

  test("stands in the worklist of those who do it and of those who keep the file, counted as far as each may read", async () => {
    const barrier = await homeAtRisk();
    for (const [days, assignee] of [
      [7, organizations.association],
      [3, undefined],
    ] as const)
      await plan(sophie, { barrier, assignee, dueOn: inDays(days) });
    const done = (await plan(sophie, { barrier })).barrierAction.id;
    await bring(sophie, done, 1, "DONE");
    const LIST = `query ($first: Int!, $after: String) { barrierActions(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage }
      edges { node { dueOn viewerCanChangeStatus assignee { id } barrier { kind actions { id } } } } } }`;
    const seen = async (who: typeof sophie | typeof amina, first = 10, after: string | null = null) =>
      (await hub.ask(who, LIST, { first, after })).data.barrierActions;
    const page = await seen(sophie, 1);
    expect(page).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const next = await seen(sophie, 1, page.pageInfo.endCursor);
    expect([page, next].map(({ edges }) => [edges[0].node.dueOn, edges[0].node.viewerCanChangeStatus])).toEqual([
      [inDays(3), true],
      [inDays(7), true],
    ]);
    expect(page.edges[0].node.barrier).toMatchObject({ kind: "HOUSING", actions: [{}, {}, {}] });
    expect((await seen(amina)).totalCount).toBe(2);
    for (const viewer of [claire, karim, elsewhere, leo, bruno])
      expect([viewer.subject, (await seen(viewer)).totalCount]).toEqual([viewer.subject, 0]);
    letAssociationRead();
    const { edges, totalCount } = await seen(claire);
    expect([totalCount, edges[0].node.assignee.id]).toEqual([1, organizations.association]);
  });

  test("is read in one statement for any number of barriers, and so are its steps and the stages", async () => {
    const read = async () => {
      hub.statements.length = 0;
      const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { socialFile { barriers { kind housingStages { stage } actions { kind history { status } } } } } } }`;
      const { data } = await hub.ask(sophie, query, { people: [{ __typename: "Person", id: people.amina }] });
      return { statements: hub.statements.length, barriers: data._entities[0].socialFile.barriers };
    };
    await plan(sophie, { barrier: await homeAtRisk() });
    const one = await read();
    for (const kind of ["DIGITAL", "LANGUAGE"]) {
      const { barrier } = await hub.act(sophie, "declareBarrier", { socialFile, kind }, "barrier { id }");
      for (let times = 0; times < 3; times += 1) await plan(sophie, { barrier: barrier.id, kind: "PAPERWORK" });
    }
    const many = await read();
    expect(many.barriers.flatMap(({ actions }: { actions: object[] }) => actions)).toHaveLength(7);
    expect(many.statements).toBe(one.statements);
  });
});

describe("the stages of a threat to a home", () => {
  const reach = (who: typeof sophie, input: object) =>
    hub.act(who, "recordHousingStage", input, "barrier { housingStages { stage reachedOn } }");

  test("are recorded once each, the latest first, from unpaid rent to a home that is secured", async () => {
    const barrier = await homeAtRisk();
    await reach(sophie, { barrier, stage: "COMMANDEMENT_DE_PAYER", reachedOn: inDays(-20) });
    await reach(sophie, { barrier, stage: "UNPAID_RENT", reachedOn: inDays(-90) });
    await reach(sophie, { barrier, stage: "SECURED" });
    const { barrier: shown } = await reach(sophie, { barrier, stage: "SECURED", reachedOn: today });
    expect(shown.housingStages).toEqual([
      { stage: "SECURED", reachedOn: today },
      { stage: "COMMANDEMENT_DE_PAYER", reachedOn: inDays(-20) },
      { stage: "UNPAID_RENT", reachedOn: inDays(-90) },
    ]);
  });

  test("belong to a home at risk, and are told by social workers of the house alone", async () => {
    const barrier = await homeAtRisk();
    const { barrier: other } = await hub.act(
      sophie,
      "declareBarrier",
      { socialFile, kind: "DIGITAL" },
      "barrier { id }",
    );
    expect(codeOf(await reach(sophie, { barrier: other.id, stage: "UNPAID_RENT" }))).toBe("BAD_USER_INPUT");
    expect(codeOf(await reach(sophie, { barrier, stage: "EVICTED", reachedOn: inDays(1) }))).toBe("BAD_USER_INPUT");
    for (const viewer of [insertionOfTheCentre, paul, claire, amina])
      expect(codeOf(await reach(viewer, { barrier, stage: "EVICTED" }))).toBe("FORBIDDEN");
    expect(codeOf(await reach(elsewhere, { barrier, stage: "EVICTED" }))).toBe("NOT_FOUND");
    await hub.act(sophie, "liftBarrier", { barrier }, "barrier { id }");
    expect(codeOf(await reach(sophie, { barrier, stage: "EVICTED" }))).toBe("CONFLICT_VERSION");
  });
});
