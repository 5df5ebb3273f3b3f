import { Migration20261128_erasure_outcome } from "../../kit/erasure-migration.ts";
import { retentionUpkeep } from "../../kit/retention/retention-upkeep.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { eraseOnRequest } from "../erase-on-request.ts";
import { protection, protectionDirectives } from "../protection.ts";
import { createContext, type HealthAccessContext } from "./context.ts";
import { ConsentGrant } from "./entities/consent-grant.ts";
import { Convention } from "./entities/convention.ts";
import { EmploymentContract } from "./entities/employment-contract.ts";
import { entities } from "./entities/index.ts";
import { Migration20261123_supports_and_plans } from "./migrations/Migration20261123_supports_and_plans.ts";
import { Migration20261202_rectification } from "./migrations/Migration20261202_rectification.ts";
import { Migration20261202_retention } from "./migrations/Migration20261202_retention.ts";
import { Migration20261204_appointments } from "./migrations/Migration20261204_appointments.ts";
import { Migration20261205_activity } from "./migrations/Migration20261205_activity.ts";
import { Migration20261206_rounds } from "./migrations/Migration20261206_rounds.ts";
import { Migration20261206_workshops } from "./migrations/Migration20261206_workshops.ts";
import { Migration20261210_support_agreements } from "./migrations/Migration20261210_support_agreements.ts";
import { Migration20261211_missions } from "./migrations/Migration20261211_missions.ts";
import { Migration20261212_advice } from "./migrations/Migration20261212_advice.ts";
import { Migration20261212_training } from "./migrations/Migration20261212_training.ts";
import { Migration20261213_cancelled_activity } from "./migrations/Migration20261213_cancelled_activity.ts";
import { Migration20261213_recurring_rounds } from "./migrations/Migration20261213_recurring_rounds.ts";
import { Migration20261215_linked_plans } from "./migrations/Migration20261215_linked_plans.ts";
import { Migration20261216_hours_ground } from "./migrations/Migration20261216_hours_ground.ts";
import { isInternalReadAllowed } from "./policies/internal-roles.ts";
import { erasePerson, erasureRules } from "./repositories/erasure.ts";
import { resolvers } from "./resolvers/index.ts";
import { supportOrAbsence } from "./resolvers/support-or-absence.ts";
import { openHealthSupport } from "./services/open-health-support.ts";
import { receivePlanLinked, receivePlanUnlinked } from "./services/receive-plan-link.ts";

interface Reference {
  readonly id: string;
}

const schema = createSubgraphSchema({
  resolvers,
  orphanedTypes: [Convention, EmploymentContract, ConsentGrant],
  directives: protectionDirectives,
  references: {
    HealthSupport: {
      __resolveReference: ({ id }: Reference, context: HealthAccessContext) =>
        supportOrAbsence(context, context.supports.byId.load(id)),
    },
    AdviceRequest: {
      __resolveReference: ({ id }: Reference, { advice }: HealthAccessContext) => advice.byId.load(id),
    },
    TrainingRegistration: {
      __resolveReference: ({ id }: Reference, { trainings }: HealthAccessContext) => trainings.registrations.load(id),
    },
    PlanExtract: {
      __resolveReference: ({ id }: Reference, { extracts }: HealthAccessContext) => extracts.byId.load(id),
    },
  },
});

export const healthAccess: SubgraphParts<HealthAccessContext> = {
  name: "health-access",
  schema,
  database: {
    entities,
    migrations: [
      Migration20261123_supports_and_plans,
      Migration20261128_erasure_outcome,
      Migration20261202_retention,
      Migration20261202_rectification,
      Migration20261204_appointments,
      Migration20261205_activity,
      Migration20261206_rounds,
      Migration20261206_workshops,
      Migration20261210_support_agreements,
      Migration20261211_missions,
      Migration20261212_advice,
      Migration20261212_training,
      Migration20261213_recurring_rounds,
      Migration20261213_cancelled_activity,
      Migration20261215_linked_plans,
      Migration20261216_hours_ground,
    ],
  },
  protection,
  decisionPoint: "consent",
  isInternalReadAllowed,
  createContext,
  subscribers: {
    "support.started": ["social-services"],
    "support.ended": ["social-services"],
    "day-offer.published": ["resource-directory"],
    "day-offer.withdrawn": ["resource-directory"],
  },
  consumers: {
    "prescription.accepted": openHealthSupport,
    "plan.linked": receivePlanLinked,
    "plan.unlinked": receivePlanUnlinked,
    "erasure.requested": eraseOnRequest(erasePerson),
  },
  upkeep: retentionUpkeep(erasureRules),
};
