import { Field, InputType } from "type-graphql";
import { ContractKindEnum, ContractStatusEnum } from "../../entities/schema-enums.ts";
import type { ContractKind } from "../../policies/contract-kind.ts";
import type { ContractStatus } from "../../policies/contract-status.ts";

@InputType({ description: "Which contracts to list; what is left out does not restrict." })
export class EmploymentContractFilter {
  @Field(() => ContractKindEnum, { nullable: true, description: "Only contracts of this kind." })
  kind?: ContractKind | null;

  @Field(() => ContractStatusEnum, { nullable: true, description: "Only contracts that stand here today." })
  status?: ContractStatus | null;
}
