import type { RequestContext } from "../../kit/subgraph.ts";
import type { Day } from "./policies/calendar.ts";
import { ContractSignatures } from "./repositories/contract-signatures.ts";
import { ContractTypes } from "./repositories/contract-types.ts";
import { ContractVersions } from "./repositories/contract-versions.ts";
import { ContractWorklists } from "./repositories/contract-worklists.ts";
import { EmploymentContracts } from "./repositories/employment-contracts.ts";
import { PlanLinks } from "./repositories/plan-links.ts";

/** What resolvers and services of this subgraph receive, made anew for each request. */
export interface EmploymentContractsContext extends RequestContext {
  /** The day of this request in France. */
  readonly today: Day;
  readonly contracts: EmploymentContracts;
  readonly versions: ContractVersions;
  readonly signatures: ContractSignatures;
  readonly contractTypes: ContractTypes;
  readonly worklists: ContractWorklists;
  readonly planLinks: PlanLinks;
}

export const createContext = (base: RequestContext, today: Day): EmploymentContractsContext => ({
  ...base,
  today,
  contracts: new EmploymentContracts(base.em, base.viewer, today),
  versions: new ContractVersions(base.em),
  signatures: new ContractSignatures(base.em),
  contractTypes: new ContractTypes(base.em, base.viewer),
  worklists: new ContractWorklists(base.em, base.viewer, today),
  planLinks: new PlanLinks(base.em),
});
