import { ErasureOutcome } from "../../../kit/erasure-outcome.ts";
import { ReceivedEvent } from "../../../kit/received-event.ts";
import { RetentionRun } from "../../../kit/retention/retention-run.ts";
import { RetentionSetting } from "../../../kit/retention/retention-setting.ts";
import { AdviceAnswer } from "./advice-answer.ts";
import { AdviceRequest } from "./advice-request.ts";
import { Appointment } from "./appointment.ts";
import { AppointmentChange } from "./appointment-change.ts";
import { CancelledActivityRecord } from "./cancelled-activity-record.ts";
import { Diagnosis } from "./diagnosis.ts";
import { HealthActionPlan } from "./health-action-plan.ts";
import { HealthActionPlanVersion } from "./health-action-plan-version.ts";
import { HealthSupport } from "./health-support.ts";
import { LinkedPlan } from "./linked-plan.ts";
import { MobileRound } from "./mobile-round.ts";
import { NetworkMeeting } from "./network-meeting.ts";
import { PlanConstraint } from "./plan-constraint.ts";
import { PlanExtract } from "./plan-extract.ts";
import { PlanGoal } from "./plan-goal.ts";
import { PlanStep } from "./plan-step.ts";
import { PlanTransmission } from "./plan-transmission.ts";
import { HealthAccessRectification } from "./rectification.ts";
import { RoundSeries } from "./round-series.ts";
import { RoundStop } from "./round-stop.ts";
import { RuptureAcknowledgement } from "./rupture-acknowledgement.ts";
import { RuptureThresholds } from "./rupture-thresholds.ts";
import { SatisfactionCollection } from "./satisfaction-collection.ts";
import { Sector } from "./sector.ts";
import { SupervisionSession } from "./supervision-session.ts";
import { SupportAct } from "./support-act.ts";
import { SupportAgreement } from "./support-agreement.ts";
import { SupportAssessment } from "./support-assessment.ts";
import { TrainingRegistration } from "./training-registration.ts";
import { TrainingSession } from "./training-session.ts";
import { WorkshopRegistration } from "./workshop-registration.ts";
import { WorkshopSession } from "./workshop-session.ts";

/** Everything this subgraph stores and the ORM knows of. */
export const entities = [
  HealthSupport,
  SupportAct,
  Diagnosis,
  SupportAgreement,
  SupportAssessment,
  AdviceRequest,
  AdviceAnswer,
  HealthActionPlan,
  HealthActionPlanVersion,
  PlanGoal,
  PlanStep,
  PlanConstraint,
  PlanExtract,
  PlanTransmission,
  RoundSeries,
  LinkedPlan,
  MobileRound,
  RoundStop,
  WorkshopSession,
  WorkshopRegistration,
  TrainingSession,
  TrainingRegistration,
  Appointment,
  AppointmentChange,
  RuptureThresholds,
  RuptureAcknowledgement,
  Sector,
  NetworkMeeting,
  SupervisionSession,
  SatisfactionCollection,
  CancelledActivityRecord,
  ReceivedEvent,
  ErasureOutcome,
  HealthAccessRectification,
  RetentionRun,
  RetentionSetting,
];
