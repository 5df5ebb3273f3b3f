import DataLoader from "dataloader";
import { loadByKey, loadManyByKey } from "../../kit/load-by-key.ts";
import type { RequestContext } from "../../kit/subgraph.ts";
import type { MandateGroundAnswer, MandateGroundQuestion } from "../mandate-ground.ts";
import type { Barrier } from "./entities/barrier.ts";
import type { BarrierAction } from "./entities/barrier-action.ts";
import type { BarrierActionChange } from "./entities/barrier-action-change.ts";
import type { BarriersInSupport } from "./entities/barriers-in-support.ts";
import type { Convention } from "./entities/convention.ts";
import type { ConventionFunding } from "./entities/convention-funding.ts";
import type { ConventionTarget } from "./entities/convention-target.ts";
import type { CoordinationMeeting } from "./entities/coordination-meeting.ts";
import type { CoordinationTask } from "./entities/coordination-task.ts";
import type { DisabilityRequest } from "./entities/disability-request.ts";
import type { DisabilityRequestChange } from "./entities/disability-request-change.ts";
import type { HousingStageReached } from "./entities/housing-stage-reached.ts";
import type { Prescription } from "./entities/prescription.ts";
import type { PrescriptionOutcome } from "./entities/prescription-outcome.ts";
import type { PrescriptionTransition } from "./entities/prescription-transition.ts";
import type { ReceivingCapacity } from "./entities/receiving-capacity.ts";
import type { ReferentMandate } from "./entities/referent-mandate.ts";
import type { RightsRequest } from "./entities/rights-request.ts";
import type { RightsRequestChange } from "./entities/rights-request-change.ts";
import type { SocialFile } from "./entities/social-file.ts";
import { BarrierActions } from "./repositories/barrier-actions.ts";
import { countBarriers } from "./repositories/barriers-in-support.ts";
import { findFundings, findReadable, findTargets } from "./repositories/conventions.ts";
import { findMeetings, findTasks, findTasksFor } from "./repositories/coordination.ts";
import { Prescriptions } from "./repositories/prescriptions.ts";
import { findCapacities } from "./repositories/receiving-capacities.ts";
import { Rights } from "./repositories/rights.ts";
import { SocialFiles } from "./repositories/social-files.ts";
import { groundsOf } from "./services/mandate-ground.ts";

export interface SocialServicesContext extends RequestContext {
  readonly filesOfPerson: DataLoader<string, SocialFile[]>;
  readonly rightsRequestsOfFile: DataLoader<string, RightsRequest[]>;
  readonly changesOfRightsRequest: DataLoader<string, RightsRequestChange[]>;
  readonly disabilityRequestsOfFile: DataLoader<string, DisabilityRequest[]>;
  readonly changesOfDisabilityRequest: DataLoader<string, DisabilityRequestChange[]>;
  readonly barriersOfFile: DataLoader<string, Barrier[]>;
  readonly barriers: DataLoader<string, Barrier | null>;
  readonly actionsOfBarrier: DataLoader<string, BarrierAction[]>;
  readonly changesOfBarrierAction: DataLoader<string, BarrierActionChange[]>;
  readonly stagesOfBarrier: DataLoader<string, HousingStageReached[]>;
  readonly mandates: DataLoader<string, ReferentMandate | null>;
  readonly mandatesOfPerson: DataLoader<string, ReferentMandate[]>;
  readonly mandateGrounds: DataLoader<MandateGroundQuestion, MandateGroundAnswer, string>;
  readonly meetingsOfPerson: DataLoader<string, CoordinationMeeting[]>;
  readonly tasks: DataLoader<string, CoordinationTask | null>;
  readonly tasksOfMeeting: DataLoader<string, CoordinationTask[]>;
  readonly conventions: DataLoader<string, Convention | null>;
  readonly fundingsOfConvention: DataLoader<string, ConventionFunding[]>;
  readonly targetsOfConvention: DataLoader<string, ConventionTarget[]>;
  readonly prescriptions: DataLoader<string, Prescription | null>;
  readonly prescriptionsOfPerson: DataLoader<string, Prescription[]>;
  readonly transitionsOfPrescription: DataLoader<string, PrescriptionTransition[]>;
  readonly successorOfPrescription: DataLoader<string, Prescription | null>;
  readonly capacityOfOrganization: DataLoader<string, ReceivingCapacity | null>;
  readonly barriersOfPrescription: DataLoader<string, BarriersInSupport | null>;
  readonly outcomeOfPrescription: DataLoader<string, PrescriptionOutcome | null>;
}

/** Loaders of one request: one statement for each kind of row, whatever the number of keys. */
export function createContext(base: RequestContext): SocialServicesContext {
  const files = new SocialFiles(base.em, base.viewer);
  const actions = new BarrierActions(base.em, base.viewer);
  const rights = new Rights(base.em, base.viewer);
  const prescriptions = new Prescriptions(base.em, base.viewer);
  const personOf = ({ personId }: { personId: string }) => personId;
  const fileOf = ({ socialFileId }: { socialFileId: string }) => socialFileId;
  const barrierOf = ({ barrierId }: { barrierId: string }) => barrierId;
  const requestOf = ({ requestId }: { requestId: string }) => requestId;
  const prescriptionOf = ({ prescriptionId }: { prescriptionId: string }) => prescriptionId;
  const conventionOf = ({ conventionId }: { conventionId: string }) => conventionId;
  return {
    ...base,
    filesOfPerson: loadManyByKey((ids) => files.ofPeople(ids), personOf),
    rightsRequestsOfFile: loadManyByKey((ids) => rights.requestsOf(ids), fileOf),
    changesOfRightsRequest: loadManyByKey((ids) => rights.changesOf(ids), requestOf),
    disabilityRequestsOfFile: loadManyByKey((ids) => rights.disabilityRequestsOf(ids), fileOf),
    changesOfDisabilityRequest: loadManyByKey((ids) => rights.disabilityChangesOf(ids), requestOf),
    barriersOfFile: loadManyByKey((ids) => files.barriersOf(ids), fileOf),
    barriers: loadByKey(
      (ids) => actions.barriersById(ids),
      ({ id }) => id,
    ),
    actionsOfBarrier: loadManyByKey((ids) => actions.ofBarriers(ids), barrierOf),
    changesOfBarrierAction: loadManyByKey(
      (ids) => actions.changesOf(ids),
      ({ actionId }) => actionId,
    ),
    stagesOfBarrier: loadManyByKey((ids) => actions.stagesOf(ids), barrierOf),
    mandates: loadByKey(
      (ids) => files.mandatesById(ids),
      ({ id }) => id,
    ),
    mandatesOfPerson: loadManyByKey((ids) => files.mandatesOf(ids), personOf),
    mandateGrounds: new DataLoader((asked) => groundsOf(base, asked), { cacheKeyFn: JSON.stringify }),
    meetingsOfPerson: loadManyByKey((ids) => findMeetings(base.em, base.viewer, ids), personOf),
    tasks: loadByKey(
      (ids) => findTasksFor(base.em, base.viewer, ids),
      ({ id }) => id,
    ),
    tasksOfMeeting: loadManyByKey(
      (ids) => findTasks(base.em, base.viewer, ids),
      ({ meetingId }) => meetingId,
    ),
    conventions: loadByKey(
      (ids) => findReadable(base.em, base.viewer, ids),
      ({ id }) => id,
    ),
    fundingsOfConvention: loadManyByKey((ids) => findFundings(base.em, ids), conventionOf),
    targetsOfConvention: loadManyByKey((ids) => findTargets(base.em, ids), conventionOf),
    prescriptions: loadByKey(
      (ids) => prescriptions.byIds(ids),
      ({ id }) => id,
    ),
    prescriptionsOfPerson: loadManyByKey((ids) => prescriptions.ofPeople(ids), personOf),
    transitionsOfPrescription: loadManyByKey((ids) => prescriptions.transitionsOf(ids), prescriptionOf),
    successorOfPrescription: loadByKey(
      (ids) => prescriptions.successorsOf(ids),
      ({ partOfId }) => partOfId!,
    ),
    capacityOfOrganization: loadByKey(
      (ids) => findCapacities(base.em, ids),
      ({ organizationId }) => organizationId,
    ),
    barriersOfPrescription: loadByKey((ids) => countBarriers(base.em, ids), prescriptionOf),
    outcomeOfPrescription: loadByKey((ids) => prescriptions.outcomesOf(ids), prescriptionOf),
  };
}
