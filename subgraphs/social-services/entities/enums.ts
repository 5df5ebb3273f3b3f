import { RIGHTS_KIND_DESCRIPTION, rightsKinds } from "../../rights-kinds.ts";
import { actingRoles } from "../policies/actor.ts";
import { barrierActionKinds, barrierActionStatuses, housingStages } from "../policies/barrier-action-words.ts";
import { capacityStatuses } from "../policies/capacity-words.ts";
import { targetKinds } from "../policies/convention-words.ts";
import {
  agreementMedia,
  barrierKinds,
  disabilityKinds,
  mandateEndReasons,
  requestStates,
} from "../policies/file-words.ts";
import { outcomes, prescriptionReasons, prescriptionStatuses, statusReasons } from "../policies/prescription-words.ts";
import { declareEnum } from "./declare-enum.ts";

export const ActingRoleEnum = declareEnum(
  "ActingRole",
  "The role in which someone acted on a social file or a prescription.",
  actingRoles,
);
export const RightsKindEnum = declareEnum("RightsRequestKind", RIGHTS_KIND_DESCRIPTION, rightsKinds);
export const DisabilityKindEnum = declareEnum(
  "DisabilityRequestKind",
  "A right whose request tells of a disability.",
  disabilityKinds,
);
export const RequestStateEnum = declareEnum(
  "RightsRequestState",
  "How far a request for a right has come.",
  requestStates,
);
export const BarrierKindEnum = declareEnum(
  "BarrierKind",
  "A barrier to employment, as the person declares it.",
  barrierKinds,
);
export const BarrierActionKindEnum = declareEnum(
  "BarrierActionKind",
  "What is done about a barrier to employment.",
  barrierActionKinds,
);
export const BarrierActionStatusEnum = declareEnum(
  "BarrierActionStatus",
  "Where an action about a barrier stands.",
  barrierActionStatuses,
);
export const HousingStageEnum = declareEnum(
  "HousingStage",
  "How far a threat to a home has come, or what is wrong with it.",
  housingStages,
);
export const AgreementMediumEnum = declareEnum(
  "AgreementMedium",
  "How the person said that she agrees.",
  agreementMedia,
);
export const MandateEndReasonEnum = declareEnum(
  "ReferentMandateEndReason",
  "Why a référent's mandate ended.",
  mandateEndReasons,
);
export const PrescriptionStatusEnum = declareEnum(
  "PrescriptionStatus",
  "Where a prescription of a health support stands.",
  prescriptionStatuses,
);
export const PrescriptionReasonEnum = declareEnum(
  "PrescriptionReason",
  "Why a health support is prescribed, without any diagnosis.",
  prescriptionReasons,
);
export const StatusReasonEnum = declareEnum(
  "PrescriptionStatusReason",
  "Why a prescription was refused, interrupted, taken back or handed over.",
  statusReasons,
);
export const OutcomeEnum = declareEnum(
  "PrescriptionOutcomeCode",
  "What became of a prescribed health support.",
  outcomes,
);
export const ConventionTargetKindEnum = declareEnum("ConventionTargetKind", "What a convention counts.", targetKinds);
export const CapacityStatusEnum = declareEnum(
  "ReceivingCapacityStatus",
  "Whether an organisation takes people on now.",
  capacityStatuses,
);
