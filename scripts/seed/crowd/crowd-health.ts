import type { EntityManager } from "@mikro-orm/postgresql";
import { Diagnosis } from "../../../subgraphs/health-access/entities/diagnosis.ts";
import { HealthSupport } from "../../../subgraphs/health-access/entities/health-support.ts";
import { SupportAct } from "../../../subgraphs/health-access/entities/support-act.ts";
import { type SupportActKind, supportOutcomes } from "../../../subgraphs/health-access/policies/support-words.ts";
import { organizations } from "../../development/world.ts";
import { type CrowdPerson, crowdId, dayAgo, type PrescriptionPast } from "./crowd-person.ts";

const { medicoSocialCentre, association } = organizations;
const AUTHOR = "development|claire";
const supportOf: Partial<Record<PrescriptionPast["status"], "OPEN" | "STARTED" | "ENDED">> = {
  ACCEPTED: "OPEN",
  IN_PROGRESS: "STARTED",
  ON_HOLD: "OPEN",
  DONE: "ENDED",
};
/** What is done with each, in days after the support was opened. */
const visits: readonly [SupportActKind, number, number][] = [
  ["FIRST_INTERVIEW", 7, 60],
  ["RIGHTS_OPENING", 20, 45],
  ["HOME_VISIT", 35, 50],
  ["ACCOMPANIED_APPOINTMENT", 50, 90],
  ["PHONE_CALL", 60, 10],
];

/** The supports of those whose prescription was accepted, with what was done and concluded. */
export async function addCrowdToHealthAccess(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  const outcomes = Object.keys(supportOutcomes);
  for (const { index, id: personId, prescription } of crowd) {
    const status = supportOf[prescription.status];
    if (!status) continue;
    const support = crowdId(20, index);
    const openedAgo = prescription.daysAgo - 3;
    const held = { personId, organizationId: association };
    const isStarted = status !== "OPEN";
    em.persist(
      Object.assign(new HealthSupport(), {
        ...held,
        id: support,
        prescriptionId: crowdId(14, index),
        prescriberOrganizationId: medicoSocialCentre,
        status,
        openedOn: dayAgo(openedAgo),
        startedOn: isStarted ? dayAgo(openedAgo - 7) : null,
        endedOn: status === "ENDED" ? dayAgo(50) : null,
        outcome: status === "ENDED" ? outcomes[index % outcomes.length] : null,
      }),
    );
    if (!isStarted) continue;
    for (const [place, [kind, after, minutes]] of visits.entries())
      em.persist(
        Object.assign(new SupportAct(), {
          ...held,
          id: crowdId(21, index, place),
          supportId: support,
          authorSubject: AUTHOR,
          kind,
          minutes,
          travelMinutes: kind === "HOME_VISIT" ? 40 : 0,
          heldOn: dayAgo(openedAgo - after),
          rankOfDay: 1,
        }),
      );
    em.persist(
      Object.assign(new Diagnosis(), {
        ...held,
        id: crowdId(22, index),
        supportId: support,
        summary: "Conclusions fictives de l'équipe.",
        establishedOn: dayAgo(openedAgo - 10),
      }),
    );
  }
  await em.flush();
}
