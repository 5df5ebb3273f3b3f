import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";

/** The rules of this subgraph; each field of a record about a person carries exactly one. */
export const CareNavigation = Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
export const HealthObservation = Protected("HEALTH_OBSERVATION", "CARE_ACCESS_COORDINATION");
export const ExpertAdvice = Protected("EXPERT_ADVICE", "CARE_ACCESS_COORDINATION");
export const HealthPlanFull = Protected("HEALTH_PLAN_FULL", "CARE_ACCESS_COORDINATION");
export const AppointmentsLogistics = Protected("APPOINTMENTS_LOGISTICS", "CARE_ACCESS_COORDINATION");
export const EmploymentExtract = Protected("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");
export const SocialFollowUp = Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");
export const Evaluation = Protected("EVALUATION_INDICATOR", "EVALUATION_AGGREGATE");
export const PrescriberFeedback = Protected("CARE_NAVIGATION", "PRESCRIBER_FEEDBACK");

export const OpaqueIdentifier = Public("An opaque identifier says nothing by itself.");
export const OwnAct = Public("It reports the viewer's own act.");
