import {
  ActivityMutations,
  NetworkMeetingResolver,
  SatisfactionCollectionResolver,
  SupervisionSessionResolver,
} from "./activity-mutations.ts";
import { ActivityRecordsResolver } from "./activity-records.ts";
import { ActivityReportResolver } from "./activity-report.ts";
import { AdviceOfSupportResolver, AdviceRequestResolver } from "./advice-request.ts";
import { AppointmentResolver, AppointmentsOfSupportResolver } from "./appointment.ts";
import { AppointmentMutations } from "./appointment-mutations.ts";
import { ConventionActivityResolver } from "./convention.ts";
import { ExtractMutations } from "./extract-mutations.ts";
import {
  HealthActionPlanResolver,
  HealthActionPlanVersionResolver,
  PlanConstraintResolver,
  PlanGoalResolver,
  PlanStepResolver,
} from "./health-action-plan.ts";
import { HealthActionPlanFhirResolver } from "./health-action-plan-fhir.ts";
import { HealthSupportResolver } from "./health-support.ts";
import { ConsentGrantResolver, EmploymentContractResolver } from "./linked-extract.ts";
import { MobileRoundResolver, RoundStopResolver } from "./mobile-round.ts";
import { OwnRecordsResolver } from "./own-records.ts";
import { PersonResolver } from "./person.ts";
import { PlanExtractResolver, PlanTransmissionResolver } from "./plan-extract.ts";
import { PlanLabelsResolver } from "./plan-labels.ts";
import { PlanMutations } from "./plan-mutations.ts";
import { rectificationResolvers } from "./rectification.ts";
import { RetentionResolver } from "./retention.ts";
import { RoundMutations } from "./round-mutations.ts";
import { RoundSeriesResolver } from "./round-series.ts";
import { AcknowledgementsOfSupportResolver, RuptureAlertResolver } from "./rupture-alert.ts";
import { SupportActVoletResolver } from "./support-act-volet.ts";
import { AdherenceOfSupportResolver } from "./support-adherence.ts";
import { AgreementsOfSupportResolver, SupportAgreementMutations } from "./support-agreement.ts";
import { AssessmentsOfSupportResolver, SupportAssessmentResolver } from "./support-assessment.ts";
import { MissionsOfSupportResolver } from "./support-missions.ts";
import { SupportMutations } from "./support-mutations.ts";
import { TrainingRegistrationResolver, TrainingSessionResolver } from "./training.ts";
import { TrainingMutations } from "./training-mutations.ts";
import { PersonWorkshopsResolver, WorkshopRegistrationResolver, WorkshopSessionResolver } from "./workshop.ts";
import { WorkshopRegistrationMutations } from "./workshop-registration-mutations.ts";
import { WorkshopSessionMutations } from "./workshop-session-mutations.ts";

/** All that answer in this subgraph. */
export const resolvers = [
  HealthSupportResolver,
  HealthActionPlanResolver,
  HealthActionPlanFhirResolver,
  HealthActionPlanVersionResolver,
  PlanGoalResolver,
  PlanStepResolver,
  PlanConstraintResolver,
  PlanExtractResolver,
  PlanTransmissionResolver,
  PlanLabelsResolver,
  OwnRecordsResolver,
  RetentionResolver,
  ...rectificationResolvers,
  PersonResolver,
  EmploymentContractResolver,
  ConsentGrantResolver,
  SupportMutations,
  PlanMutations,
  ExtractMutations,
  MobileRoundResolver,
  RoundStopResolver,
  RoundMutations,
  RoundSeriesResolver,
  WorkshopSessionResolver,
  WorkshopRegistrationResolver,
  PersonWorkshopsResolver,
  TrainingSessionResolver,
  TrainingRegistrationResolver,
  TrainingMutations,
  SupportActVoletResolver,
  WorkshopSessionMutations,
  WorkshopRegistrationMutations,
  AppointmentResolver,
  AppointmentsOfSupportResolver,
  AppointmentMutations,
  RuptureAlertResolver,
  AcknowledgementsOfSupportResolver,
  AdherenceOfSupportResolver,
  AgreementsOfSupportResolver,
  SupportAgreementMutations,
  SupportAssessmentResolver,
  AssessmentsOfSupportResolver,
  MissionsOfSupportResolver,
  AdviceRequestResolver,
  AdviceOfSupportResolver,
  ActivityMutations,
  ActivityReportResolver,
  ActivityRecordsResolver,
  ConventionActivityResolver,
  NetworkMeetingResolver,
  SatisfactionCollectionResolver,
  SupervisionSessionResolver,
] as const;
