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

  /** What a volunteer is asked and answers, and what is asked no more. */
  const advice = async (healthSupport: string): Promise<void> => {
    const asking = () => ({
      requestKey: randomUUID(),
      healthSupport,
      theme: "MDPH_FILE",
      question: "Quel certificat ?",
    });
    const { adviceRequest } = await play("association/ask-advice", "claire", input(asking()));
    const other = await play("association/ask-advice", "claire", input(asking()));
    await play("association/withdraw-advice-request", "claire", input({ adviceRequest: other.adviceRequest.id }));
    const { edges } = await play("association/advice-to-give", "elise");
    expect(edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([adviceRequest.id]);
    const answer = { adviceRequest: adviceRequest.id, text: "Celui du médecin traitant." };
    expect((await play("association/answer-advice", "elise", input(answer))).adviceRequest.status).toBe("ANSWERED");
    const given = await play("association/advice-requests", "claire", { status: "ANSWERED" });
    expect(given.edges).toMatchObject([
      { node: { answers: [{ text: answer.text }], healthSupport: { id: healthSupport } } },
    ]);
    const { healthSupports } = await play("person/my-advice", "amina");
    expect(healthSupports[0].adviceRequests).toMatchObject([{ status: "ANSWERED" }, { status: "WITHDRAWN" }]);
  };

  /** A session that has begun, to which the person comes and one who stays anonymous; and another that is given up. */
  const workshop = async (healthSupport: string): Promise<void> => {
    const around = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const held = { theme: "PARENTING", placeName: "Salle des Tests", communeCode: "25056", capacity: 2 };
    const planning = { ...held, startsAt: around(-1), endsAt: around(1) };
    const planned = await play("association/plan-workshop-session", "claire", input(planning));
    const session = planned.workshopSession.id;
    const coming = { session, healthSupport };
    const first = await play("association/register-for-workshop", "claire", input(coming));
    const registration = { registration: first.workshopRegistration.id };
    await play("association/cancel-workshop-registration", "claire", input(registration));
    const again = await play("association/register-for-workshop", "claire", input(coming));
    await play("association/set-anonymous-places", "claire", input({ session, places: 1 }));
    const came = { registration: again.workshopRegistration.id, attendance: "KEPT" };
    await play("association/record-workshop-attendance", "claire", input(came));
    const { edges } = await play("association/workshop-sessions", "claire");
    expect(edges[0].node).toMatchObject({ placesLeft: 0, registrations: [{ status: "CANCELLED" }, { number: 2 }] });
    const { workshopRegistrations } = await play("person/my-workshops", "amina");
    expect(workshopRegistrations.map(({ status }: { status: string }) => status)).toEqual(["CANCELLED", "REGISTERED"]);
    await play("association/cancel-workshop-session", "claire", input({ session }));
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
    // A Tuesday at ten.
    const open = await play("partner/what-is-open", "leo", {
      near: { communeCode: besancon.code },
      at: "2026-12-01T09:00:00Z",
    });
    expect(open.edges.length).toBeGreaterThan(0);
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
      input({
        healthSupport,
        establishedOn: today(),
        summary: "Sommeil difficile.",
        disciplines: ["NURSING", "PSYCHOLOGY"],
      }),
    );
    const agreed = { healthSupport, signedOn: today(), startsOn: today() };
    const { supportAgreement } = await play("association/sign-support-agreement", "claire", input(agreed));
    const further = { supportAgreement: supportAgreement.id, signedOn: today() };
    await play("association/renew-support-agreement", "claire", input(further), "BAD_USER_INPUT");
    const step = { healthSupport, kind: "RIGHTS_OPENING", minutes: 45, heldOn: today(), openedRight: "CSS" };
    expect((await play("association/record-support-act", "claire", input(step))).supportAct.openedRight).toBe("CSS");
    const assessed = { healthSupport, moment: "ENTRY", assessedOn: today() };
    const said = { ...assessed, requestKey: randomUUID(), scores: [{ scale: "MOBILITY", score: 4 }] };
    await play("association/record-support-assessment", "claire", input(said));
    expect(await play("association/evaluate-health-support", "claire", { id: healthSupport })).toMatchObject({
      missions: { careEntry: { firstInterviewOn: today() }, evaluation: { assessedAtEntryOn: today() } },
      adherence: { rightsOpened: 1 },
      effects: [{ scale: "MOBILITY", first: 4, last: null }],
    });
    const progress = await play("person/my-progress", "amina");
    expect(progress.healthSupports).toMatchObject([{ effects: [{ first: 4 }] }]);
    const { edges: evaluated } = await play("referent/prescription-barriers", "sophie");
    expect(evaluated).toContainEqual({
      node: expect.objectContaining({ id: prescription, barriers: expect.objectContaining({ lifted: 0 }) }),
    });
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
    const [planStep] = healthActionPlan.current.goals[0].steps;
    const change = { planStep: planStep.id, status: "IN_PROGRESS", version: planStep.version };
    expect((await play("association/change-plan-step-status", "claire", input(change))).planStep.status).toBe(
      "IN_PROGRESS",
    );

    await advice(healthSupport);
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
    await workshop(healthSupport);
    const terms = {
      source: organizations.insertionDoubs,
      recipient: organizations.association,
      purpose: "CARE_ACCESS_COORDINATION",
      category: "CONTRACT_TERMS",
      operations: ["READ"],
    };
    const asking = { requestKey: randomUUID(), person: people.amina, grants: [terms] };
    const asked = await play("association/draft-consent", "claire", input(asking));
    expect(asked.consent.grants[0].source.id).toBe(organizations.insertionDoubs);
    const whole = await play("association/global-view-of-a-person", "claire", { person: people.amina });
    expect(whole).toMatchObject({ givenName: "Amina", healthSupports: [{ status: "STARTED" }] });
    const inFhir = await play("association/health-action-plan-in-fhir", "claire", { id: healthSupport });
    expect(inFhir.healthActionPlan.fhir.entry[0].resource).toMatchObject({ resourceType: "CarePlan", id: story.plan });
  });

  test("of a health centre leads from a training session to who came", async () => {
    const around = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const held = { theme: "L'addictologie pour tous", placeName: "Salle des Tests", capacity: 1 };
    const times = { startsAt: around(-1), endsAt: around(10) };
    const content = { ...held, ...times, openTo: [organizations.medicoSocialCentre] };
    const { trainingSession } = await play("association/plan-training-session", "claire", input(content));
    const session = trainingSession.id;
    const first = await play("association/register-for-training", "elise", input({ session }));
    const next = await play("association/register-for-training", "sophie", input({ session }));
    expect(next.trainingRegistration).toMatchObject({ number: 2, status: "WAITING" });
    const leaving = { registration: first.trainingRegistration.id };
    await play("association/cancel-training-registration", "elise", input(leaving));
    const came = { registration: next.trainingRegistration.id, attendance: "KEPT" };
    await play("association/record-training-attendance", "claire", input(came));
    const { edges } = await play("association/training-sessions", "claire");
    expect(edges).toMatchObject([{ node: { placesLeft: 0 } }]);
    const attendance = await play("association/training-attendance", "claire");
    const names = {
      professional: { displayName: "sophie (fictif)" },
      comesFor: { id: organizations.medicoSocialCentre },
    };
    const registrations = [{ status: "CANCELLED" }, { status: "REGISTERED", attendance: "KEPT", ...names }];
    expect(attendance.edges).toMatchObject([{ node: { registrations } }]);
    await play("association/cancel-training-session", "claire", input({ session }));
  });

  test("of a mobile team leads from a round to what everybody finds on its day", async () => {
    const day = inMonths(1);
    const plan = (hour: string) => ({
      placeName: "Place des Tests",
      communeCode: "25056",
      startsAt: `${day}T${hour}:00:00Z`,
      endsAt: `${day}T${hour}:30:00Z`,
      services: ["LISTENING"],
      isAtPartnerPremises: false,
    });
    const planned = await play("association/plan-round", "claire", input({ teamName: "Équipe mobile", heldOn: day }));
    const round = planned.mobileRound.id;
    const { roundStop } = await play("association/add-stop", "claire", input({ round, plan: plan("09") }));
    const moving = { stop: roundStop.id, version: roundStop.version, plan: plan("10") };
    expect((await play("association/move-stop", "claire", input(moving))).roundStop.version).toBe(2);
    const { edges } = await play("association/mobile-rounds", "claire");
    expect(edges[0].node.stops).toHaveLength(1);
    const asked = { near: { communeCode: "25056" }, day };
    let found = await play("partner/what-is-offered-on-a-day", "leo", asked);
    for (let attempt = 0; attempt < 100 && found.totalCount === 0; attempt++) {
      await pause(100);
      found = await play("partner/what-is-offered-on-a-day", "leo", asked);
    }
    expect(found.edges[0].node.place.commune.name).toBe("Besançon");
    await play("association/cancel-stop", "claire", input({ stop: roundStop.id, reason: "WEATHER" }));
    const { startsAt, endsAt, ...place } = plan("09");
    const stops = [{ ...place, startTime: "09:00", endTime: "10:00", fee: "GRATUIT" }];
    const series = { teamName: "Équipe du jeudi", startsOn: day, until: inMonths(2), stops, requestKey: randomUUID() };
    const { roundSeries } = await play("association/plan-recurring-rounds", "claire", input(series));
    expect(roundSeries.rounds.length).toBeGreaterThan(3);
    const giving = { roundSeries: roundSeries.id, from: day, reason: "OTHER" };
    await play("association/cancel-recurring-rounds", "claire", input(giving));
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
    const mistaken = { kind: "NETWORK_MEETING", record: met.networkMeeting.id, reason: "Une autre durée." };
    await play("association/cancel-activity-record", "claire", input(mistaken));
    await play("association/record-network-meeting", "claire", input({ sector, ...attended, minutesPerAttendant: 60 }));
    expect((await play("association/cancelled-activity-records", "claire")).totalCount).toBe(1);
    const recorded = await play("association/activity-records", "claire");
    expect(recorded.edges).toMatchObject([{ node: { minutesPerAttendant: 60, sector: { label: "Nord" } } }]);
    const period = { organization, from: "2026-01-01", to: inMonths(1) };
    const report = await play("association/activity-report", "claire", { ...period, sector });
    expect(report).toMatchObject({ opened: 1, followed: 1, network: [{ meetings: 1 }], satisfaction: { answers: 3 } });
    expect(report.time.followUp.hours).toBe(1.75);
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

    const inviting = { requestKey: randomUUID(), organization: organizations.association };
    const invited = await play("person/invite-to-accompany", "amina", input(inviting));
    const { id: invitation } = await play("association/find-invitation", "claire", {
      code: invited.accompanimentInvitation.code,
    });
    const joined = await play("association/join-accompaniment", "claire", input({ invitation }));
    const onward = { requestKey: randomUUID(), person: people.amina, organization: organizations.insertionDoubs };
    const agreed = { ...onward, basis: "MANDATE", agreedOn: today() };
    await play("association/invite-another", "claire", input(agreed));
    const leaving = { accompaniment: joined.accompaniment.id, reason: "GOALS_REACHED" };
    await play("association/end-own-accompaniment", "claire", input(leaving));
    await play("person/end-accompaniment", "amina", input({ accompaniment: joined.accompaniment.id }));
    const { accompaniments, accompanimentInvitations } = await play("person/my-accompaniments", "amina");
    expect(accompanimentInvitations.map(({ id }: { id: string }) => id)).toContain(invitation);
    expect(accompaniments.map(({ endReason }: { endReason: string | null }) => endReason)).toEqual([
      null,
      null,
      "GOALS_REACHED",
    ]);

    const signed = {
      requestKey: randomUUID(),
      name: "Référent de parcours",
      startsOn: today(),
      endsOn: inMonths(18),
      fullTimeEquivalents: 1,
      territoryCodes: ["25"],
      fundings: [
        { funder: "Département", amountCents: 5_000_000, funderOrganization: organizations.insertionDoubs },
        { funder: "Département", amountCents: 3_000_000, condition: "Bilan rendu et objectifs atteints." },
      ],
      targets: [{ kind: "PEOPLE_ACCOMPANIED", expected: 40 }],
    };
    const { convention } = await play("association/record-convention", "sophie", input(signed));
    await play("association/confirm-funding-condition", "sophie", input({ funding: convention.fundings[1].id }));
    await play(
      "association/count-convention-target",
      "sophie",
      input({ target: convention.targets[0].id, counted: 10 }),
    );
    const { edges: conventions } = await play("association/conventions", "sophie");
    expect(conventions[0].node).toMatchObject({ securedAmountCents: 8_000_000, targets: [{ reachedPercent: 25 }] });

    expect((await play("association/funded-conventions", "karim")).totalCount).toBe(1);

    const { referentMandate } = await play("referent/coordinate", "sophie", { person: people.amina });
    expect(referentMandate).toMatchObject({
      viewerCanEnd: true,
      interveners: [
        { basis: "MANDATE", isBasisConfirmed: true },
        { basis: "MANDATE", isBasisConfirmed: false },
        { basis: "CONSENT", isBasisConfirmed: true, endReason: "GOALS_REACHED" },
      ],
    });
    const meeting = {
      requestKey: randomUUID(),
      mandate: referentMandate.id,
      heldOn: today(),
      agreedOn: today(),
      agreementMedium: "IN_PERSON",
      participants: [organizations.association],
      decisions: ["Se revoir dans un mois."],
      tasks: [{ organization: organizations.medicoSocialCentre, label: "Appeler la CPAM.", dueOn: inMonths(1) }],
    };
    const { coordinationMeeting } = await play("referent/record-coordination-meeting", "sophie", input(meeting));
    const [task] = coordinationMeeting.tasks;
    const worklist = await play("association/coordination-tasks", "sophie");
    expect(worklist.edges[0].node).toMatchObject({
      id: task.id,
      viewerCanComplete: true,
      person: { givenName: "Amina" },
    });
    await play("association/complete-coordination-task", "sophie", input({ task: task.id }));
    const { coordinationMeetings } = await play("person/my-coordination", "amina");
    expect(coordinationMeetings[0].tasks[0].doneOn).toBe(today());
    const asAgreed = { agreedOn: today(), agreementMedium: "IN_PERSON" };
    const taking = { mandate: referentMandate.id, organization: organizations.medicoSocialCentre, ...asAgreed };
    const handed = await play("referent/hand-over-referent-mandate", "sophie", input(taking));
    expect(handed.ended).toMatchObject({ id: referentMandate.id, endReason: "HANDED_OVER" });
    const ending = { mandate: handed.referentMandate.id, reason: "GOALS_REACHED" };
    const left = await play("referent/end-referent-mandate", "sophie", input(ending));
    expect(left.referentMandate).toMatchObject({ endedOn: today() });
    await play("referent/give-referent-mandate", "sophie", input({ person: people.amina, ...asAgreed }));

    const declared = `mutation { declareBarrier(input: { socialFile: "0f000000-0000-4000-8000-000000000001", kind: HOUSING }) { barrier { id } } }`;
    const { barrier } = (await ask("sophie", declared)).data.declareBarrier;
    const acting = { barrier: barrier.id, kind: "FSL_APPLICATION", dueOn: inMonths(1), requestKey: randomUUID() };
    await play("referent/plan-barrier-action", "sophie", input(acting));
    const late = await play(
      "referent/record-housing-stage",
      "sophie",
      input({ barrier: barrier.id, stage: "UNPAID_RENT" }),
    );
    expect(late.barrier).toMatchObject({ housingStages: [{ stage: "UNPAID_RENT" }], actions: [{ status: "PLANNED" }] });
    const { socialFiles } = await play("association/barriers-of-a-person", "sophie", { person: people.amina });
    expect(socialFiles[0].viewerCanRecord).toBe(true);
    const [{ node: action }] = (await play("association/barrier-actions", "sophie")).edges;
    expect((await play("person/my-barrier-actions", "amina")).totalCount).toBe(1);
    const over = { barrierAction: action.id, version: action.version, status: "DONE" };
    await play("association/change-barrier-action-status", "sophie", input(over));

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
    // Nothing newer was sent: what is to be updated is another journey's.
    expect(await play("referent/plan-updates", "karim")).toMatchObject({ totalCount: 0, edges: [] });
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
    const { edges: mine } = await play("person/my-contracts-to-sign", "amina");
    const [{ node: toSign }] = mine;
    expect(toSign).toMatchObject({ id: contract, daysToSign: expect.any(Number), viewerMay: ["SIGN"] });
    const hers = { contract, version: 1, textHash: toSign.awaitingVersion.textHash };
    expect(
      (await play("person/sign-my-contract-version", "amina", input(hers))).employmentContract.signedOn,
    ).toBeNull();
    const counts = await play("referent/employment-contract-worklists", "karim");
    expect(counts).toContainEqual({ worklist: "TO_SIGN", count: 1 });
    const list = await play("referent/employment-contract-worklist", "karim", { worklist: "TO_SIGN" });
    expect(list.edges[0].node.awaitingVersion.awaitedParties).toEqual(["ORGANIZATION"]);
    const both = await play("referent/sign-contract-version", "karim", input(hers));
    expect(both.employmentContract.signedOn).toBe(today());
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
    const paper = { contract, version: 2, signedOn: today() };
    await play("referent/sign-employment-contract", "karim", input(paper));
    const renewal = { contract, version: 2, terms: { ...terms, endsOn: inMonths(12) } };
    const renewed = (await play("referent/renew-employment-contract", "karim", input(renewal))).employmentContract;
    expect(renewed.version).toBe(3);
    const { textHash } = renewed.awaitingVersion;
    const byHand = { medium: "ON_PAPER", signedOn: today(), documentHash: "d".repeat(64) };
    await play("referent/record-contract-signature", "karim", input({ contract, version: 3, textHash, ...byHand }));
    await play("referent/record-contract-review", "karim", input({ contract, reviewedOn: today() }));
    const history = await play("referent/contract-history", "karim", { person: people.amina });
    expect(history.employmentContractHistory.map(({ kind }: { kind: string }) => kind)).toContain("AMENDED");
    expect((await play("person/my-contract-history", "amina")).employmentContractHistory).toEqual(
      history.employmentContractHistory,
    );
    const shorter = { ...amendment, version: 3, reason: "EARLIER_END" };
    await play("referent/amend-employment-contract", "karim", input(shorter));
    const back = await play("referent/give-up-contract-version", "karim", input({ contract, version: 4 }));
    expect(back.employmentContract.awaitingVersion).toBeNull();
    const opened = { name: "CEO", kind: "CONTRAT_ENGAGEMENT", durationsInMonths: [6, 12] };
    const { contractType } = await play("referent/open-contract-type", "karim", input(opened));
    expect(await play("referent/contract-types", "karim")).toHaveLength(1);
    await play("referent/close-contract-type", "karim", input({ contractType: contractType.id }));
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
    const areas = [{ kind: "DEPARTMENT", code: "25" }];
    const territory = input({ organization: organizations.association, areas });
    expect((await play("officer/record-organization-territory", "nadia", territory)).organization).toMatchObject({
      territory: [{ code: "25" }],
      territoryRecords: [{ areas: [{ code: "25" }] }],
    });
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
