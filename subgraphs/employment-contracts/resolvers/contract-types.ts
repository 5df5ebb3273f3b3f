import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { ContractType } from "../entities/contract-type.ts";
import { closeContractType } from "../services/close-contract-type.ts";
import { openContractType } from "../services/open-contract-type.ts";
import { CloseContractTypeInput } from "./inputs/close-contract-type-input.ts";
import { OpenContractTypeInput } from "./inputs/open-contract-type-input.ts";

const ACT = { description: "The act and what it concerns." };
const OWN_ACT = "It reports the viewer's own act.";
type Context = EmploymentContractsContext;

@Public(OWN_ACT)
@ObjectType({ description: "What became of opening a type of contracts." })
export class OpenContractTypePayload {
  @Field(() => ContractType, { nullable: true, description: "The type as it is now; absent when nothing was changed." })
  contractType?: ContractType | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public(OWN_ACT)
@ObjectType({ description: "What became of closing a type of contracts." })
export class CloseContractTypePayload {
  @Field(() => ContractType, { nullable: true, description: "The type as it is now; absent when nothing was changed." })
  contractType?: ContractType | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

/** Which contracts an organisation opens in its territory. */
@Resolver()
export class ContractTypesResolver {
  @Query(() => [ContractType], {
    nullable: true,
    description: "The types of contracts your organisation opens, by name; without any, all kinds the law leaves open.",
  })
  contractTypes(@Ctx() { contractTypes }: Context) {
    return contractTypes.open();
  }

  @Mutation(() => OpenContractTypePayload, {
    nullable: true,
    description:
      "Opens a type of contracts in your organisation; from the first one on it opens contracts of its types alone.",
  })
  openContractType(
    @Arg("input", () => OpenContractTypeInput, ACT) input: OpenContractTypeInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => openContractType(context, input));
  }

  @Mutation(() => CloseContractTypePayload, {
    nullable: true,
    description: "Opens no further contract of a type; those that run go on.",
  })
  closeContractType(
    @Arg("input", () => CloseContractTypeInput, ACT) input: CloseContractTypeInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => closeContractType(context, input));
  }
}
