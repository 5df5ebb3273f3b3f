import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { contracts, organizations, people } from "../../../scripts/development/world.ts";
import type { Ask } from "../../../scripts/journey/hub-client.ts";
import { inMonths, today } from "../../../scripts/journey/story.ts";
import { readStoredOperations, type StoredOperation } from "./stored-operations.ts";

/** Declares the tests that play every stored operation, in the order of a story, on a hub that was just opened. */
export function playStoredOperations(ask: Ask): void {
  const stored = readStoredOperations();
  const played = new Set<string>();
  /** Sends one stored operation as a member of the cast; nothing may be lost, and a mutation is refused as said only. */
  async function play(path: string, who: string, variables: Record<string, unknown> = {}, refusal?: string) {
    const operation = stored.get(path) as StoredOperation;
    played.add(path);
    const { data, errors } = await ask(who, operation.text, variables);
    expect({ path, errors }).toEqual({ path, errors: undefined });
    const [payload] = Object.values(data) as { userErrors?: { code: string }[] }[];
    expect({ path, isAbsent: payload === null }).toEqual({ path, isAbsent: false });
    if (operation.operations[0]?.operation === "mutation")
      expect({ path, codes: payload?.userErrors?.map(({ code }) => code) }).toEqual({
        path,
        codes: refusal ? [refusal] : [],
      });
    // biome-ignore lint/suspicious/noExplicitAny: each step says what it expects of the answer
    return payload as any;
  }
  const input = (content: Record<string, unknown>) => ({ input: content });

  const prescribe = async (person: string): Promise<string> => {
    const content = {
      requestKey: randomUUID(),
      person,
      recipient: organizations.association,
      reasons: ["CARE_GIVEN_UP"],
    };
    return (await play("referent/prescribe-health-support", "sophie", input(content))).prescription.id;
  };
  const supportOf = async (prescription: string): Promise<string> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { edges } = await play("association/health-supports", "claire");
      // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
      const found = edges.find(({ node }: any) => node.prescription?.id === prescription);
      if (found) return found.node.id;
      await pause(100);
    }
    throw new Error("The support did not open within ten seconds.");
  };
  const waitingOf = async (who: string) => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { items } = await play("association/inbox", who);
      if (items.totalCount > 0) return items.edges[0];
      await pause(100);
    }
    throw new Error("Nothing came to the inbox within ten seconds.");
  };
  const story = { support: "", plan: "", extract: { id: "", contentHash: "" }, consent: "", firstConsent: "" };

  const goals = [
    { label: "ACCESS_RIGHTS_AND_CARE", steps: [{ label: "TREATING_DOCTOR", startsOn: today(), endsOn: inMonths(1) }] },
  ];
  const consentFor = (requestKey: string) => ({
    requestKey,
    person: people.amina,
    notAfter: `${inMonths(6)}T00:00:00Z`,
    grants: [
      {
        recipient: organizations.insertionDoubs,
        purpose: "CONTRACT_INTEGRATION",
        category: "EMPLOYMENT_EXTRACT",
        operations: ["READ", "INTEGRATE", "NOTIFY"],
        resource: story.extract.id,
        contentHash: story.extract.contentHash,
      },
    ],
  });
  const offer = async (): Promise<string> => {
    const { consent } = await play("association/draft-consent", "claire", input(consentFor(randomUUID())));
    await play("association/offer-consent", "claire", input({ consent: consent.id }));
    return consent.id;
  };

  test("of a partner answers him whole", async () => {
    expect((await play("partner/who-am-i", "leo")).roles).toEqual(["PARTNER_DEVELOPER"]);
    expect((await play("partner/organizations", "leo")).length).toBe(Object.keys(organizations).length);
    const [besancon] = await play("partner/suggest-communes", "leo", { search: "besan" });
    expect(besancon.code).toBe("25056");
    const found = await play("partner/find-care-offers", "leo", {
      near: { communeCode: besancon.code },
      themes: ["SANTE__SANTE_MENTALE"],
      fees: ["GRATUIT"],
      first: 2,
    });
    expect(found.edges).toHaveLength(2);
    const [{ node }] = found.edges;
    expect((await play("partner/care-offer-by-id", "leo", { id: node.id })).name).toBe(node.name);
    const opened = await play("association/open-care-offer", "claire", { id: node.id });
    expect((await play("partner/structure-by-id", "leo", { id: opened.structure.id })).name).toBe(
      opened.structure.name,
    );
    const seen = new Set<string>();
    let after: string | null = null;
    do {
      const page = await play("partner/walk-through-a-department", "leo", { departmentCode: "25", after });
      // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
      for (const edge of page.edges as any[]) seen.add(edge.node.id);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen.has(node.id)).toBe(true);
  });

  test("of an association leads from a search to an extract offered to the person", async () => {
    const near = { communeCode: "25056" };
    const first = await play("association/search-care-offers", "claire", { near, first: 2 });
    const next = await play("association/search-care-offers", "claire", {
      near,
      first: 2,
      after: first.pageInfo.endCursor,
    });
    expect(next.edges[0].node.id).not.toBe(first.edges[0].node.id);

    const places = { places: 40, taken: 12 };
    const stated = await play("association/state-receiving-capacity", "claire", input(places));
    expect(stated.receivingCapacity.status).toBe("ACCEPTING");
    const receiving = await play("referent/receiving-capacities", "sophie");
    expect(receiving).toContainEqual(
      expect.objectContaining({
        id: organizations.association,
        receivingCapacity: expect.objectContaining({ ...places, status: "ACCEPTING" }),
      }),
    );
    const [prescription, unwanted] = [await prescribe(people.amina), await prescribe(people.bruno)];
    expect((await play("association/prescriptions-to-answer", "claire")).totalCount).toBe(2);
    await play("association/refuse-prescription", "claire", input({ prescription: unwanted, reason: "NO_CAPACITY" }));
    await play("association/accept-prescription", "claire", input({ prescription }));
    expect((await play("association/prescriptions-to-remind", "claire")).totalCount).toBe(0);
    const handing = { prescription, recipient: organizations.insertionCreuse };
    await play("association/hand-over-prescription", "claire", input(handing), "CONSENT_REQUIRED");
    const healthSupport = await supportOf(prescription);
    story.support = healthSupport;
    const waiting = await waitingOf("sophie");
    const { inboxItems } = await play(
      "association/mark-inbox-items-read",
      "sophie",
      input({ items: [waiting.node.id] }),
    );
    expect(inboxItems).toEqual([{ id: waiting.node.id, isRead: true }]);

    const act = { healthSupport, kind: "FIRST_INTERVIEW", minutes: 60, heldOn: today() };
    expect((await play("association/record-support-act", "claire", input(act))).healthSupport.status).toBe("STARTED");
    await play(
      "association/record-diagnosis",
      "claire",
      input({ healthSupport, establishedOn: today(), summary: "Sommeil difficile." }),
    );
    const words = await play("association/plan-words", "claire");
    expect(words.map(({ code }: { code: string }) => code)).toContain("TREATING_DOCTOR");
    const created = await play("association/create-health-action-plan", "claire", input({ healthSupport, goals }));
    story.plan = created.healthActionPlan.id;
    const revision = {
      healthActionPlan: story.plan,
      basedOnVersion: 1,
      goals,
      constraints: [{ label: "LIMITED_TRAVEL" }],
    };
    const { healthActionPlan } = await play("association/revise-plan", "claire", input(revision));
    const [step] = healthActionPlan.current.goals[0].steps;
    const change = { planStep: step.id, status: "IN_PROGRESS", version: step.version };
    expect((await play("association/change-plan-step-status", "claire", input(change))).planStep.status).toBe(
      "IN_PROGRESS",
    );

    const meeting = { healthSupport, requestKey: randomUUID(), startsAt: `${inMonths(-1)}T09:00:00Z` };
    const planned = await play("association/plan-appointment", "claire", input(meeting));
    expect((await play("association/appointments", "claire")).totalCount).toBe(1);
    const outcome = { appointment: planned.appointment.id, version: 1, outcome: "MISSED" };
    const noted = await play("association/record-appointment-outcome", "claire", input(outcome));
    expect(noted.appointment).toMatchObject({ status: "MISSED", history: [{}, {}] });
    const thresholds = { daysWithoutContact: 21, missedInARow: 1 };
    await play("association/set-rupture-thresholds", "claire", input(thresholds));
    expect((await play("referent/prescribed-rupture-alerts", "sophie")).edges).toMatchObject([
      { node: { kind: "MISSED_APPOINTMENTS", person: { id: people.amina }, prescription: { id: prescription } } },
    ]);
    const [{ node: alert }] = (await play("association/rupture-alerts", "claire")).edges;
    const { kind, latestFactAt } = alert;
    const decision = { healthSupport, kind, latestFactAt, nextAction: "CALL_PERSON", actBeforeOn: inMonths(1) };
    await play("association/acknowledge-rupture-alert", "claire", input(decision));
    const putOff = { appointment: planned.appointment.id, version: 2, requestKey: randomUUID() };
    const later = await play(
      "association/reschedule-appointment",
      "claire",
      input({ ...putOff, startsAt: `${inMonths(1)}T09:00:00Z` }),
    );
    const off = { appointment: later.appointment.id, version: 1, cancelledBy: "PROVIDER" };
    expect((await play("association/cancel-appointment", "claire", input(off))).appointment.cancelledBy).toBe(
      "PROVIDER",
    );

    const derived = await play("association/derive-plan-extract", "claire", input({ healthActionPlan: story.plan }));
    story.extract = derived.planExtract;
    const sending = { planExtract: story.extract.id, recipientOrganization: organizations.insertionDoubs };
    await play("association/transmit-plan-extract", "claire", input(sending), "CONSENT_REQUIRED");
    story.consent = await offer();
    const opened = await play("association/open-health-support", "claire", { id: healthSupport });
    expect(opened.healthActionPlan.extracts[0].contentHash).toBe(story.extract.contentHash);
    const inFhir = await play("association/health-action-plan-in-fhir", "claire", { id: healthSupport });
    expect(inFhir.healthActionPlan.fhir.entry[0].resource).toMatchObject({ resourceType: "CarePlan", id: story.plan });
  });

  test("of an association tells what its team did, in a report", async () => {
    const organization = organizations.association;
    const nurse = (await ask("claire", "{ viewer { professional { id } } }")).data.viewer.professional.id;
    const named = await play("association/name-sector", "claire", input({ organization, code: "NORD", label: "Nord" }));
    const sector = named.sector.id;
    expect((await play("association/sectors", "claire")).map(({ id }: { id: string }) => id)).toEqual([sector]);
    const placed = await play("association/assign-sector", "claire", input({ healthSupport: story.support, sector }));
    expect(placed.healthSupport.sector.label).toBe("Nord");
    const attended = { heldOn: today(), minutesPerAttendant: 90, attendants: [nurse] };
    const met = await play("association/record-network-meeting", "claire", input({ sector, ...attended }));
    expect(met.networkMeeting.attendants).toEqual([{ id: nurse, displayName: "claire (fictif)" }]);
    await play("association/record-supervision-session", "claire", input({ organization, ...attended }));
    const answers = { verySatisfied: 2, satisfied: 1, dissatisfied: 0, veryDissatisfied: 0 };
    await play("association/record-satisfaction", "claire", input({ sector, collectedOn: today(), ...answers }));
    const period = { organization, from: today(), to: today() };
    const report = await play("association/activity-report", "claire", { ...period, sector });
    expect(report).toMatchObject({ opened: 1, followed: 1, network: [{ meetings: 1 }], satisfaction: { answers: 3 } });
    expect(report.time.followUp.hours).toBe(1);
  });

  test("of a person lets her read what she is asked, decide, and see what was shown", async () => {
    const mistaken = await offer();
    expect((await play("association/cancel-consent", "claire", input({ consent: mistaken }))).consent.state).toBe(
      "ENTERED_IN_ERROR",
    );
    const unwanted = await offer();
    const { consents } = await play("person/my-consents", "amina");
    expect(consents.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([story.consent, unwanted]));
    story.firstConsent = consents.find(({ state }: { state: string }) => state === "ACTIVE").id;
    expect((await play("person/refuse-consent", "amina", input({ consent: unwanted }))).consent.state).toBe("REFUSED");

    const { notice, grants } = await play("person/open-consent", "amina", { id: story.consent });
    expect(notice.text).toContain("Vous décidez");
    expect((await play("person/current-notice", "amina")).contentHash).toBe(notice.contentHash);
    const approvals = [{ grant: grants[0].id, contentHash: grants[0].planExtract.contentHash }];
    const heard = await offer();
    const toHeard = await play("person/open-consent", "amina", { id: heard });
    const attestation = {
      consent: heard,
      noticeHash: notice.contentHash,
      approvals: [{ ...approvals[0], grant: toHeard.grants[0].id }],
      evidence: { kind: "ORAL_ATTESTED", isAssisted: true },
    };
    const attested = await play("association/attest-consent", "claire", input(attestation));
    expect(attested.consent).toMatchObject({
      state: "ACTIVE",
      evidence: [{ kind: "ORAL_ATTESTED", isAssisted: true }],
    });
    await play("person/withdraw-consent", "amina", input({ consent: heard }));
    const given = await play(
      "person/give-consent",
      "amina",
      input({ consent: story.consent, noticeHash: notice.contentHash, approvals }),
    );
    expect(given.consent.state).toBe("ACTIVE");
    const paused = await play("person/suspend-consent", "amina", input({ consent: story.consent }));
    expect(paused.consent).toMatchObject({ state: "SUSPENDED", noticeInForce: { text: notice.text } });
    const confirmation = { consent: story.consent, noticeHash: paused.consent.noticeInForce.contentHash };
    expect((await play("person/reconfirm-consent", "amina", input(confirmation))).consent.state).toBe("ACTIVE");
    const nearer = { consent: story.consent, notAfter: `${inMonths(5)}T00:00:00Z` };
    expect((await play("person/narrow-consent", "amina", input(nearer))).consent.version).toBe(3);

    const opposed = { requestKey: randomUUID(), organization: organizations.insertionCreuse };
    const { restriction } = await play("person/restrict-sharing", "amina", input(opposed));
    expect((await play("person/my-restrictions", "amina")).restrictions).toEqual([restriction]);
    await play("person/lift-restriction", "amina", input({ restriction: restriction.id }));

    const sending = { planExtract: story.extract.id, recipientOrganization: organizations.insertionDoubs };
    await play("association/transmit-plan-extract", "claire", input(sending));

    const authority = {
      requestKey: randomUUID(),
      person: people.amina,
      holderAccount: "development|guardian",
      holderName: "Mandataire fictif",
      kind: "CURATOR_ASSISTING",
      scope: ["MENTAL_HEALTH"],
      validTo: `${inMonths(6)}T00:00:00Z`,
      evidenceHash: "e".repeat(64),
    };
    const { proxyAuthority } = await play("association/record-proxy-authority", "sophie", input(authority));
    expect((await play("person/my-proxies", "amina")).proxyAuthorities).toHaveLength(1);
    expect((await play("person/held-authorities", "amina")).account).toBe("development|amina");
    await play("association/end-proxy-authority", "sophie", input({ authority: proxyAuthority.id }));

    expect((await play("person/my-appointments", "amina")).healthSupports[0].appointments).toHaveLength(2);
    expect((await play("person/my-prescriptions", "amina")).prescriptions).toHaveLength(1);
    const { planExtracts } = await play("person/my-plan-extracts", "amina");
    expect(planExtracts[0].transmissions).toHaveLength(1);
  });

  test("of a référent leads from the proposal to a contract renewed with its plan", async () => {
    const { edges } = await play("referent/plan-proposals", "karim");
    expect(edges[0].node).toMatchObject({ id: story.extract.id, person: { employmentContracts: [{ kind: "CER" }] } });
    const linking = {
      contract: contracts.amina,
      planExtract: story.extract.id,
      contentHash: story.extract.contentHash,
    };
    const linked = await play("referent/link-plan-extract", "karim", input(linking));
    expect(linked.employmentContract.planExtract.contentHash).toBe(story.extract.contentHash);
    const page = await play("referent/employment-contracts", "karim", { filter: { kind: "CER" } });
    expect(page.edges[0].node.planExtract.id).toBe(story.extract.id);
    const record = await play("referent/open-employment-contract-record", "karim", { id: contracts.amina });
    expect(record.versions.map(({ kind }: { kind: string }) => kind)).toEqual(["INITIAL", "RENEWAL"]);
    expect((await play("person/my-employment-contracts", "amina")).employmentContracts[0].planExtract.id).toBe(
      story.extract.id,
    );
    const unlinked = await play("referent/unlink-plan-extract", "karim", input({ contract: contracts.amina }));
    expect(unlinked.employmentContract.planExtract).toBeNull();

    expect((await play("referent/accompanied-persons", "karim")).totalCount).toBe(2);
    const terms = { endsOn: inMonths(6), weeklyHours: 15, commitments: ["Meet her référent each month"] };
    const opening = {
      requestKey: randomUUID(),
      person: people.amina,
      kind: "CONTRAT_ENGAGEMENT",
      startsOn: today(),
      terms,
      replaces: contracts.amina,
    };
    const { employmentContract } = await play("referent/open-employment-contract", "karim", input(opening));
    const contract = employmentContract.id;
    await play("referent/notify-orientation", "karim", input({ contract, orientationNotifiedOn: today() }));
    await play("referent/sign-employment-contract", "karim", input({ contract, signedOn: today() }));
    const amendment = {
      contract,
      version: 1,
      reason: "CHANGE_OF_GOAL",
      effectiveOn: today(),
      terms: { ...terms, weeklyHours: 18 },
    };
    expect(
      (await play("referent/amend-employment-contract", "karim", input(amendment))).employmentContract.version,
    ).toBe(2);
    const renewal = { contract, version: 2, terms: { ...terms, endsOn: inMonths(12) } };
    expect((await play("referent/renew-employment-contract", "karim", input(renewal))).employmentContract.version).toBe(
      3,
    );
    await play("referent/end-employment-contract", "karim", input({ contract, endedOn: today() }));
  });

  test("of a professional has her told by e-mail that something waits", async () => {
    const address = "sophie@cms.example";
    const { digest } = await play("association/request-digest", "sophie", input({ address, frequency: "WEEKLY" }));
    expect(digest).toEqual({ address, frequency: "WEEKLY", confirmedAt: null });
    await play("association/confirm-digest", "sophie", input({ code: "not-the-code" }), "BAD_USER_INPUT");
    expect(await play("association/my-digest", "sophie")).toEqual(digest);
    expect((await play("association/stop-digest", "sophie", input({ address }))).digest).toBeNull();
  });

  test("that ends something ends it", async () => {
    const wider = { ...consentFor(randomUUID()), replaces: story.consent };
    const { consent: successor } = await play("association/replace-consent", "claire", input(wider));
    expect(successor.replaces).toMatchObject({ id: story.consent, state: "ACTIVE" });
    const withdrawn = await play("person/withdraw-consent", "amina", input({ consent: story.consent }));
    expect(withdrawn.consent.state).toBe("WITHDRAWN");
    for (const source of ["registry", "social-services", "health-access", "employment-contracts"]) {
      const { id: _, ...records } = await play(`person/my-${source}-records`, "amina");
      expect(Object.values(records)).toEqual([expect.objectContaining({ totalCount: expect.any(Number) })]);
    }
    const invalid = { consent: story.firstConsent, reference: "DPO 2026/3" };
    expect((await play("officer/invalidate-consent", "nadia", input(invalid))).invalidatedConsent).toBe(
      story.firstConsent,
    );
    for (const [source, kind, days] of [
      ["health-access", "HEALTH_SUPPORT", 600],
      ["social-services", "SOCIAL_FILE", 400],
      ["employment-contracts", "EMPLOYMENT_CONTRACT", 1_000],
    ] as const) {
      const decided = await play(`officer/set-${source}-retention`, "nadia", input({ kind, days }));
      expect(decided.retentionPeriod).toMatchObject({ kind, days });
    }
    const periods = Object.values(await play("officer/retention", "nadia")) as { days: number }[];
    expect(periods.map(({ days }) => days)).toEqual([400]);
    const filter = { since: `${inMonths(-1)}T00:00:00Z`, until: `${inMonths(1)}T00:00:00Z` };
    const searched = await play("officer/organization-disclosures", "nadia", { filter });
    expect(searched.totalCount).toBe(searched.edges.length);
    const { disclosures } = await play("person/my-disclosures", "amina");
    expect(disclosures.edges.some(({ node }: { node: { isPermitted: boolean } }) => node.isPermitted)).toBe(true);
    const ending = { healthSupport: story.support, outcome: "GOALS_PARTLY_REACHED" };
    expect((await play("association/end-health-support", "claire", input(ending))).healthSupport.status).toBe("ENDED");
    const inFhir = await play("person/my-records-in-fhir", "amina");
    expect(inFhir.consents.map(({ fhir }: { fhir: { id: string } }) => fhir.id)).toContain(story.consent);
    expect((await play("referent/prescriptions-in-fhir", "sophie")).edges[0].node.fhir.resourceType).toBe("Bundle");
  });

  test("of a person who asks for a correction leads to an answer she reads in plain French", async () => {
    for (const [source, folder, who, kind, record] of [
      ["health-access", "association", "claire", "HealthSupport", story.support],
      ["social-services", "referent", "sophie", "SocialFile", "0f000000-0000-4000-8000-000000000001"],
      ["employment-contracts", "referent", "karim", "EmploymentContract", contracts.amina],
    ] as const) {
      const ask = () => {
        const content = { requestKey: randomUUID(), kind, record, statement: "La date est fausse." };
        return play(`person/request-${source}-rectification`, "amina", input(content));
      };
      const [accepted, refused] = [(await ask()).rectification.id, (await ask()).rectification.id];
      const { edges } = await play(`${folder}/${source}-rectifications`, who);
      expect(edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([accepted, refused]);
      await play(`${folder}/accept-${source}-rectification`, who, input({ rectification: accepted }));
      const refusal = { rectification: refused, reason: "La date est celle du registre." };
      await play(`${folder}/refuse-${source}-rectification`, who, input(refusal));
    }
    const answers = Object.values(await play("person/my-rectifications", "amina")).slice(1) as { sentence: string }[][];
    expect(answers.map((list) => list.map(({ sentence }) => sentence.includes("CNIL")))).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
  });

  test("of a person who asks for erasure tells her what became of her records", async () => {
    const { erasureRequest } = await play("person/request-erasure", "bruno", input({ requestKey: randomUUID() }));
    const { erasureRequests } = await play("person/my-erasures", "bruno");
    expect(erasureRequests[0].id).toBe(erasureRequest.id);
  });

  test("was played", () => {
    expect([...stored.keys()].filter((path) => !played.has(path))).toEqual([]);
  });
}
