import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ServiceRequest, Task } from "fhir/r4.js";
import { consentInFhir } from "../../subgraphs/consent/fhir/consent-in-fhir.ts";
import { type DisclosureFacts, disclosureInFhir } from "../../subgraphs/consent/fhir/disclosure-in-fhir.ts";
import { restrictionInFhir } from "../../subgraphs/consent/fhir/restriction-in-fhir.ts";
import { ConsentState } from "../../subgraphs/consent/policies/consent-state.ts";
import { assuranceLevels, EvidenceKind } from "../../subgraphs/consent/policies/evidence-kind.ts";
import { SuspensionCause } from "../../subgraphs/consent/policies/suspension-cause.ts";
import { planInFhir } from "../../subgraphs/health-access/fhir/plan-in-fhir.ts";
import {
  constraintLabels,
  goalLabels,
  hoursGrounds,
  stepLabels,
} from "../../subgraphs/health-access/policies/plan-labels.ts";
import { planStepStatuses } from "../../subgraphs/health-access/policies/support-words.ts";
import { dataCategories, purposes, roles } from "../../subgraphs/protection.ts";
import { outcomeInFhir } from "../../subgraphs/social-services/fhir/outcome-in-fhir.ts";
import { prescriptionInFhir } from "../../subgraphs/social-services/fhir/prescription-in-fhir.ts";
import { reasonsOf } from "../../subgraphs/social-services/policies/prescription-transitions.ts";
import {
  outcomes,
  prescriptionReasons,
  prescriptionStatuses,
} from "../../subgraphs/social-services/policies/prescription-words.ts";
import { danglingReferences, fhirProblems } from "../support/fhir-problems.ts";
import { pcfProblems } from "../support/pcf-problems.ts";
import { readConsent, readPlan, readPrescription, readRestriction } from "../support/read-fhir.ts";

const word = <Word extends string>(table: Readonly<Record<Word, unknown>>) =>
  fc.constantFrom(...(Object.keys(table) as Word[]));
const words = <Word extends string>(table: Readonly<Record<Word, unknown>>) =>
  fc.uniqueArray(word(table), { minLength: 1, maxLength: 3 });
const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
const day = instant.map((date) => date.toISOString().slice(0, 10));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const hash = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
const held = { personId: fc.uuid(), organizationId: fc.uuid() };

const consents = fc.record({
  consent: fc
    .record({
      id: fc.uuid(),
      ...held,
      state: fc.constantFrom(...Object.values(ConsentState)),
      version: fc.integer({ min: 1, max: 9 }),
      suspensionCause: maybe(fc.constantFrom(...Object.values(SuspensionCause))),
      offeredAt: instant,
      givenAt: maybe(instant),
      endedAt: maybe(instant),
      notAfter: instant,
    })
    .map((one) => (one.state === ConsentState.DRAFT ? { ...one, offeredAt: null, givenAt: null } : one)),
  notice: fc.record({
    id: fc.uuid(),
    version: fc.integer({ min: 1, max: 99 }),
    language: fc.constantFrom("fr", "en", "ar"),
    contentHash: hash,
  }),
  evidence: fc.array(
    fc.record({
      kind: fc.constantFrom(...Object.values(EvidenceKind)),
      capturedAt: instant,
      authorityId: maybe(fc.uuid()),
      assurance: maybe(word(assuranceLevels)),
      artefactHash: maybe(hash),
      isAssisted: fc.boolean(),
      isInterpreted: fc.boolean(),
      shownNoticeHash: hash,
    }),
    { maxLength: 2 },
  ),
  grants: fc.array(
    fc.record({
      id: fc.uuid(),
      sourceOrganizationId: fc.uuid(),
      granteeOrganizationId: fc.uuid(),
      granteeRoles: words(roles) as fc.Arbitrary<string[]>,
      purpose: word(purposes),
      category: word(dataCategories),
      operations: words({ READ: 0, INTEGRATE: 0, NOTIFY: 0 }) as fc.Arbitrary<never[]>,
      resourceId: maybe(fc.uuid()),
      approvedContentHash: maybe(hash),
      notBefore: instant,
      notAfter: instant,
    }),
    { maxLength: 5 },
  ),
});

const steps = fc.array(
  fc.record({
    id: fc.uuid(),
    code: word(stepLabels),
    status: word(planStepStatuses),
    startsOn: maybe(day),
    endsOn: maybe(day),
    weeklyHours: maybe(fc.integer({ min: 0, max: 70 }).map((halves) => halves / 2)),
    careOfferId: maybe(fc.uuid().map((id) => `source--${id}`)),
  }),
  { maxLength: 4 },
);
const plans = fc.record({
  plan: fc.record({ id: fc.uuid(), ...held }),
  version: fc.record({
    number: fc.integer({ min: 1, max: 500 }),
    writtenAt: instant,
    goals: fc.uniqueArray(fc.record({ id: fc.uuid(), code: word(goalLabels), steps }), {
      maxLength: 4,
      selector: ({ id }) => id,
    }),
    constraints: fc.array(
      fc.record({
        code: word(constraintLabels),
        startsOn: maybe(day),
        endsOn: maybe(day),
        hoursGround: maybe(word(hoursGrounds)),
      }),
      { maxLength: 3 },
    ),
  }),
});

/** A status with a reason where it needs one, as the table of transitions allows it. */
const standings = word(prescriptionStatuses).chain((status) => {
  const reasons = status === "EXPIRED" ? undefined : reasonsOf[status];
  return (reasons ? fc.constantFrom(...reasons) : fc.constant(null)).map((statusReason) => ({ status, statusReason }));
});
const prescriptions = fc
  .record({
    id: fc.uuid(),
    ...held,
    recipientOrganizationId: fc.uuid(),
    reasons: words(prescriptionReasons),
    note: maybe(fc.stringMatching(/^[A-Za-zéèà][A-Za-zéèà ,.']{0,60}[a-z.]$/)),
    requestedAt: instant,
    version: fc.integer({ min: 1, max: 9 }),
    partOfId: maybe(fc.uuid()),
    standing: standings,
  })
  .map(({ standing, ...rest }) => ({ ...rest, ...standing }));

const RUNS = { numRuns: 60 };
/** A resource takes some milliseconds to judge. */
const JUDGED = { numRuns: 20 };

describe("a consent", () => {
  test("comes back whole from its FHIR resource, whatever its state and its grants", () => {
    fc.assert(
      fc.property(consents, (facts) => {
        expect(readConsent(consentInFhir(facts.consent, facts.grants, facts.notice, facts.evidence))).toEqual(facts);
      }),
      RUNS,
    );
  });

  test("is a valid FHIR R4 Consent that meets IHE PCF from the moment it was shown", () => {
    fc.assert(
      fc.property(consents, ({ consent, grants, notice, evidence }) => {
        const resource = consentInFhir(consent, grants, notice, evidence);
        expect(fhirProblems(resource)).toEqual([]);
        expect(danglingReferences(resource)).toEqual([]);
        expect(pcfProblems(resource)).toEqual(consent.offeredAt ? [] : ["a dateTime"]);
      }),
      JUDGED,
    );
  });

  test("is active in FHIR exactly when it is in force, and a draft or an offer is no consent yet", () => {
    const [facts] = fc.sample(consents, 1);
    const statusOf = (state: ConsentState) =>
      consentInFhir({ ...facts!.consent, state }, facts!.grants, facts!.notice, []).status;
    const active = Object.values(ConsentState).filter((state) => statusOf(state) === "active");
    expect(active).toEqual([ConsentState.ACTIVE]);
    expect([statusOf(ConsentState.DRAFT), statusOf(ConsentState.OFFERED)]).toEqual(["draft", "proposed"]);
    expect([statusOf(ConsentState.REFUSED), statusOf(ConsentState.LAPSED)]).toEqual(["rejected", "rejected"]);
  });

  test("names who signed: the person, whoever stood for her, or both where both must", () => {
    const [facts] = fc.sample(
      consents.filter(({ evidence }) => evidence.length > 0),
      1,
    );
    const signedBy = (...authorities: (string | null)[]) => {
      const evidence = authorities.map((authorityId) => ({ ...facts!.evidence[0]!, authorityId }));
      return consentInFhir(facts!.consent, [], facts!.notice, evidence).performer?.map(({ type }) => type);
    };
    expect(signedBy()).toEqual(["Patient"]);
    expect(signedBy(null)).toEqual(["Patient"]);
    expect(signedBy("guardian")).toEqual(["RelatedPerson"]);
    expect(signedBy(null, "curator")).toEqual(["Patient", "RelatedPerson"]);
  });

  test("that permits nothing still denies", () => {
    const [facts] = fc.sample(consents, 1);
    const { provision } = consentInFhir(facts!.consent, [], facts!.notice, []);
    expect(provision).toEqual({ type: "deny", period: { end: facts!.consent.notAfter.toISOString() } });
  });
});

describe("a restriction", () => {
  const restrictions = fc.record({
    id: fc.uuid(),
    personId: fc.uuid(),
    granteeOrganizationId: maybe(fc.uuid()),
    granteeRole: maybe(word(roles)),
    granteeProfessionalId: maybe(fc.uuid()),
    category: maybe(word(dataCategories)),
    purpose: maybe(word(purposes)),
    startsAt: instant,
    endsAt: maybe(instant),
  });

  test("comes back whole from a valid FHIR R4 Consent that denies", () => {
    fc.assert(
      fc.property(restrictions, instant, (restriction, now) => {
        const resource = restrictionInFhir(restriction, now);
        expect(fhirProblems(resource)).toEqual([]);
        expect(resource.provision?.type).toBe("deny");
        expect(readRestriction(resource)).toEqual(restriction);
      }),
      JUDGED,
    );
  });

  test("is active until the instant it ends", () => {
    const [restriction] = fc.sample(restrictions, 1);
    const endsAt = new Date("2026-11-20T10:00:00Z");
    const statusAt = (now: number) => restrictionInFhir({ ...restriction!, endsAt }, new Date(now)).status;
    expect([statusAt(endsAt.getTime() - 1), statusAt(endsAt.getTime())]).toEqual(["active", "inactive"]);
  });
});

describe("what judges a resource", () => {
  const [facts] = fc.sample(consents, 1);
  const sound = () =>
    structuredClone(
      consentInFhir({ ...facts!.consent, offeredAt: new Date() }, [oneGrant()], facts!.notice, []),
    ) as never as Record<string, never> & { provision: { provision: Record<string, unknown>[] } };
  const oneGrant = () =>
    fc.sample(
      consents.filter(({ grants }) => grants.length > 0),
      1,
    )[0]!.grants[0]!;

  test.each<[string, (resource: ReturnType<typeof sound>) => void, string]>([
    ["a code that does not exist", (one) => Object.assign(one, { status: "given" }), "status"],
    ["an element that does not exist", (one) => Object.assign(one, { nir: "1" }), "additional"],
    ["a consent without a policy", (one) => Object.assign(one, { policy: undefined }), "ppc-1"],
    ["an instant that is none", (one) => Object.assign(one, { dateTime: "yesterday" }), "dateTime"],
  ])("finds %s", (_, spoil, finding) => {
    const resource = sound();
    expect(fhirProblems(resource as never)).toEqual([]);
    spoil(resource);
    expect(fhirProblems(JSON.parse(JSON.stringify(resource))).join(" ")).toContain(finding);
  });

  test.each<[string, (resource: ReturnType<typeof sound>) => void]>([
    ["no third level", (one) => Object.assign(one.provision.provision[0]!, { provision: [{ type: "permit" }] })],
    [
      "no action, class or code",
      (one) => Object.assign(one.provision.provision[0]!, { class: [{ code: "CarePlan" }] }),
    ],
    ["the root denies", (one) => Object.assign(one.provision, { type: "permit" })],
    ["one source", (one) => Object.assign(one, { sourceReference: undefined })],
    ["labels of the value set alone", (one) => Object.assign(one.provision, { securityLabel: [{ code: "V" }] })],
  ])("finds what PCF forbids: %s", (rule, spoil) => {
    const resource = sound();
    expect(pcfProblems(resource as never)).toEqual([]);
    spoil(resource);
    expect(pcfProblems(resource as never)).toEqual([rule]);
  });
});

describe("a plan", () => {
  test("comes back whole from its FHIR resources", () => {
    fc.assert(
      fc.property(plans, ({ plan, version }) => {
        expect(readPlan(planInFhir(plan, version))).toEqual({ plan, version });
      }),
      RUNS,
    );
  });

  test("is a valid bundle in which every reference within leads somewhere", () => {
    fc.assert(
      fc.property(plans, ({ plan, version }) => {
        const bundle = planInFhir(plan, version);
        expect(fhirProblems(bundle)).toEqual([]);
        expect(danglingReferences(bundle)).toEqual([]);
      }),
      JUDGED,
    );
  });

  test.each([
    [[], "active", "active"],
    [["PLANNED", "DONE"], "active", "active"],
    [["ON_HOLD", "DONE"], "on-hold", "on-hold"],
    [["DONE", "ABANDONED"], "completed", "completed"],
    [["ABANDONED"], "revoked", "cancelled"],
  ] as const)("whose steps are %j is %s, its goal %s", (statuses, planStatus, goalStatus) => {
    const [{ plan, version }] = fc.sample(plans, 1) as [typeof plans extends fc.Arbitrary<infer T> ? T : never];
    const step = { code: "HEALTH_CHECK", startsOn: null, endsOn: null, weeklyHours: null, careOfferId: null } as const;
    const goal = {
      id: "11111111-0000-4000-8000-000000000001",
      code: "ORGANISE_DAYS" as const,
      steps: statuses.map((status, place) => ({ ...step, id: `11111111-0000-4000-8000-00000000001${place}`, status })),
    };
    const bundle = planInFhir(plan, { ...version, goals: [goal] });
    expect(bundle.entry?.map(({ resource }) => resource)).toMatchObject([
      { status: planStatus },
      { lifecycleStatus: goalStatus },
    ]);
  });
});

describe("a prescription", () => {
  test("comes back whole from its FHIR resources", () => {
    fc.assert(
      fc.property(prescriptions, (facts) => {
        expect(readPrescription(prescriptionInFhir(facts))).toEqual(facts);
      }),
      RUNS,
    );
  });

  test("is a valid bundle of a request and its task, and what needs a reason has one", () => {
    fc.assert(
      fc.property(prescriptions, (facts) => {
        const bundle = prescriptionInFhir(facts);
        expect(fhirProblems(bundle)).toEqual([]);
        expect(danglingReferences(bundle)).toEqual([]);
        const task = bundle.entry?.[1]?.resource as Task;
        const needsReason = ["rejected", "cancelled", "on-hold", "failed", "entered-in-error"].includes(task.status);
        expect(task.statusReason !== undefined).toBe(needsReason);
      }),
      JUDGED,
    );
  });

  test("handed over from another one names it in both halves", () => {
    const [facts] = fc.sample(prescriptions, 1);
    const partOfId = "11111111-0000-4000-8000-000000000001";
    const { entry } = prescriptionInFhir({ ...facts!, partOfId });
    const [request, task] = entry!.map(({ resource }) => resource) as [ServiceRequest, Task];
    const named = { system: "https://passerelle.example/fhir/sid/prescription", value: partOfId };
    expect(request.replaces).toEqual([{ type: "ServiceRequest", identifier: named }]);
    expect(task.partOf).toEqual([{ type: "Task", identifier: named }]);
    const first = prescriptionInFhir({ ...facts!, partOfId: null });
    expect(JSON.stringify(first)).not.toMatch(/"(replaces|partOf)"/);
  });

  test("recorded by mistake says so in both halves", () => {
    const [facts] = fc.sample(prescriptions, 1);
    const { entry } = prescriptionInFhir({ ...facts!, status: "CANCELLED", statusReason: "ENTERED_IN_ERROR" });
    expect(entry?.map(({ resource }) => (resource as ServiceRequest | Task).status)).toEqual([
      "entered-in-error",
      "entered-in-error",
    ]);
  });

  test.each(Object.keys(outcomes) as (keyof typeof outcomes)[])(
    "that ended with %s gives a valid Procedure",
    (code) => {
      const procedure = outcomeInFhir({
        id: "22222222-0000-4000-8000-000000000001",
        personId: "22222222-0000-4000-8000-000000000002",
        organizationId: "22222222-0000-4000-8000-000000000003",
        prescriptionId: "22222222-0000-4000-8000-000000000004",
        code,
        recordedAt: new Date("2026-11-20T10:00:00Z"),
      });
      expect(fhirProblems(procedure)).toEqual([]);
      expect(procedure.outcome?.coding?.[0]?.code).toBe(code);
    },
  );
});

describe("a disclosure", () => {
  const disclosures: fc.Arbitrary<DisclosureFacts> = fc.record({
    id: fc.integer({ min: 1 }).map(String),
    personId: fc.uuid(),
    actorOrganizationId: maybe(fc.uuid()),
    actorRoles: fc.uniqueArray(word(roles), { maxLength: 2 }) as fc.Arbitrary<string[]>,
    application: fc.constantFrom("passerelle-development", "clinique"),
    sourceOrganizationId: maybe(fc.uuid()),
    receiverOrganizationIds: fc.array(fc.uuid(), { maxLength: 3 }),
    category: word(dataCategories),
    purpose: word(purposes),
    coordinates: fc.array(fc.constantFrom("Person.givenName", "Consent.fhir"), { maxLength: 2 }),
    isPermitted: fc.boolean(),
    decidedAt: instant,
  });

  test("is a valid AuditEvent with one who asked, the person, and each recipient, and names nobody else", () => {
    fc.assert(
      fc.property(disclosures, (record) => {
        const event = disclosureInFhir(record);
        expect(fhirProblems(event)).toEqual([]);
        expect(event.agent.filter(({ requestor }) => requestor)).toHaveLength(1);
        const named = [...event.agent.map(({ who }) => who), ...(event.entity ?? []).map(({ what }) => what)].flatMap(
          (reference) => reference?.identifier?.value ?? [],
        );
        const { personId, actorOrganizationId, application, sourceOrganizationId, receiverOrganizationIds } = record;
        const expected = [personId, actorOrganizationId, application, sourceOrganizationId, "passerelle"];
        expect(named.sort()).toEqual([...expected, ...receiverOrganizationIds].filter((id) => id !== null).sort());
      }),
      JUDGED,
    );
  });

  test("that was refused is an event that failed", () => {
    const [record] = fc.sample(disclosures, 1);
    expect(disclosureInFhir({ ...record!, isPermitted: true }).outcome).toBe("0");
    expect(disclosureInFhir({ ...record!, isPermitted: false }).outcome).toBe("8");
  });
});
