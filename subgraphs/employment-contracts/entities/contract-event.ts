import { Field, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";
import type { Day } from "../policies/calendar.ts";
import type { ContractEventKind } from "../policies/contract-history.ts";
import { ContractVersion } from "./contract-version.ts";
import { EmploymentContract } from "./employment-contract.ts";
import { ContractEventKindEnum } from "./schema-enums.ts";

const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

/** Something that happened to one contract; it follows from the contract's own rows and is stored nowhere. */
@Terms
@ObjectType({ description: "Something that happened to a contract of a person." })
export class ContractEvent implements PersonalRow {
  personId!: string;
  organizationId!: string;

  @Terms
  @Field(() => ContractEventKindEnum, { nullable: true, description: "What happened." })
  kind!: ContractEventKind;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "On which day." })
  on!: Day;

  @Terms
  @Field(() => EmploymentContract, { nullable: true, description: "To which contract." })
  contract!: EmploymentContract;

  @Terms
  @Field(() => ContractVersion, { nullable: true, description: "The version it concerns, if one." })
  version!: ContractVersion | null;
}
