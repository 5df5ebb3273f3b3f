import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { cast } from "../../scripts/development/cast.ts";
import { organizations, protectedPeople } from "../../scripts/development/world.ts";
import { crowdPerson } from "../../scripts/seed/crowd/crowd-person.ts";
import { seedCrowd } from "../../scripts/seed/crowd/index.ts";
import { planPastOf } from "../../scripts/seed/crowd/plan-past.ts";
import { dayAgo } from "../../scripts/seed/days.ts";
import { seedGuardianship } from "../../scripts/seed/guardianship.ts";
import { consentStates } from "../../subgraphs/consent/policies/consent-state.ts";
import { evidenceKinds } from "../../subgraphs/consent/policies/evidence-kind.ts";
import { closingReasons } from "../../subgraphs/employment-contracts/policies/closing-reason.ts";
import { contractKinds } from "../../subgraphs/employment-contracts/policies/contract-kind.ts";
import { contractStatuses } from "../../subgraphs/employment-contracts/policies/contract-status.ts";
import { findSignatureProblem } from "../../subgraphs/employment-contracts/policies/signature.ts";
import {
  contractParties,
  signatureMedia,
  versionStatuses,
} from "../../subgraphs/employment-contracts/policies/signing.ts";
import {
  findHoursProblem,
  findOpeningProblem,
  findPeriodProblem,
} from "../../subgraphs/employment-contracts/policies/terms.ts";
import { amendmentReasons, versionKinds } from "../../subgraphs/employment-contracts/policies/version-kind.ts";
import { adviceStatuses, adviceThemes } from "../../subgraphs/health-access/policies/advice-words.ts";
import { disciplines } from "../../subgraphs/health-access/policies/agreement-period.ts";
import {
  appointmentCancellers,
  appointmentStatuses,
  companions,
} from "../../subgraphs/health-access/policies/appointment-words.ts";
import { assessmentMoments } from "../../subgraphs/health-access/policies/assessment-words.ts";
import { outreachServices, stopCancelReasons } from "../../subgraphs/health-access/policies/outreach-words.ts";
import { mistakeOf } from "../../subgraphs/health-access/policies/plan-content.ts";
import { ruptureKinds } from "../../subgraphs/health-access/policies/rupture-words.ts";
import { planProblem } from "../../subgraphs/health-access/policies/stop-plan.ts";
import {
  planStepStatuses,
  supportActKinds,
  supportOutcomes,
  supportStatuses,
} from "../../subgraphs/health-access/policies/support-words.ts";
import {
  attendances,
  registrationStatuses,
  workshopThemes,
} from "../../subgraphs/health-access/policies/workshop-words.ts";
import { barrierActionStatuses, housingStages } from "../../subgraphs/social-services/policies/barrier-action-words.ts";
import { targetKinds } from "../../subgraphs/social-services/policies/convention-words.ts";
import {
  agreementMedia,
  barrierKinds,
  mandateEndReasons,
  requestStates,
} from "../../subgraphs/social-services/policies/file-words.ts";
import { prescriptionStatuses } from "../../subgraphs/social-services/policies/prescription-words.ts";
import { workKinds } from "../../subgraphs/work-kinds.ts";
import { eventually } from "../support/eventually.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

jest.setTimeout(240_000);
const CROWD = 120;
/** As many as the dearest of these lists may ask for at once. */
const PAGE = 25;
let hub: TestHub;
const told: string[] = [];
beforeAll(async () => {
  hub = await openTestHub();
  await seedGuardianship(hub.subgraphs.consent!.orm);
  // As a run that was cut, and the one that follows it.
  await seedCrowd(hub.subgraphs, 30, () => {});
  await seedCrowd(hub.subgraphs, CROWD, (message) => void told.push(message));
});
afterAll(() => hub?.close());

const sources = ["consent", "social-services", "health-access", "employment-contracts"];
/** What is kept beside the records, or arrives later than they do. */
const KEPT_BESIDE = /^(ledger|mikro|budget|decision|received|inbox|linked_plan|person$)/;

/** A digest of all rows about the crowd, table by table, without what the product draws anew. */
async function rowsOf({ sql }: Pick<TestHub, "sql">): Promise<Record<string, string>> {
  const rows: Record<string, string> = {};
  for (const source of sources) {
    const tables = await sql(source, "select tablename as name from pg_tables where schemaname = 'public'");
    for (const { name } of tables) {
      if (KEPT_BESIDE.test(name)) continue;
      const [{ digest }] = await sql(
        source,
        `select count(*) || ' ' || md5(string_agg(content, '' order by content)) as digest
         from (select (to_jsonb(t) - '{id,version_id,goal_id,notice_id,salt}'::text[])::text as content from ${name} t
           where to_jsonb(t)::text like '%"10000%') told`,
      );
      if (digest) rows[name] = digest;
    }
  }
  return rows;
}

/** Every item of a list, page by page, as one member of the cast reads it. */
async function listAll<Item>(who: string, list: string, fields: string, narrowed = ""): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | null = null;
  do {
    const query = `query ($after: String) { ${list}(first: ${PAGE}, after: $after ${narrowed}) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${fields} } } } }`;
    const { data, errors }: Awaited<ReturnType<TestHub["ask"]>> = await hub.ask(who, query, { after });
    expect(errors).toBeUndefined();
    const page = data[list];
    items.push(...page.edges.map(({ node }: { node: Item }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    if (!after) expect(items).toHaveLength(page.totalCount);
  } while (after);
  return items;
}

/** The words met in a list, and those of a closed list: each is there. */
const wordsMet = (met: Iterable<unknown>) => new Set([...met].filter((word) => word !== null)) as Set<string>;
const all = (list: object) => new Set(Object.keys(list));

describe("the crowd", () => {
  test("is as large as asked for, and no run adds anything twice", async () => {
    const [{ n }] = await hub.sql("consent", "select count(*)::int as n from person");
    expect(n).toBe(CROWD + 3);
    const before = await rowsOf(hub);
    expect(Object.keys(before).length).toBeGreaterThan(35);
    await Promise.all([seedCrowd(hub.subgraphs, CROWD, () => {}), seedCrowd(hub.subgraphs, 50, () => {})]);
    expect(await rowsOf(hub)).toEqual(before);
    expect(told).toEqual(["100 of 120 fictitious people", "120 of 120 fictitious people"]);
  });

  test("is the same people at every seeding, marked fictitious", () => {
    expect(crowdPerson(41)).toEqual(crowdPerson(41));
    expect(crowdPerson(0)).toMatchObject({ id: "10000001-0000-4000-8000-000000000000", givenName: "Adèle" });
    const people = Array.from({ length: 500 }, (_, index) => crowdPerson(index));
    expect(people.every(({ familyName }) => familyName.endsWith("(fictif)"))).toBe(true);
    expect(new Set(people.map(({ givenName, familyName }) => `${givenName} ${familyName}`)).size).toBeGreaterThan(400);
  });

  test("is the same world wherever it is seeded, at once or in two runs", async () => {
    const other = await openTestHub();
    try {
      await seedCrowd(other.subgraphs, CROWD, () => {});
      expect(await rowsOf(other)).toEqual(await rowsOf(hub));
    } finally {
      await other.close();
    }
  });

  test("shows a social worker prescriptions in every status", async () => {
    const prescriptions = await listAll<{ status: string }>("sophie", "prescriptions", "status");
    expect(new Set(prescriptions.map(({ status }) => status))).toEqual(new Set(Object.keys(prescriptionStatuses)));
  });

  test("shows her requests for rights in every state", async () => {
    const files = await listAll<{ person: { socialFile: { rightsRequests: { state: string }[] } } }>(
      "sophie",
      "prescriptions",
      "person { socialFile { rightsRequests { state } } }",
    );
    const states = files.flatMap(({ person }) => person.socialFile.rightsRequests.map(({ state }) => state));
    expect(new Set(states)).toEqual(new Set(Object.keys(requestStates)));
  });

  test("shows an association supports in every status, and only prescriptions the person lets it know of", async () => {
    const supports = await listAll<{ status: string }>("claire", "healthSupports", "status");
    expect(new Set(supports.map(({ status }) => status))).toEqual(new Set(Object.keys(supportStatuses)));
    const known = await listAll<{ person: { givenName: string } }>("claire", "prescriptions", "person { givenName }");
    const permitted = await hub.sql(
      "consent",
      "select count(*)::int as n from consent where state = 'ACTIVE' and not_after > now() and given_at is not null and person_id::text like '1%' and organization_id = ?",
      [organizations.medicoSocialCentre],
    );
    expect(known).toHaveLength(permitted[0].n);
  });

  test("shows a référent contracts in every status, each with its text and the signatures it needs", async () => {
    const contracts = await listAll<{ status: string }>("karim", "employmentContracts", "status");
    expect(new Set(contracts.map(({ status }) => status))).toEqual(new Set(Object.keys(contractStatuses)));
    const unsigned = await hub.sql(
      "employment-contracts",
      `select c.id from employment_contract c where c.signed_on is not null
         and (select count(*) from contract_signature s join contract_version v on v.id = s.version_id where v.contract_id = c.id) < 2`,
    );
    expect(unsigned).toEqual([]);
  });

  test("has consents in every state, those of the clock included", async () => {
    const states = await hub.sql(
      "consent",
      `select distinct case when state = 'OFFERED' and offered_at < now() - interval '30 days' then 'LAPSED'
         when state = 'ACTIVE' and not_after < now() then 'EXPIRED' else state end as state from consent`,
    );
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(Object.keys(consentStates)));
  });

  test("has contracts of every kind, whose versions were proposed, signed and given up by every means", async () => {
    interface Contract {
      kind: string;
      closingReason: string | null;
      versions: {
        status: string;
        kind: string;
        reason: string | null;
        signatures: { medium: string; party: string }[];
      }[];
    }
    const fields = "kind closingReason versions { status kind reason signatures { medium party } }";
    const contracts = await listAll<Contract>("karim", "employmentContracts", fields);
    const versions = contracts.flatMap((contract) => contract.versions);
    const signatures = versions.flatMap((version) => version.signatures);
    expect(wordsMet(contracts.map(({ kind }) => kind))).toEqual(all(contractKinds));
    expect(wordsMet(contracts.map(({ closingReason }) => closingReason))).toEqual(all(closingReasons));
    expect(wordsMet(versions.map(({ status }) => status))).toEqual(all(versionStatuses));
    expect(wordsMet(versions.map(({ kind }) => kind))).toEqual(all(versionKinds));
    expect(wordsMet(versions.map(({ reason }) => reason))).toEqual(all(amendmentReasons));
    expect(wordsMet(signatures.map(({ medium }) => medium))).toEqual(all(signatureMedia));
    expect(wordsMet(signatures.map(({ party }) => party))).toEqual(all(contractParties));
  });

  test("shows a référent the plans that are linked under a consent in force, those that changed since, and no other", async () => {
    interface Contract {
      person: { id: string };
      planExtract: { contentHash: string; newerExtracts: object[] } | null;
    }
    const fields = "person { id } planExtract { contentHash newerExtracts { id } }";
    const contracts = await listAll<Contract>("karim", "employmentContracts", fields);
    const linked = await hub.sql("employment-contracts", "select content_hash from plan_link where ended_at is null");
    const shown = contracts.filter(({ planExtract }) => planExtract !== null);
    expect(shown.length).toBeGreaterThan(2);
    expect(linked.length).toBeGreaterThan(shown.length);
    const people = new Map(Array.from({ length: CROWD }, (_, index) => [crowdPerson(index).id, crowdPerson(index)]));
    for (const { person, planExtract } of shown) {
      const { versions } = planPastOf(people.get(person.id)!)!;
      expect(versions[0]!.extract).toMatchObject({ state: "ACTIVE", contentHash: planExtract!.contentHash });
      expect(planExtract!.newerExtracts).toHaveLength(versions.length - 1);
    }
    expect(shown.some(({ planExtract }) => planExtract!.newerExtracts.length > 0)).toBe(true);
  });

  test("shows an association acts, diagnoses, agreements and steps of plans of every sort", async () => {
    interface Support {
      outcome: string | null;
      acts: { kind: string }[];
      diagnoses: { disciplines: string[] }[];
      agreements: { endsOn: string; renews: object | null }[];
      assessments: { moment: string }[];
      healthActionPlan: { currentVersion: number; current: { goals: { steps: { status: string }[] }[] } } | null;
      status: string;
    }
    const plan = "healthActionPlan { currentVersion current { goals { steps { status } } } }";
    const fields = `status outcome acts { kind } assessments { moment } diagnoses { disciplines } agreements { endsOn renews { id } } ${plan}`;
    const supports = await listAll<Support>("claire", "healthSupports", fields);
    expect(wordsMet(supports.map(({ outcome }) => outcome))).toEqual(all(supportOutcomes));
    expect(wordsMet(supports.flatMap(({ acts }) => acts.map(({ kind }) => kind)))).toEqual(all(supportActKinds));
    const moments = supports.flatMap(({ assessments }) => assessments.map(({ moment }) => moment));
    expect(wordsMet(moments)).toEqual(all(assessmentMoments));
    const together = supports.flatMap(({ diagnoses }) => diagnoses.flatMap((diagnosis) => diagnosis.disciplines));
    expect(wordsMet(together)).toEqual(all(disciplines));
    const plans = supports.flatMap(({ healthActionPlan }) => healthActionPlan ?? []);
    const steps = plans.flatMap(({ current }) => current.goals.flatMap((goal) => goal.steps));
    expect(wordsMet(steps.map(({ status }) => status))).toEqual(all(planStepStatuses));
    expect(new Set(plans.map(({ currentVersion }) => currentVersion))).toEqual(new Set([1, 2]));
    const [today, soon] = [dayAgo(0), dayAgo(-30)];
    const standing = supports.flatMap(({ status, agreements }) => {
      const latest = agreements.at(-1);
      if (status !== "STARTED" || !latest) return [];
      if (latest.renews) return ["RENEWED"];
      return [latest.endsOn < today ? "OVER" : latest.endsOn <= soon ? "ENDS_SOON" : "RUNS"];
    });
    expect(new Set(standing)).toEqual(new Set(["RUNS", "ENDS_SOON", "OVER", "RENEWED"]));
  });

  test("has appointments that came to everything, and alerts of every kind", async () => {
    interface Appointment {
      status: string;
      cancelledBy: string | null;
      accompaniedBy: string;
      replacedBy: object | null;
      history: { status: string }[];
    }
    const fields = "status cancelledBy accompaniedBy replacedBy { id } history { status }";
    const appointments = await listAll<Appointment>("claire", "appointments", fields);
    expect(wordsMet(appointments.map(({ status }) => status))).toEqual(all(appointmentStatuses));
    expect(wordsMet(appointments.map(({ cancelledBy }) => cancelledBy))).toEqual(all(appointmentCancellers));
    expect(wordsMet(appointments.map(({ accompaniedBy }) => accompaniedBy))).toEqual(all(companions));
    for (const { status, replacedBy, history } of appointments) {
      expect(replacedBy !== null).toBe(status === "RESCHEDULED");
      expect(history.map((step) => step.status)).toEqual(status === "PLANNED" ? ["PLANNED"] : ["PLANNED", status]);
    }
    const alerts = await listAll<{ kind: string }>("claire", "ruptureAlerts", "kind");
    expect(wordsMet(alerts.map(({ kind }) => kind))).toEqual(all(ruptureKinds));
    const [{ n }] = await hub.sql("health-access", "select count(*)::int as n from rupture_acknowledgement");
    expect(n).toBeGreaterThan(0);
  });

  test("comes to workshops: some have a place, some wait, some came and some did not", async () => {
    interface Session {
      theme: string;
      isCancelled: boolean;
      placesLeft: number;
      registrations: { status: string; attendance: string | null }[];
    }
    const fields = "theme isCancelled placesLeft registrations { status attendance }";
    const from = `from: "${dayAgo(30)}T00:00:00Z"`;
    const sessions = await listAll<Session>("claire", "workshopSessions", fields, from);
    const registrations = sessions.flatMap((session) => session.registrations);
    expect(wordsMet(sessions.map(({ theme }) => theme))).toEqual(all(workshopThemes));
    expect(wordsMet(sessions.map(({ isCancelled }) => String(isCancelled)))).toEqual(new Set(["true", "false"]));
    expect(wordsMet(registrations.map(({ status }) => status))).toEqual(all(registrationStatuses));
    expect(wordsMet(registrations.map(({ attendance }) => attendance))).toEqual(all(attendances));
    for (const { placesLeft, registrations: own } of sessions) {
      expect(placesLeft).toBeGreaterThanOrEqual(0);
      if (own.some(({ status }) => status === "WAITING")) expect(placesLeft).toBe(0);
    }
  });

  test("is asked about without a name, and those who accompany it are trained", async () => {
    interface Request {
      theme: string;
      status: string;
      answers: { text: string }[];
    }
    const requests = await listAll<Request>("claire", "adviceRequests", "theme status answers { text }");
    expect(wordsMet(requests.map(({ theme }) => theme))).toEqual(all(adviceThemes));
    expect(wordsMet(requests.map(({ status }) => status))).toEqual(all(adviceStatuses));
    for (const { status, answers } of requests) expect(answers.length > 0).toBe(status === "ANSWERED");
    interface Session {
      isCancelled: boolean;
      placesLeft: number;
      registrations: { number: number; status: string; attendance: string | null }[];
    }
    const from = `from: "${dayAgo(30)}T00:00:00Z"`;
    const fields = "isCancelled placesLeft registrations { number status attendance }";
    const sessions = await listAll<Session>("claire", "trainingSessions", fields, from);
    const registrations = sessions.flatMap((session) => session.registrations);
    expect(wordsMet(sessions.map(({ isCancelled }) => String(isCancelled)))).toEqual(new Set(["true", "false"]));
    expect(wordsMet(registrations.map(({ status }) => status))).toEqual(all(registrationStatuses));
    expect(wordsMet(registrations.map(({ attendance }) => attendance))).toEqual(all(attendances));
  });

  test("lives where a mobile unit stops, which the directory says", async () => {
    interface Stop {
      cancelReason: string | null;
      services: string[];
      placeName: string;
      careOffer: { name: string } | null;
    }
    const list = () =>
      listAll<{ stops: Stop[] }>(
        "claire",
        "mobileRounds",
        "stops { cancelReason services placeName careOffer { name } }",
        `from: "${dayAgo(30)}"`,
      );
    await eventually(async () =>
      (await list()).every(({ stops }) => stops.every(({ careOffer }) => careOffer !== null)),
    );
    const stops = (await list()).flatMap((round) => round.stops);
    expect(wordsMet(stops.map(({ cancelReason }) => cancelReason))).toEqual(all(stopCancelReasons));
    expect(wordsMet(stops.flatMap(({ services }) => services))).toEqual(all(outreachServices));
    const query = `{ careOffers(query: "équipe mobile", first: 50) { edges { node { name } } } }`;
    const { data } = await hub.ask("leo", query);
    const found = data.careOffers.edges.map(({ node }: { node: { name: string } }) => node.name);
    expect(found.some((name: string) => name.startsWith("Équipe mobile santé (fictive)"))).toBe(true);
  });

  test("meets barriers, what is done about them and every stage of a threat to a home", async () => {
    interface Person {
      socialFile: { barriers: { kind: string; liftedOn: string | null; actions: object[]; housingStages: object[] }[] };
    }
    const fields =
      "person { socialFile { barriers { kind liftedOn actions { status kind } housingStages { stage } } } }";
    const met = await listAll<{ person: Person }>("sophie", "prescriptions", fields);
    const barriers = met.flatMap(({ person }) => person.socialFile.barriers);
    const actions = barriers.flatMap((barrier) => barrier.actions) as { status: string }[];
    const stages = barriers.flatMap((barrier) => barrier.housingStages) as { stage: string }[];
    expect(wordsMet(barriers.map(({ kind }) => kind))).toEqual(all(barrierKinds));
    expect(new Set(barriers.map(({ liftedOn }) => liftedOn !== null))).toEqual(new Set([true, false]));
    expect(wordsMet(actions.map(({ status }) => status))).toEqual(all(barrierActionStatuses));
    expect(wordsMet(stages.map(({ stage }) => stage))).toEqual(all(housingStages));
  });

  test("has référents whose mandates run, were handed over or ended for every reason, with tasks to do", async () => {
    interface Person {
      referentMandates: { endReason: string | null; agreementMedium: string }[];
      coordinationMeetings: { tasks: { doneOn: string | null }[] }[];
    }
    const fields =
      "person { referentMandates { endReason agreementMedium } coordinationMeetings { tasks { doneOn } } }";
    const met = await listAll<{ person: Person }>("sophie", "prescriptions", fields);
    const mandates = met.flatMap(({ person }) => person.referentMandates);
    expect(wordsMet(mandates.map(({ endReason }) => endReason))).toEqual(all(mandateEndReasons));
    expect(wordsMet(mandates.map(({ agreementMedium }) => agreementMedium))).toEqual(all(agreementMedia));
    expect(mandates.some(({ endReason }) => endReason === null)).toBe(true);
    const tasks = met.flatMap(({ person }) => person.coordinationMeetings.flatMap((meeting) => meeting.tasks));
    expect(new Set(tasks.map(({ doneOn }) => doneOn !== null))).toEqual(new Set([true, false]));
    const open = await listAll<{ dueOn: string }>("sophie", "coordinationTasks", "dueOn");
    expect(new Set(open.map(({ dueOn }) => dueOn < dayAgo(0)))).toEqual(new Set([true, false]));
    expect((await listAll("claire", "coordinationTasks", "dueOn")).length).toBeGreaterThan(0);
    const held = "select id from held_mandate where ended_at is null and person_id::text like '1%' order by id";
    const active = "select id from referent_mandate where ended_on is null and person_id::text like '1%' order by id";
    expect(await hub.sql("consent", held)).toEqual(await hub.sql("social-services", active));
  });

  test("is accounted for: conventions, past and to come, and an activity report without an empty line", async () => {
    interface Convention {
      elapsedPercent: number;
      securedAmountCents: number;
      amountCents: number;
      targets: { kind: string; counted: number | null }[];
    }
    const fields = "elapsedPercent securedAmountCents amountCents targets { kind counted }";
    const conventions = await listAll<Convention>("claire", "conventions", fields);
    const elapsed = conventions.map(({ elapsedPercent }) => elapsedPercent);
    expect([Math.min(...elapsed), Math.max(...elapsed)]).toEqual([0, 100]);
    expect(elapsed.some((percent) => percent > 0 && percent < 100)).toBe(true);
    expect(conventions.every((one) => one.securedAmountCents < one.amountCents)).toBe(true);
    const targets = conventions.flatMap((convention) => convention.targets);
    expect(wordsMet(targets.map(({ kind }) => kind))).toEqual(all(targetKinds));
    expect(new Set(targets.map(({ counted }) => counted !== null))).toEqual(new Set([true, false]));
    const report = `{ activityReport(organization: "${organizations.association}", from: "${dayAgo(365)}", to: "${dayAgo(0)}") {
      carriedOver opened ended proposals outcomes { supports } acts { count held { minutes } }
      network { meetings } supervision { sessions } satisfaction { answers } } }`;
    const { data, errors } = await hub.ask("claire", report);
    expect(errors).toBeUndefined();
    const { outcomes, acts, network, supervision, satisfaction, ...counts } = data.activityReport;
    const lines = [
      ...Object.values(counts),
      ...outcomes.map(({ supports }: { supports: number }) => supports),
      ...acts.flatMap(({ count, held }: { count: number; held: { minutes: number } }) => [count, held.minutes]),
      ...network.map(({ meetings }: { meetings: number }) => meetings),
      supervision.sessions,
      satisfaction.answers,
    ];
    expect(lines.length).toBeGreaterThan(30);
    for (const line of lines) expect(line).toBeGreaterThan(0);
  });

  test("breaks no rule that the acts of the product hold to", async () => {
    const contracts = await hub.sql(
      "employment-contracts",
      `select kind, starts_on::text as "startsOn", ends_on::text as "endsOn", signed_on::text as "signedOn",
         orientation_notified_on::text as "orientationNotifiedOn", weekly_hours as "weeklyHours",
         is_hours_adjusted as "isHoursAdjusted", commitments from employment_contract
       where person_id::text like '1%'`,
    );
    for (const contract of contracts) {
      const { kind, startsOn, endsOn, signedOn } = contract;
      const problems = [
        findPeriodProblem(kind, startsOn, endsOn),
        findOpeningProblem(kind, startsOn, dayAgo(0)),
        findHoursProblem(kind, contract),
        signedOn && findSignatureProblem(contract, signedOn, dayAgo(0)),
      ];
      expect(problems.filter(Boolean)).toEqual([]);
    }
    const plans = Array.from({ length: 500 }, (_, index) => planPastOf(crowdPerson(index)));
    const contents = plans.flatMap((plan) => plan?.versions.map(({ content }) => content) ?? []);
    expect(contents.map(mistakeOf).filter(Boolean)).toEqual([]);
    const stops = await hub.sql(
      "health-access",
      `select r.held_on::text as "heldOn", s.starts_at as "startsAt", s.ends_at as "endsAt", s.services
       from round_stop s join mobile_round r on r.id = s.round_id`,
    );
    for (const { heldOn, startsAt, endsAt, services } of stops) {
      const stop = { startsAt: new Date(startsAt), endsAt: new Date(endsAt), services };
      expect(planProblem(stop as never, heldOn, new Date(0))).toBeNull();
    }
    const unfounded = `select a.id from support_agreement a left join support_agreement b on b.id = a.renews_id
       where not exists (select from diagnosis d where d.support_id = a.support_id
           and d.established_on <= a.signed_on and cardinality(d.disciplines) >= 2)
         or a.starts_on <> b.ends_on + 1 or a.signed_on not between b.ends_on - 30 and b.ends_on`;
    expect(await hub.sql("health-access", unfounded)).toEqual([]);
    const beforehand = `select s.id from health_support s join support_act a on a.support_id = s.id
       where a.held_on not between s.opened_on and coalesce(s.ended_on, now()::date)
       union select e.id from plan_extract e join plan_transmission t on t.extract_id = e.id where t.sent_at < e.derived_at`;
    expect(await hub.sql("health-access", beforehand)).toEqual([]);
  });

  test("decided by every means that somebody else may attest", async () => {
    const kinds = await hub.sql("consent", "select distinct kind from consent_evidence");
    const { OIDC_AUTHENTICATED: _, ...attested } = evidenceKinds;
    expect(wordsMet(kinds.map(({ kind }) => kind))).toEqual(all(attested));
  });

  test("fills the inboxes of those who accompany it, with everything that may wait for them", async () => {
    const kindsOf = async (who: string) => {
      const kinds: string[] = [];
      let after: string | null = null;
      do {
        const query = `query ($after: String) { inbox { items(first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { node { kind } } } } }`;
        const { data }: Awaited<ReturnType<TestHub["ask"]>> = await hub.ask(who, query, { after });
        const { edges, pageInfo } = data.inbox.items;
        kinds.push(...edges.map(({ node }: { node: { kind: string } }) => node.kind));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after);
      return kinds;
    };
    // Nobody of the crowd signs in to ask for a correction.
    const isTold = (kind: string) => !kind.includes("RECTIFICATION");
    const told = Object.keys(workKinds).filter(isTold);
    const met = async () => new Set((await Promise.all(["claire", "sophie", "karim", "elise"].map(kindsOf))).flat());
    await eventually(async () => (await met()).size >= told.length);
    expect([...(await met())].sort()).toEqual(told.sort());
  });
});

describe("the page about it", () => {
  const page = readFileSync(new URL("../../docs/demo-world.md", import.meta.url), "utf8");
  const [queries, answers] = ["graphql", "json"].map((language) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text!),
  ) as [string[], string[]];

  test("asks five queries, each of which answers what it says", async () => {
    expect([queries.length, answers.length]).toEqual([5, 5]);
    for (const [index, query] of queries.entries()) {
      const [, person] = /^# as (\w+)\n/.exec(query)!;
      const { data, errors } = await hub.ask(person!, query);
      expect({ errors, data }).toEqual({ data: JSON.parse(answers[index]!) });
    }
  });

  test("names everybody who may sign in", () => {
    for (const { name } of cast) expect(page).toContain(`\`${name}\``);
  });
});

describe("the guardian of the cast", () => {
  const held = "{ heldAuthorities { consents { id state notice { contentHash } grants { id } } } }";
  const prescribing = `mutation ($input: PrescribeHealthSupportInput!) {
    prescribeHealthSupport(input: $input) { prescription { status } userErrors { code } } }`;
  const prescribe = async () => {
    const asked = { requestKey: randomUUID(), person: protectedPeople.odile, recipient: organizations.association };
    const { data } = await hub.ask("sophie", prescribing, { input: { ...asked, reasons: ["CARE_GIVEN_UP"] } });
    return data.prescribeHealthSupport;
  };

  test("gives in her name what is asked, and only then does a prescription reach the association", async () => {
    expect(await prescribe()).toEqual({ prescription: null, userErrors: [{ code: "CONSENT_REQUIRED" }] });
    const [{ consents }] = (await hub.ask("helene", held)).data.heldAuthorities;
    const [{ id: consent, notice, grants }] = consents;
    const approvals = grants.map(({ id: grant }: { id: string }) => ({ grant }));
    const giving = `mutation ($input: GiveConsentInput!) { giveConsent(input: $input) { consent { state } userErrors { code } } }`;
    const input = { consent, noticeHash: notice.contentHash, approvals };
    const { data } = await hub.ask("helene", giving, { input });
    expect(data.giveConsent).toEqual({ consent: { state: "ACTIVE" }, userErrors: [] });
    expect(await prescribe()).toEqual({ prescription: { status: "REQUESTED" }, userErrors: [] });
  });

  test("is there once, and stays as she is", async () => {
    await seedGuardianship(hub.subgraphs.consent!.orm);
    const [{ consents }] = (await hub.ask("helene", held)).data.heldAuthorities;
    expect(consents.map(({ state }: { state: string }) => state)).toEqual(["ACTIVE"]);
    expect((await hub.ask("claire", held)).data.heldAuthorities).toEqual([]);
  });
});
