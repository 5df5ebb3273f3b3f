import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";

/** Social file, rights, barriers and référent. */
export const SocialFollowUp = () => Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");
/** Requests that tell of a disability. */
export const DisabilityRights = () => Protected("DISABILITY_STATUS", "RIGHTS_OPENING");
/** That a health support was prescribed, and how far it has come. */
export const CareCoordination = () => Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
/** What the association tells the prescriber. */
export const PrescriberFeedback = () => Protected("CARE_NAVIGATION", "PRESCRIBER_FEEDBACK");
/** Figures that evaluate what was done. */
export const Evaluation = () => Protected("EVALUATION_INDICATOR", "EVALUATION_AGGREGATE");
export const OpaqueIdentifier = () => Public("An opaque identifier says nothing by itself.");
export const RuleOfItsType = () => Public("What it leads to follows the rules of its own type.");
