import { ErasureOutcome } from "../../../kit/erasure-outcome.ts";
import { ReceivedEvent } from "../../../kit/received-event.ts";
import { RetentionRun } from "../../../kit/retention/retention-run.ts";
import { RetentionSetting } from "../../../kit/retention/retention-setting.ts";
import { Barrier } from "./barrier.ts";
import { BarrierAction } from "./barrier-action.ts";
import { BarrierActionChange } from "./barrier-action-change.ts";
import { Convention } from "./convention.ts";
import { ConventionFunding } from "./convention-funding.ts";
import { ConventionTarget } from "./convention-target.ts";
import { CoordinationMeeting } from "./coordination-meeting.ts";
import { CoordinationTask } from "./coordination-task.ts";
import { DisabilityRequest } from "./disability-request.ts";
import { DisabilityRequestChange } from "./disability-request-change.ts";
import { HousingStageReached } from "./housing-stage-reached.ts";
import { Prescription } from "./prescription.ts";
import { PrescriptionOutcome } from "./prescription-outcome.ts";
import { PrescriptionTransition } from "./prescription-transition.ts";
import { ReceivingCapacity } from "./receiving-capacity.ts";
import { SocialServicesRectification } from "./rectification.ts";
import { ReferentMandate } from "./referent-mandate.ts";
import { RightsRequest } from "./rights-request.ts";
import { RightsRequestChange } from "./rights-request-change.ts";
import { SocialFile } from "./social-file.ts";

/** Everything this subgraph stores. */
export const entities = [
  SocialFile,
  RightsRequest,
  RightsRequestChange,
  DisabilityRequest,
  DisabilityRequestChange,
  Barrier,
  BarrierAction,
  BarrierActionChange,
  HousingStageReached,
  ReferentMandate,
  CoordinationMeeting,
  CoordinationTask,
  Convention,
  ConventionFunding,
  ConventionTarget,
  Prescription,
  PrescriptionTransition,
  PrescriptionOutcome,
  ReceivingCapacity,
  ReceivedEvent,
  ErasureOutcome,
  SocialServicesRectification,
  RetentionRun,
  RetentionSetting,
];
