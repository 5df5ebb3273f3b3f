import type { RequestContext } from "../../kit/subgraph.ts";
import { AdviceRequests } from "./repositories/advice-requests.ts";
import { Appointments } from "./repositories/appointments.ts";
import { loadFundedActivity } from "./repositories/funded-activity.ts";
import { HealthActionPlans } from "./repositories/health-action-plans.ts";
import { HealthSupports } from "./repositories/health-supports.ts";
import { loadContractsToUpdate } from "./repositories/linked-plans.ts";
import { MobileRounds } from "./repositories/mobile-rounds.ts";
import { loadNextCare } from "./repositories/next-care.ts";
import { PlanExtracts } from "./repositories/plan-extracts.ts";
import { RuptureAlerts } from "./repositories/rupture-alerts.ts";
import { Sectors } from "./repositories/sectors.ts";
import { loadAdherence } from "./repositories/support-adherence.ts";
import { SupportAgreements } from "./repositories/support-agreements.ts";
import { SupportAssessments } from "./repositories/support-assessments.ts";
import { loadMissions } from "./repositories/support-missions.ts";
import { Trainings } from "./repositories/trainings.ts";
import { Workshops } from "./repositories/workshops.ts";

/** The repositories of one request, opened in the viewer's name. */
interface Reads {
  supports: HealthSupports;
  plans: HealthActionPlans;
  extracts: PlanExtracts;
  contractsToUpdate: ReturnType<typeof loadContractsToUpdate>;
  rounds: MobileRounds;
  workshops: Workshops;
  trainings: Trainings;
  appointments: Appointments;
  alerts: RuptureAlerts;
  adherence: ReturnType<typeof loadAdherence>;
  sectors: Sectors;
  agreements: SupportAgreements;
  nextCare: ReturnType<typeof loadNextCare>;
  assessments: SupportAssessments;
  missions: ReturnType<typeof loadMissions>;
  advice: AdviceRequests;
  fundedActivity: ReturnType<typeof loadFundedActivity>;
}

export interface HealthAccessContext extends RequestContext, Reads {
  /** Forgets everything read so far; after a change nothing earlier may be shown. */
  forget(): void;
}

export function createContext(base: RequestContext): HealthAccessContext {
  const context = {
    ...base,
    ...openReads(base),
    forget: () => void Object.assign(context, openReads(base)),
  };
  return context;
}

function openReads({ em, viewer }: RequestContext): Reads {
  const fresh = em.fork();
  return {
    supports: new HealthSupports(fresh, viewer),
    plans: new HealthActionPlans(fresh),
    extracts: new PlanExtracts(fresh, viewer),
    contractsToUpdate: loadContractsToUpdate(fresh, viewer),
    rounds: new MobileRounds(fresh, viewer),
    workshops: new Workshops(fresh, viewer),
    trainings: new Trainings(fresh, viewer),
    appointments: new Appointments(fresh, viewer),
    alerts: new RuptureAlerts(fresh, viewer),
    adherence: loadAdherence(fresh),
    sectors: new Sectors(fresh),
    agreements: new SupportAgreements(fresh),
    nextCare: loadNextCare(fresh),
    assessments: new SupportAssessments(fresh, viewer),
    missions: loadMissions(fresh, viewer),
    advice: new AdviceRequests(fresh, viewer),
    fundedActivity: loadFundedActivity(fresh),
  };
}
