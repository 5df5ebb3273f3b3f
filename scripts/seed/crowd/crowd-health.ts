import type { EntityManager } from "@mikro-orm/postgresql";
import { Diagnosis } from "../../../subgraphs/health-access/entities/diagnosis.ts";
import { HealthSupport } from "../../../subgraphs/health-access/entities/health-support.ts";
import { SupportAct } from "../../../subgraphs/health-access/entities/support-act.ts";
import { disciplines } from "../../../subgraphs/health-access/policies/agreement-period.ts";
import { type SupportActKind, supportOutcomes } from "../../../subgraphs/health-access/policies/support-words.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo } from "../days.ts";
import { addAdvice } from "./crowd-advice.ts";
import { addAgreements } from "./crowd-agreements.ts";
import { addAppointments } from "./crowd-appointments.ts";
import { addAssessments } from "./crowd-assessments.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { addPlan } from "./crowd-plans.ts";
import { addRounds } from "./crowd-rounds.ts";
import { addTeam, sectors } from "./crowd-team.ts";
import { addWorkshops } from "./crowd-workshops.ts";
import { nth, words } from "./lists.ts";
import { type SupportPast, supportPastOf } from "./support-past.ts";

const { medicoSocialCentre, association } = organizations;
const AUTHOR = "development|claire";
/** What is done with each: on which day of the support, and for how many minutes, there and on the way. */
const visits: readonly [SupportActKind, number, number, number][] = [
  ["PROPOSAL", 2, 40, 20],
  ["FIRST_INTERVIEW", 7, 60, 0],
  ["TEAM_MEETING", 10, 30, 0],
  ["RIGHTS_OPENING", 14, 45, 0],
  ["HOME_VISIT", 18, 50, 40],
  ["MEDIATION", 22, 35, 15],
  ["EXTERNAL_INTERVIEW", 36, 60, 30],
  ["ACCOMPANIED_APPOINTMENT", 50, 90, 45],
  ["GROUP_WORKSHOP", 58, 120, 10],
  ["PHONE_CALL", 64, 10, 0],
  ["INTERVIEW", 80, 50, 0],
];

/** The team's own work once, then the supports of those whose prescription was accepted, with all that was done in them. */
export async function addCrowdToHealthAccess(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  await addTeam(em);
  await addRounds(em);
  for (const person of crowd) {
    const support = supportPastOf(person);
    if (!support) continue;
    addSupport(em, person, support);
    addAppointments(em, person, support);
    if (support.status === "OPEN") continue;
    addActs(em, person, support);
    addDiagnosis(em, person, support);
    addAssessments(em, person, support);
    await addAdvice(em, person, support);
    await addAgreements(em, person, support);
    await addPlan(em, person, support);
  }
  await em.flush();
  await addWorkshops(em, crowd);
  await em.flush();
}

const held = ({ id: personId }: CrowdPerson) => ({ personId, organizationId: association });

function addSupport(em: EntityManager, person: CrowdPerson, { id, status, openedAgo, endedAgo }: SupportPast): void {
  const { index } = person;
  em.persist(
    Object.assign(new HealthSupport(), {
      ...held(person),
      id,
      prescriptionId: crowdId(14, index),
      prescriberOrganizationId: medicoSocialCentre,
      status,
      openedOn: dayAgo(openedAgo),
      startedOn: status === "OPEN" ? null : dayAgo(openedAgo - visits[0]![1]),
      endedOn: endedAgo === null ? null : dayAgo(endedAgo),
      outcome: endedAgo === null ? null : nth(words(supportOutcomes), index),
      // One in three is in no sector.
      sectorId: sectors[index % 3]?.id ?? null,
    }),
  );
}

/** As far as the support has come; every other one under way was met this week too, so that nobody is alerted. */
function addActs(em: EntityManager, person: CrowdPerson, { id: supportId, openedAgo, endedAgo }: SupportPast): void {
  const lately: typeof visits =
    endedAgo === null && person.index % 2 === 0 ? [["INTERVIEW", openedAgo - 4, 45, 0]] : [];
  const past = visits.filter(([, on]) => openedAgo - on >= (endedAgo ?? 0) && on < openedAgo - 4);
  for (const [place, [kind, on, minutes, travelMinutes]] of [...past, ...lately].entries())
    em.persist(
      Object.assign(new SupportAct(), {
        ...held(person),
        id: crowdId(21, person.index, place),
        supportId,
        authorSubject: AUTHOR,
        kind,
        minutes,
        travelMinutes,
        heldOn: dayAgo(openedAgo - on),
        rankOfDay: 1,
        openedRight: kind === "RIGHTS_OPENING" && person.requestState === "ACCEPTED" ? person.rightsKind : null,
      }),
    );
}

function addDiagnosis(em: EntityManager, person: CrowdPerson, { id: supportId, openedAgo }: SupportPast): void {
  const all = words(disciplines);
  em.persist(
    Object.assign(new Diagnosis(), {
      ...held(person),
      id: crowdId(22, person.index),
      supportId,
      summary: "Conclusions fictives de l'équipe.",
      establishedOn: dayAgo(openedAgo - 10),
      disciplines: [nth(all, person.index), nth(all, person.index + 1)],
    }),
  );
}
