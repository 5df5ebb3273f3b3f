import { randomUUID } from "node:crypto";
import { isObjectType } from "graphql";
import type { Rule } from "../../../kit/decision.ts";
import { readRule } from "../../../kit/rule-directive.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { careAndConsent } from "../../../scripts/journey/care-and-consent.ts";
import type { Ask } from "../../../scripts/journey/hub-client.ts";
import { expectThat, play } from "../../../scripts/journey/steps.ts";
import { inDays, inMonths, newStory, today } from "../../../scripts/journey/story.ts";
import type { Draw } from "../../gateway/engine/support/draws.ts";
import { askInTime } from "../../support/ask-in-time.ts";
import { eventually } from "../../support/eventually.ts";
import { insertRows } from "../../support/insert-rows.ts";
import type { TestHub } from "../../support/open-test-hub.ts";
import { schemaOf } from "./personal-columns.ts";

const { medicoSocialCentre, association, insertionDoubs, insertionCreuse, partner } = organizations;
const holders = [medicoSocialCentre, association, insertionDoubs];

/** Lives lived as far as leaves something in nearly every column, by the acts of the cast alone; then some are trusted. */
export async function liveOn(hub: TestHub, draw: Draw): Promise<void> {
  const ask: Ask = (...question) => askInTime(hub.ask, ...question);
  const amina = newStory(ask);
  const bruno = newStory(ask, "bruno");
  for (const story of [amina, bruno]) await play(careAndConsent, story, () => undefined);
  await eventually(async () => (await hub.sql("health-access", "select from linked_plan")).length === 2);
  const act = async (who: string, name: string, input: Record<string, unknown>, shown = "") => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code message } } }`;
    const { data, errors } = await ask(who, query, { input });
    const payload = data?.[name];
    expectThat(!errors && payload?.userErrors.length === 0, `${name} to succeed`, { errors, payload });
    return payload;
  };
  const idOf = async (source: string, table: string, person: string) =>
    (await hub.sql(source, `select id from ${table} where person_id = ? order by id limit 1`, [person]))[0].id;
  const socialFile = await idOf("social-services", "social_file", people.amina);
  const request = { socialFile, kind: "RQTH", state: "INVESTIGATION_ONGOING" };
  await act("sophie", "requestDisabilityRight", request);
  const mandate = await idOf("social-services", "referent_mandate", people.amina);
  const meeting = {
    requestKey: randomUUID(),
    mandate,
    heldOn: today(),
    agreedOn: today(),
    agreementMedium: "IN_PERSON",
    participants: [association],
    decisions: ["Chacun tient les autres au courant."],
    tasks: [{ organization: association, label: "Prendre rendez-vous.", dueOn: inMonths(1) }],
  };
  await act("sophie", "recordCoordinationMeeting", meeting);
  await act("sophie", "completeCoordinationTask", {
    task: await idOf("social-services", "coordination_task", people.amina),
    doneOn: today(),
  });
  await act("sophie", "endReferentMandate", { mandate, reason: "MOVED_AWAY", endedOn: today() });
  const given = { person: people.amina, areaCodes: ["25056"], agreedOn: today(), agreementMedium: "PHONE" };
  await act("sophie", "giveReferentMandate", given);
  const { barrier } = await act("sophie", "declareBarrier", { socialFile, kind: "HOUSING" }, "barrier { id }");
  await act("sophie", "recordHousingStage", { barrier: barrier.id, stage: "COMMANDEMENT_DE_PAYER" });
  const tasked = { barrier: barrier.id, assignee: association, dueOn: inMonths(1) };
  for (const label of ["Appeler le bailleur.", "Visiter le logement."]) {
    const acting = { requestKey: randomUUID(), ...tasked, kind: "LANDLORD_MEDIATION", label };
    await act("sophie", "planBarrierAction", acting);
    const over = { barrierAction: acting.requestKey, version: 1, status: "ABANDONED", reason: "Le bailleur a vendu." };
    if (label === "Appeler le bailleur.") await act("sophie", "changeBarrierActionStatus", over);
  }
  const begun = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const workshop = { theme: "CHRONIC_PAIN", placeName: "Place", communeCode: "25056", capacity: 2 };
  const held = { ...workshop, startsAt: begun(-1), endsAt: begun(1) };
  const { workshopSession } = await act("claire", "planWorkshopSession", held, "workshopSession { id }");
  for (const { support: healthSupport } of [amina, bruno]) {
    const coming = { session: workshopSession.id, healthSupport };
    const { workshopRegistration } = await act("claire", "registerForWorkshop", coming, "workshopRegistration { id }");
    await act("claire", "recordWorkshopAttendance", { registration: workshopRegistration.id, attendance: "KEPT" });
  }
  const together = { summary: "Ensemble.", establishedOn: inDays(-1), disciplines: ["NURSING", "PSYCHOLOGY"] };
  for (const { support: healthSupport } of [amina, bruno]) {
    await act("claire", "recordDiagnosis", { healthSupport, ...together });
    await act("claire", "signSupportAgreement", { healthSupport, signedOn: today(), startsOn: today() });
    const opened = { kind: "RIGHTS_OPENING", openedRight: "CSS", heldOn: today(), minutes: 25 };
    await act("claire", "recordSupportAct", { healthSupport, ...opened });
    const said = { healthSupport, moment: "ENTRY", assessedOn: today(), scores: [{ scale: "MOBILITY", score: 7 }] };
    const heard = { ...said, requestKey: randomUUID() };
    const first = await act("claire", "recordSupportAssessment", heard, "supportAssessment { id }");
    const correcting = { corrects: first.supportAssessment.id, requestKey: randomUUID() };
    await act("claire", "recordSupportAssessment", { ...said, ...correcting });
  }
  for (const { support: healthSupport } of [amina, bruno]) {
    const asking = { requestKey: randomUUID(), healthSupport, theme: "ADDICTION", question: "Que proposer ?" };
    const { adviceRequest } = await act("claire", "askAdvice", asking, "adviceRequest { id }");
    await act("elise", "answerAdvice", { adviceRequest: adviceRequest.id, text: "Un accueil de jour." });
  }
  const toCare = { healthSupport: bruno.support, accompaniedBy: "PROFESSIONAL", careOffer: "fictif--canary" };
  const past = { ...toCare, requestKey: randomUUID(), startsAt: `${inMonths(-2)}T09:00:00Z` };
  const { appointment } = await act("claire", "planAppointment", past, "appointment { id version }");
  const missed = { appointment: appointment.id, version: appointment.version, outcome: "MISSED" };
  await act("claire", "recordAppointmentOutcome", missed);
  await act("claire", "setRuptureThresholds", { daysWithoutContact: 365, missedInARow: 1 });
  const alerts = await hub.ask("claire", "{ ruptureAlerts { edges { node { kind latestFactAt } } } }");
  const [{ node: alert }] = alerts.data!.ruptureAlerts.edges;
  const decision = { healthSupport: bruno.support, ...alert, nextAction: "CALL_PERSON", actBeforeOn: today() };
  await act("claire", "acknowledgeRuptureAlert", decision);
  const putOff = {
    appointment: appointment.id,
    version: 2,
    requestKey: randomUUID(),
    startsAt: `${inMonths(2)}T09:00:00Z`,
  };
  const later = await act("claire", "rescheduleAppointment", putOff, "appointment { id version }");
  const off = { appointment: later.appointment.id, version: 1, cancelledBy: "PROVIDER" };
  await act("claire", "cancelAppointment", off);
  const northern = { organization: association, code: "NORD", label: "Nord" };
  const { sector } = await act("claire", "nameSector", northern, "sector { id }");
  await act("claire", "assignSector", { healthSupport: bruno.support, sector: sector.id });
  const visit = { healthSupport: bruno.support, kind: "HOME_VISIT", heldOn: today(), minutes: 45, travelMinutes: 35 };
  await act("claire", "recordSupportAct", visit);
  await act("claire", "endHealthSupport", { healthSupport: bruno.support, outcome: "GOALS_PARTLY_REACHED" });
  const terms = { endsOn: inMonths(6), weeklyHours: 15, isHoursAdjusted: false, commitments: ["Meet each month"] };
  const opening = {
    requestKey: randomUUID(),
    person: people.amina,
    kind: "CONTRAT_ENGAGEMENT",
    startsOn: today(),
    orientationNotifiedOn: today(),
    replaces: amina.person.contract,
    terms,
  };
  const shown = "employmentContract { id awaitingVersion { textHash } }";
  const { employmentContract } = await act("karim", "openEmploymentContract", opening, shown);
  const contract = employmentContract.id;
  const toSign = { contract, version: 1, textHash: employmentContract.awaitingVersion.textHash };
  const byHand = { signedOn: today(), medium: "ON_PAPER", documentHash: "d".repeat(64) };
  await act("karim", "recordContractSignature", { ...toSign, ...byHand });
  await act("karim", "signContractVersion", toSign);
  await act("karim", "recordContractReview", { contract, reviewedOn: today() });
  for (const [source, who, kind, record] of [
    ["HealthAccess", "claire", "HealthSupport", amina.support],
    ["SocialServices", "sophie", "SocialFile", socialFile],
    ["EmploymentContracts", "karim", "EmploymentContract", amina.person.contract],
  ] as const) {
    const correcting = { requestKey: randomUUID(), kind, record, statement: "Cela n'est pas exact." };
    const asked = await act("amina", `request${source}Rectification`, correcting, "rectification { id }");
    const refusing = { rectification: asked.rectification.id, reason: "Cela est exact." };
    await act(who, `refuse${source}Rectification`, refusing);
  }
  const grants = [
    {
      recipient: insertionDoubs,
      purpose: "CONTRACT_INTEGRATION",
      category: "EMPLOYMENT_EXTRACT",
      operations: ["READ"],
      resource: bruno.extract.id,
      contentHash: bruno.extract.contentHash,
    },
  ];
  const drafting = { requestKey: randomUUID(), person: people.bruno, grants };
  const { consent } = await act("claire", "draftConsent", drafting, "consent { id }");
  await act("claire", "offerConsent", { consent: consent.id });
  await act("bruno", "refuseConsent", { consent: consent.id });
  const { consent: signed } = await act(
    "claire",
    "draftConsent",
    { ...drafting, requestKey: randomUUID() },
    "consent { id grants { id } }",
  );
  await act("claire", "offerConsent", { consent: signed.id });
  const [notice] = await hub.sql(
    "consent",
    "select n.content_hash from consent c join notice n on n.id = c.notice_id where c.id = ?",
    [signed.id],
  );
  const approvals = [{ grant: signed.grants[0].id, contentHash: bruno.extract.contentHash }];
  const evidence = { kind: "PAPER_SIGNED", artefactHash: "c".repeat(64) };
  await act("claire", "attestConsent", { consent: signed.id, noticeHash: notice.content_hash, approvals, evidence });
  const standing = {
    holderAccount: "development|guardian",
    holderName: "Mandataire fictive",
    kind: "CURATOR_ASSISTING",
    scope: ["MENTAL_HEALTH"],
  };
  const named = { person: people.bruno, validTo: `${inMonths(6)}T00:00:00Z`, evidenceHash: "e".repeat(64) };
  const recording = { requestKey: randomUUID(), ...standing, ...named };
  const { proxyAuthority } = await act("claire", "recordProxyAuthority", recording, "proxyAuthority { id }");
  await act("claire", "endProxyAuthority", { authority: proxyAuthority.id });
  await insertRows(hub, "consent", "erasure_request", [
    { id: randomUUID(), person_id: people.bruno, requested_at: new Date() },
  ]);
  const opposed = { category: "ADDICTION", role: "DIRECTORY_EDITOR", endsAt: `${inMonths(6)}T00:00:00Z` };
  await act("bruno", "restrictSharing", { ...opposed, requestKey: randomUUID() });
  const inviting = { requestKey: randomUUID(), organization: association, communeCode: "25056" };
  await act("amina", "inviteToAccompany", { requestKey: randomUUID() });
  const toJoin = await act("bruno", "inviteToAccompany", inviting, "accompanimentInvitation { id }");
  const invitation = toJoin.accompanimentInvitation.id;
  const joined = await act("claire", "joinAccompaniment", { invitation }, "accompaniment { id }");
  const asked = { person: people.bruno, organization: insertionDoubs, agreedOn: today() };
  for (let times = 0; times < 2; times += 1)
    await act("claire", "inviteToAccompany", { ...asked, requestKey: randomUUID() });
  await act("claire", "endAccompaniment", { accompaniment: joined.accompaniment.id, reason: "GOALS_REACHED" });
  const rules = rulesInForce();
  await trust(hub, people.bruno, insertionCreuse, "INSERTION_REFERENT", rules);
  const some = rules.filter(() => draw(2) === 0);
  await trust(hub, people.amina, partner, "PARTNER_DEVELOPER", some);
}

/** Every rule some coordinate of the hub carries. */
export function rulesInForce(): Rule[] {
  const rules = new Map<string, Rule>();
  for (const type of Object.values(schemaOf("supergraph").getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const element of [type, ...Object.values(type.getFields())]) {
      const rule = readRule(element, "consent");
      if (rule) rules.set(`${rule.category} ${rule.purpose}`, rule);
    }
  }
  return [...rules.values()];
}

/** A person lets an organisation read what she is told of here, wherever it is held. */
async function trust(hub: TestHub, person: string, grantee: string, role: string, rules: readonly Rule[]) {
  const [notice] = await hub.sql("consent", "select id from notice limit 1");
  const [from, to] = [new Date(Date.now() - 60_000), new Date(Date.now() + 86_400_000)];
  const consent = randomUUID();
  await insertRows(hub, "consent", "consent", [
    {
      id: consent,
      person_id: person,
      organization_id: association,
      state: "DRAFT",
      notice_id: notice.id,
      not_after: to,
    },
  ]);
  const pairs = holders.flatMap((holder) => rules.map((rule) => ({ holder, ...rule })));
  await insertRows(
    hub,
    "consent",
    "data_sharing_agreement",
    pairs.map(({ holder, category, purpose }) => ({
      id: randomUUID(),
      source_organization_id: holder,
      grantee_organization_id: grantee,
      purposes: [purpose],
      categories: [category],
      roles: [role],
      valid_from: from,
      valid_to: to,
    })),
  );
  await insertRows(
    hub,
    "consent",
    "consent_grant",
    pairs.map(({ holder, category, purpose }) => ({
      id: randomUUID(),
      consent_id: consent,
      person_id: person,
      organization_id: association,
      source_organization_id: holder,
      grantee_organization_id: grantee,
      grantee_roles: [role],
      purpose,
      category,
      operations: ["READ"],
      not_before: from,
      not_after: to,
    })),
  );
  await hub.sql("consent", "update consent set state = 'ACTIVE', offered_at = ?, given_at = ? where id = ?", [
    from,
    from,
    consent,
  ]);
}
