import { RIGHTS_KIND_DESCRIPTION, rightsKinds } from "../../rights-kinds.ts";
import { disciplines } from "../policies/agreement-period.ts";
import { constraintLabels, goalLabels, hoursGrounds, stepLabels } from "../policies/plan-labels.ts";
import {
  extractLineKinds,
  planStepStatuses,
  supportActKinds,
  supportOutcomes,
  supportStatuses,
} from "../policies/support-words.ts";
import { closedEnum } from "./closed-enum.ts";

type Labels = Readonly<Record<string, { readonly label: string }>>;
const wordings = <Table extends Labels>(labels: Table) =>
  Object.fromEntries(Object.entries(labels).map(([code, { label }]) => [code, `« ${label} »`])) as {
    [Code in keyof Table]: string;
  };

export const SupportStatusEnum = closedEnum(
  "HealthSupportStatus",
  "How far a health support has come.",
  supportStatuses,
);
export const SupportOutcomeEnum = closedEnum(
  "HealthSupportOutcome",
  "What became of a health support.",
  supportOutcomes,
);
export const DisciplineEnum = closedEnum("Discipline", "Who takes part in a diagnosis.", disciplines);
export const RightsKindEnum = closedEnum("RightsRequestKind", RIGHTS_KIND_DESCRIPTION, rightsKinds);
export const SupportActKindEnum = closedEnum("SupportActKind", "A kind of act of a health support.", supportActKinds);
export const PlanStepStatusEnum = closedEnum("PlanStepStatus", "How far a step of a plan has come.", planStepStatuses);
export const ExtractLineKindEnum = closedEnum(
  "PlanExtractLineKind",
  "What a line of an extract is about.",
  extractLineKinds,
);
export const PlanGoalCodeEnum = closedEnum(
  "PlanGoalCode",
  "A goal of the closed list of plan labels.",
  wordings(goalLabels),
);
export const PlanStepCodeEnum = closedEnum(
  "PlanStepCode",
  "A step of the closed list of plan labels.",
  wordings(stepLabels),
);
export const HoursGroundEnum = closedEnum(
  "HoursGround",
  "Why the activity of a contrat d'engagement may take fewer than fifteen hours a week.",
  hoursGrounds,
);
export const PlanConstraintCodeEnum = closedEnum(
  "PlanConstraintCode",
  "A constraint of the closed list of plan labels.",
  wordings(constraintLabels),
);
