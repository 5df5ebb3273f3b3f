import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { extractContentOf } from "../../../subgraphs/health-access/policies/extract-content.ts";
import { figuresForFunder, toldPeriod } from "../../../subgraphs/health-access/policies/funded-activity.ts";
import { isInternalReadAllowed, isNavigator } from "../../../subgraphs/health-access/policies/internal-roles.ts";
import { fingerprintOf, type PlanContent } from "../../../subgraphs/health-access/policies/plan-content.ts";
import {
  type ConstraintCode,
  constraintLabels,
  extractLabels,
  type GoalCode,
  goalLabels,
  type HoursGround,
  hoursGrounds,
  labelsByKind,
  type StepCode,
  stepLabels,
} from "../../../subgraphs/health-access/policies/plan-labels.ts";
import { type PlanStepStatus, planStepStatuses } from "../../../subgraphs/health-access/policies/support-words.ts";
import { dataCategories, roles } from "../../../subgraphs/protection.ts";
import { claire } from "../../support/viewers.ts";

const all = Object.values(labelsByKind).flatMap((labels) => Object.values(labels));

describe("the closed list", () => {
  test("lets no sensitive wording into an extract", () => {
    const sensitive = all.filter(({ isSensitive }) => isSensitive).map(({ label }) => label);
    expect(sensitive.length).toBeGreaterThan(0);
    for (const label of sensitive) expect(extractLabels.has(label)).toBe(false);
  });

  test("shares each general wording between sensitive and ordinary entries, so that it gives none away", () => {
    for (const labels of Object.values(labelsByKind)) {
      for (const { inExtract } of Object.values(labels).filter(({ isSensitive }) => isSensitive)) {
        const ordinary = Object.values(labels).filter((entry) => entry.inExtract === inExtract && !entry.isSensitive);
        expect(ordinary.length).toBeGreaterThanOrEqual(1);
      }
    }
  });

  test("names no illness, specialty, provider or status in an extract", () => {
    const telling =
      /psych|addict|dépend|alcool|invalid|handicap|mdph|médec|hôpital|ame\b|css|apa\b|protection|diagnos|soutien/i;
    for (const label of extractLabels) expect(label).not.toMatch(telling);
  });
});

const day = fc.option(fc.integer({ min: 1, max: 28 }).map((of) => `2027-01-${String(of).padStart(2, "0")}`));
const codeOf = <Code extends string>(labels: Readonly<Record<Code, unknown>>) =>
  fc.constantFrom(...(Object.keys(labels) as Code[]));
const step = fc.record({
  label: codeOf<StepCode>(stepLabels),
  status: codeOf<PlanStepStatus>(planStepStatuses),
  startsOn: day,
  endsOn: day,
  weeklyHours: fc.option(fc.integer({ min: 1, max: 70 }).map((halves) => halves / 2)),
  careOffer: fc.option(fc.constant("offer-of-an-addiction-centre")),
});
const plan: fc.Arbitrary<PlanContent> = fc.record({
  goals: fc.array(fc.record({ label: codeOf<GoalCode>(goalLabels), steps: fc.array(step, { maxLength: 8 }) }), {
    maxLength: 6,
  }),
  constraints: fc.array(
    fc.record({
      label: codeOf<ConstraintCode>(constraintLabels),
      startsOn: day,
      endsOn: day,
      hoursGround: fc.option(codeOf<HoursGround>(hoursGrounds)),
    }),
    { maxLength: 5 },
  ),
});

describe("the extract of any plan", () => {
  test("holds nothing but words of the list, days and hours", () => {
    fc.assert(
      fc.property(plan, (content) => {
        const { lines, text } = extractContentOf(content);
        for (const line of lines) {
          expect(Object.keys(line).sort()).toEqual(["endsOn", "kind", "label", "startsOn", "weeklyHours"]);
          expect(extractLabels.has(line.label)).toBe(true);
        }
        expect(text).not.toContain("addiction-centre");
      }),
    );
  });

  test("keeps every hour that is still ahead", () => {
    fc.assert(
      fc.property(plan, (content) => {
        const ahead = content.goals
          .flatMap(({ steps }) => steps)
          .filter(({ status }) => !["DONE", "ABANDONED"].includes(status));
        const sum = (rows: readonly { weeklyHours?: number | null }[]) =>
          rows.reduce((total, row) => total + (row.weeklyHours ?? 0), 0);
        expect(sum(extractContentOf(content).lines)).toBe(sum(ahead));
      }),
    );
  });

  test("does not change when one sensitive step takes the place of an ordinary one of the same wording", () => {
    const of = (label: StepCode) =>
      extractContentOf({
        goals: [{ label: "ACCESS_RIGHTS_AND_CARE", steps: [{ label, status: "PLANNED" }] }],
        constraints: [],
      });
    expect(of("ADDICTION_FOLLOW_UP")).toEqual(of("HEALTH_CHECK"));
    expect(of("DISABILITY_FILE")).toEqual(of("HEALTH_CARD"));
    expect(of("HEALTH_CHECK").contentHash).not.toBe(of("HEALTH_CARD").contentHash);
  });

  test("is the same whatever the ground for limiting hours, and whether one is written at all", () => {
    const of = (hoursGround?: HoursGround) =>
      extractContentOf({
        goals: [],
        constraints: [{ label: "LIMITED_WEEKLY_HOURS", hoursGround: hoursGround ?? null }],
      });
    for (const ground of Object.keys(hoursGrounds)) expect(of(ground as HoursGround)).toEqual(of());
  });

  test("shows several steps of one wording as one line, with their hours together", () => {
    const steps = (["PSYCHOLOGICAL_FOLLOW_UP", "HEALTH_CHECK"] as const).map((label) => ({
      label,
      status: "PLANNED" as const,
      weeklyHours: 1.5,
    }));
    const { lines } = extractContentOf({ goals: [{ label: "ORGANISE_DAYS", steps }], constraints: [] });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({
      kind: "STEP",
      label: "Démarche de santé en cours",
      startsOn: null,
      endsOn: null,
      weeklyHours: 3,
    });
  });
});

test("a fingerprint is the same for an absent value and none, and differs for any other", () => {
  const of = (step: object) =>
    fingerprintOf({
      goals: [{ label: "ORGANISE_DAYS", steps: [{ label: "TRANSPORT", status: "PLANNED", ...step }] }],
      constraints: [],
    });
  expect(of({ startsOn: null })).toBe(of({}));
  expect(of({ careOffer: "x" })).not.toBe(of({}));
  const limited = (ground: { hoursGround?: HoursGround | null }) =>
    fingerprintOf({ goals: [], constraints: [{ label: "LIMITED_WEEKLY_HOURS", ...ground }] });
  expect(limited({ hoursGround: null })).toBe(limited({}));
  expect(limited({ hoursGround: "HEALTH" })).not.toBe(limited({}));
});

test("those of the association read what they work with: navigators what it holds, volunteers what advice is asked", () => {
  const navigation = [
    "CARE_NAVIGATION",
    "APPOINTMENTS_LOGISTICS",
    "HEALTH_OBSERVATION",
    "HEALTH_PLAN_FULL",
    "EMPLOYMENT_EXTRACT",
    "SOCIAL_RIGHTS",
    "EVALUATION_INDICATOR",
    "EXPERT_ADVICE",
    "SOCIAL_RIGHTS",
  ];
  const readable: Record<string, string[]> = { HEALTH_NAVIGATOR: navigation, MEDICAL_VOLUNTEER: ["EXPERT_ADVICE"] };
  for (const role of Object.keys(roles))
    for (const category of Object.keys(dataCategories))
      expect(isInternalReadAllowed({ ...claire, roles: [role] }, category)).toBe(
        readable[role]?.includes(category) ?? false,
      );
  expect(isNavigator({ ...claire, organization: null })).toBe(false);
  expect(isNavigator(null)).toBe(false);
});

describe("what a funder is told", () => {
  const count = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 500 }));
  const counted = fc.record({
    carriedOver: count,
    opened: count,
    ended: count,
    acts: count,
    minutes: count,
    networkMeetings: count,
    supervisionSessions: count,
    verySatisfied: count,
    satisfied: count,
    dissatisfied: count,
    veryDissatisfied: count,
  });

  test("holds no figure about one to four people, and none from which one follows", () => {
    fc.assert(
      fc.property(counted, (all) => {
        fc.pre(all.ended <= all.carriedOver + all.opened);
        const { followed, carriedOver, opened, ended, satisfaction } = figuresForFunder(all);
        const known = [followed, carriedOver, opened, ended, ...Object.values(satisfaction ?? {})];
        if (followed !== null && carriedOver !== null) known.push(followed - carriedOver);
        if (followed !== null && opened !== null) known.push(followed - opened);
        if (carriedOver !== null && opened !== null) known.push(carriedOver + opened);
        if (followed !== null && ended !== null) known.push(followed - ended);
        for (const figure of known) expect(figure === null || figure === 0 || figure >= 5).toBe(true);
      }),
    );
  });

  test("holds every figure when all are about many, and every zero", () => {
    const many = {
      carriedOver: 79,
      opened: 63,
      ended: 72,
      acts: 991,
      minutes: 90,
      networkMeetings: 24,
      supervisionSessions: 12,
    };
    const answers = { verySatisfied: 5, satisfied: 7, dissatisfied: 0, veryDissatisfied: 0 };
    expect(figuresForFunder({ ...many, ...answers })).toEqual({
      followed: 142,
      carriedOver: 79,
      opened: 63,
      ended: 72,
      acts: 991,
      hours: 1.5,
      networkMeetings: 24,
      supervisionSessions: 12,
      satisfaction: answers,
    });
  });

  test.each([
    ["2026-01-01", "2026-12-31", "2026-03-31", null],
    ["2026-01-01", "2026-12-31", "2026-04-01", "2026-03-31"],
    ["2026-02-15", "2026-12-31", "2026-06-30", "2026-03-31"],
    ["2026-05-30", "2027-11-29", "2026-06-30", null],
    ["2026-05-30", "2027-11-29", "2026-07-01", "2026-06-30"],
    ["2026-05-30", "2027-11-29", "2027-11-29", "2027-09-30"],
    ["2026-05-30", "2027-11-29", "2027-11-30", "2027-11-29"],
    ["2025-06-01", "2026-12-31", "2026-01-15", "2025-12-31"],
  ])("of a convention from %s to %s goes on %s until %s", (startsOn, endsOn, today, to) => {
    expect(toldPeriod(startsOn, endsOn, today)).toEqual(to && { from: startsOn, to });
  });
});
