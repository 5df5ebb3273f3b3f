import { randomUUID } from "node:crypto";
import { organizations, people } from "../../scripts/development/world.ts";
import { expectThat } from "../../scripts/journey/steps.ts";
import { inDays, inMonths, type Story, today } from "../../scripts/journey/story.ts";
import { askInTime } from "./ask-in-time.ts";
import { eventually } from "./eventually.ts";
import type { TestHub } from "./open-test-hub.ts";

const { association } = organizations;
const disciplines = ["NURSING", "PSYCHOLOGY"];

/** What happens to Amina after the care-and-consent story, until there is a record of each kind about her. */
export async function liveFurther(hub: TestHub, { support, person }: Story): Promise<void> {
  const act = async (who: string, name: string, input: Record<string, unknown>, shown = "") => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code message } } }`;
    const { data, errors } = await askInTime(hub.ask, who, query, { input });
    expectThat(!errors && data?.[name]?.userErrors.length === 0, `${name} to succeed`, { errors, data });
    return data[name];
  };
  const only = async (source: string, table: string): Promise<string> =>
    (await hub.sql(source, `select id from ${table} where person_id = ? limit 1`, [people.amina]))[0].id;

  await eventually(async () => (await hub.sql("health-access", "select from linked_plan")).length > 0);
  const meeting = { heldOn: today(), agreedOn: today(), agreementMedium: "PHONE", participants: [association] };
  const tasks = [{ organization: association, label: "Prendre rendez-vous.", dueOn: inMonths(1) }];
  const mandate = await only("social-services", "referent_mandate");
  const decided = { requestKey: randomUUID(), mandate, decisions: ["Se tenir au courant."], tasks };
  await act("sophie", "recordCoordinationMeeting", { ...meeting, ...decided });

  const inFile = { socialFile: await only("social-services", "social_file"), kind: "HOUSING" };
  const { barrier } = await act("sophie", "declareBarrier", inFile, "barrier { id }");
  await act("sophie", "recordHousingStage", { barrier: barrier.id, stage: "UNPAID_RENT" });
  const mediating = { barrier: barrier.id, kind: "LANDLORD_MEDIATION", dueOn: inMonths(1) };
  await act("sophie", "planBarrierAction", { ...mediating, requestKey: randomUUID() });

  for (const [source, kind, record] of [
    ["HealthAccess", "HealthSupport", support],
    ["SocialServices", "SocialFile", await only("social-services", "social_file")],
    ["EmploymentContracts", "EmploymentContract", person.contract],
  ] as const) {
    const words = { requestKey: randomUUID(), kind, record, statement: "Cela n'est pas exact." };
    await act("amina", `request${source}Rectification`, words);
  }

  const diagnosis = { healthSupport: support, summary: "Ensemble.", establishedOn: inDays(-1), disciplines };
  await act("claire", "recordDiagnosis", diagnosis);
  const opened = { kind: "RIGHTS_OPENING", openedRight: "CSS", heldOn: today(), minutes: 30 };
  await act("claire", "recordSupportAct", { healthSupport: support, ...opened });
  const moment = { healthSupport: support, moment: "ENTRY", assessedOn: today() };
  const said = { ...moment, scores: [{ scale: "MOBILITY", score: 7 }] };
  await act("claire", "recordSupportAssessment", { ...said, requestKey: randomUUID() });
  await act("claire", "signSupportAgreement", { healthSupport: support, signedOn: today(), startsOn: today() });

  const asking = {
    requestKey: randomUUID(),
    theme: "PSYCHOLOGY",
    question: "Vers quel soutien orienter un deuil récent ?",
  };
  const asked = { healthSupport: support, ...asking };
  const { adviceRequest } = await act("claire", "askAdvice", asked, "adviceRequest { id }");
  const text = "Un groupe de parole, puis un suivi si le sommeil ne revient pas.";
  await act("elise", "answerAdvice", { adviceRequest: adviceRequest.id, text });

  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const workshop = { theme: "RELAXATION", placeName: "Salle", communeCode: "25056", capacity: 2 };
  const session = { ...workshop, startsAt: at(60), endsAt: at(120) };
  const { workshopSession } = await act("claire", "planWorkshopSession", session, "workshopSession { id }");
  await act("claire", "registerForWorkshop", { session: workshopSession.id, healthSupport: support });

  const past = { requestKey: randomUUID(), healthSupport: support, startsAt: `${inMonths(-1)}T09:00:00Z` };
  const { appointment } = await act("claire", "planAppointment", past, "appointment { id version }");
  const missed = { appointment: appointment.id, version: appointment.version, outcome: "MISSED" };
  await act("claire", "recordAppointmentOutcome", missed);
  await act("claire", "setRuptureThresholds", { daysWithoutContact: 365, missedInARow: 1 });
  const alerts = await hub.ask("claire", "{ ruptureAlerts { edges { node { kind latestFactAt } } } }");
  const [{ node: alert }] = alerts.data.ruptureAlerts.edges;
  // Until today alone, so that the alert is silenced and comes again: both are records about her.
  await act("claire", "acknowledgeRuptureAlert", {
    healthSupport: support,
    ...alert,
    nextAction: "CALL_PERSON",
    actBeforeOn: today(),
  });
}
