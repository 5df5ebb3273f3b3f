import { Migration20261128_erasure_outcome } from "../../kit/erasure-migration.ts";
import { ErasureOutcome } from "../../kit/erasure-outcome.ts";
import { ReceivedEvent } from "../../kit/received-event.ts";
import { RetentionRun } from "../../kit/retention/retention-run.ts";
import { RetentionSetting } from "../../kit/retention/retention-setting.ts";
import { retentionUpkeep } from "../../kit/retention/retention-upkeep.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { eraseOnRequest } from "../erase-on-request.ts";
import { protection, protectionDirectives } from "../protection.ts";
import { createContext, type EmploymentContractsContext } from "./context.ts";
import { ContractSignature } from "./entities/contract-signature.ts";
import { ContractType } from "./entities/contract-type.ts";
import { ContractVersion } from "./entities/contract-version.ts";
import { EmploymentContract } from "./entities/employment-contract.ts";
import { Person } from "./entities/person.ts";
import { PlanLink } from "./entities/plan-link.ts";
import { EmploymentContractsRectification } from "./entities/rectification.ts";
import { Migration20261123_employment_contracts } from "./migrations/Migration20261123_employment_contracts.ts";
import { Migration20261128_received_event } from "./migrations/Migration20261128_received_event.ts";
import { Migration20261202_rectification } from "./migrations/Migration20261202_rectification.ts";
import { Migration20261202_retention } from "./migrations/Migration20261202_retention.ts";
import { Migration20261207_contract_workflow } from "./migrations/Migration20261207_contract_workflow.ts";
import { dayOf } from "./policies/calendar.ts";
import { isInternalReadAllowed } from "./policies/internal-roles.ts";
import { erasePerson, erasureRules } from "./repositories/erasure.ts";
import { ContractSigningActs } from "./resolvers/contract-signing.ts";
import { ContractTypesResolver } from "./resolvers/contract-types.ts";
import { ContractVersionResolver } from "./resolvers/contract-version.ts";
import { ContractWorklistResolver } from "./resolvers/contract-worklist.ts";
import { EmploymentContractResolver } from "./resolvers/employment-contract.ts";
import { EmploymentContractActs } from "./resolvers/employment-contract-acts.ts";
import { OwnRecordsResolver } from "./resolvers/own-records.ts";
import { PersonResolver } from "./resolvers/person.ts";
import { PlanLinkActs } from "./resolvers/plan-link.ts";
import { rectificationResolvers } from "./resolvers/rectification.ts";
import { RetentionResolver } from "./resolvers/retention.ts";

type Context = EmploymentContractsContext;

/** The subgraph of those who hold employment contracts. `now` is the clock that calendar rules read. */
export function createEmploymentContracts(now: () => Date): SubgraphParts<Context> {
  return {
    name: "employment-contracts",
    schema: createSubgraphSchema({
      resolvers: [
        EmploymentContractResolver,
        RetentionResolver,
        ...rectificationResolvers,
        ContractVersionResolver,
        ContractWorklistResolver,
        ContractTypesResolver,
        PersonResolver,
        OwnRecordsResolver,
        EmploymentContractActs,
        ContractSigningActs,
        PlanLinkActs,
      ],
      directives: protectionDirectives,
      references: {
        EmploymentContract: {
          __resolveReference: ({ id }: { id: string }, { contracts }: Context) => contracts.byId.load(id),
        },
        Person: { __resolveReference: ({ id }: { id: string }) => Object.assign(new Person(), { id }) },
      },
    }),
    database: {
      entities: [
        EmploymentContract,
        ContractVersion,
        EmploymentContractsRectification,
        RetentionRun,
        RetentionSetting,
        ContractSignature,
        ContractType,
        PlanLink,
        ErasureOutcome,
        ReceivedEvent,
      ],
      migrations: [
        Migration20261123_employment_contracts,
        Migration20261128_received_event,
        Migration20261128_erasure_outcome,
        Migration20261202_retention,
        Migration20261202_rectification,
        Migration20261207_contract_workflow,
      ],
    },
    protection,
    decisionPoint: "consent",
    isInternalReadAllowed,
    subscribers: { "plan.linked": ["health-access"], "plan.unlinked": ["health-access"] },
    consumers: { "erasure.requested": eraseOnRequest(erasePerson) },
    upkeep: retentionUpkeep(erasureRules),
    createContext: (base) => createContext(base, dayOf(now())),
  };
}

export const employmentContracts = createEmploymentContracts(() => new Date());
