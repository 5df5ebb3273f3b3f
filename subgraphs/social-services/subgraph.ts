import { Migration20261128_erasure_outcome } from "../../kit/erasure-migration.ts";
import { retentionUpkeep } from "../../kit/retention/retention-upkeep.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { eraseOnRequest } from "../erase-on-request.ts";
import { protection, protectionDirectives } from "../protection.ts";
import { createContext, type SocialServicesContext } from "./context.ts";
import { entities } from "./entities/index.ts";
import { Migration20261123_files } from "./migrations/Migration20261123_files.ts";
import { Migration20261123_prescriptions } from "./migrations/Migration20261123_prescriptions.ts";
import { Migration20261202_rectification } from "./migrations/Migration20261202_rectification.ts";
import { Migration20261202_retention } from "./migrations/Migration20261202_retention.ts";
import { Migration20261204_capacity_and_hand_over } from "./migrations/Migration20261204_capacity_and_hand_over.ts";
import { Migration20261208_conventions } from "./migrations/Migration20261208_conventions.ts";
import { Migration20261208_coordination } from "./migrations/Migration20261208_coordination.ts";
import { Migration20261213_barrier_actions } from "./migrations/Migration20261213_barrier_actions.ts";
import { Migration20261213_funders } from "./migrations/Migration20261213_funders.ts";
import { Migration20261214_mandate_areas } from "./migrations/Migration20261214_mandate_areas.ts";
import { isInternalReadAllowed } from "./policies/internal-roles.ts";
import { erasePerson, erasureRules } from "./repositories/erasure.ts";
import { BarrierResolver } from "./resolvers/barrier.ts";
import { BarrierActionChangeResolver, BarrierActionResolver } from "./resolvers/barrier-action.ts";
import { ConventionFundingResolver, ConventionResolver, ConventionTargetResolver } from "./resolvers/convention.ts";
import { CoordinationMeetingResolver, CoordinationTaskResolver } from "./resolvers/coordination.ts";
import { DisabilityRequestChangeResolver, DisabilityRequestResolver } from "./resolvers/disability-request.ts";
import { OwnRecordsResolver } from "./resolvers/own-records.ts";
import { PersonResolver } from "./resolvers/person.ts";
import { PrescriptionResolver, PrescriptionTransitionResolver } from "./resolvers/prescription.ts";
import { PrescriptionActsResolver } from "./resolvers/prescription-acts.ts";
import { PrescriptionFhirResolver, PrescriptionOutcomeFhirResolver } from "./resolvers/prescription-fhir.ts";
import { OrganizationCapacityResolver, ReceivingCapacityResolver } from "./resolvers/receiving-capacity.ts";
import { rectificationResolvers } from "./resolvers/rectification.ts";
import { ReferentMandateResolver } from "./resolvers/referent-mandate.ts";
import { RetentionResolver } from "./resolvers/retention.ts";
import { RightsRequestChangeResolver, RightsRequestResolver } from "./resolvers/rights-request.ts";
import { SocialFileResolver } from "./resolvers/social-file.ts";
import { receiveAccompanimentEnded } from "./services/receive-accompaniment-ended.ts";
import { receiveSupportEnded, receiveSupportStarted } from "./services/receive-support-event.ts";

/** Social files, rights, barriers, référents, and prescriptions of health supports. */
export const socialServices: SubgraphParts<SocialServicesContext> = {
  name: "social-services",
  schema: createSubgraphSchema({
    resolvers: [
      BarrierResolver,
      BarrierActionResolver,
      BarrierActionChangeResolver,
      ConventionResolver,
      ConventionFundingResolver,
      ConventionTargetResolver,
      CoordinationMeetingResolver,
      CoordinationTaskResolver,
      DisabilityRequestChangeResolver,
      DisabilityRequestResolver,
      OwnRecordsResolver,
      PersonResolver,
      PrescriptionActsResolver,
      PrescriptionFhirResolver,
      PrescriptionOutcomeFhirResolver,
      PrescriptionResolver,
      PrescriptionTransitionResolver,
      OrganizationCapacityResolver,
      ReceivingCapacityResolver,
      ReferentMandateResolver,
      RetentionResolver,
      ...rectificationResolvers,
      RightsRequestChangeResolver,
      RightsRequestResolver,
      SocialFileResolver,
    ],
    directives: protectionDirectives,
    references: {
      ReferentMandate: {
        __resolveReference: ({ id }: { id: string }, { mandates }: SocialServicesContext) => mandates.load(id),
      } as never,
      Convention: {
        __resolveReference: ({ id }: { id: string }, { conventions }: SocialServicesContext) => conventions.load(id),
      } as never,
      CoordinationTask: {
        __resolveReference: ({ id }: { id: string }, { tasks }: SocialServicesContext) => tasks.load(id),
      } as never,
      Prescription: {
        __resolveReference: ({ id }: { id: string }, { prescriptions }: SocialServicesContext) =>
          prescriptions.load(id),
      } as never,
      Organization: { __resolveReference: ({ id }: { id: string }) => ({ id }) } as never,
    },
  }),
  database: {
    entities,
    migrations: [
      Migration20261123_files,
      Migration20261123_prescriptions,
      Migration20261128_erasure_outcome,
      Migration20261202_retention,
      Migration20261202_rectification,
      Migration20261204_capacity_and_hand_over,
      Migration20261208_coordination,
      Migration20261208_conventions,
      Migration20261213_barrier_actions,
      Migration20261213_funders,
      Migration20261214_mandate_areas,
    ],
  },
  protection,
  decisionPoint: "consent",
  isInternalReadAllowed,
  createContext,
  subscribers: {
    "prescription.accepted": ["health-access"],
    "prescription.addressed": ["consent"],
    "mandate.given": ["consent"],
    "mandate.ended": ["consent"],
  },
  consumers: {
    "support.started": receiveSupportStarted,
    "support.ended": receiveSupportEnded,
    "accompaniment.ended": receiveAccompanimentEnded,
    "erasure.requested": eraseOnRequest(erasePerson),
  },
  upkeep: retentionUpkeep(erasureRules),
};
