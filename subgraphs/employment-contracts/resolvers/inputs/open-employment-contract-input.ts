import { IsUUID, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";
import { ContractKindEnum } from "../../entities/schema-enums.ts";
import type { ContractKind } from "../../policies/contract-kind.ts";
import { ContractTermsInput } from "./contract-terms-input.ts";

@InputType({ description: "A contract to open for a person your organisation accompanies." })
export class OpenEmploymentContractInput {
  @IsUUID()
  @Field(() => ID, {
    description: "A UUID chosen by the client for this very contract, so that sending it again opens no second one.",
  })
  requestKey!: string;

  @Field(() => ID, { description: "The person who commits." })
  person!: string;

  @Field(() => ContractKindEnum, { description: "Which kind of contract it is." })
  kind!: ContractKind;

  @Field(() => ID, {
    nullable: true,
    defaultValue: null,
    description: "The type of your organisation it is opened under; without it, the only one that fits, if any.",
  })
  contractType!: string | null;

  @Field(() => DateScalar, { description: "First day of the contract." })
  startsOn!: string;

  @ValidateNested()
  @Field(() => ContractTermsInput, { description: "The terms agreed at first." })
  terms!: ContractTermsInput;

  @Field(() => DateScalar, {
    nullable: true,
    defaultValue: null,
    description: "Day the orientation decision was notified; without it a contrat d'engagement stays a draft.",
  })
  orientationNotifiedOn!: string | null;

  @Field(() => ID, {
    nullable: true,
    defaultValue: null,
    description: "The contract of a former kind that this contrat d'engagement replaces once it is signed.",
  })
  replaces!: string | null;
}
