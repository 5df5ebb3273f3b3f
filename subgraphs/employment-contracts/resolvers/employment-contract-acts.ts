import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { amendEmploymentContract } from "../services/amend-employment-contract.ts";
import { endEmploymentContract } from "../services/end-employment-contract.ts";
import { notifyOrientation } from "../services/notify-orientation.ts";
import { openEmploymentContract } from "../services/open-employment-contract.ts";
import { recordContractReview } from "../services/record-contract-review.ts";
import { renewEmploymentContract } from "../services/renew-employment-contract.ts";
import { signEmploymentContract } from "../services/sign-employment-contract.ts";
import {
  AmendEmploymentContractPayload,
  EndEmploymentContractPayload,
  NotifyOrientationPayload,
  OpenEmploymentContractPayload,
  RecordContractReviewPayload,
  RenewEmploymentContractPayload,
  SignEmploymentContractPayload,
} from "./employment-contract-payload.ts";
import { AmendEmploymentContractInput } from "./inputs/amend-employment-contract-input.ts";
import { EndEmploymentContractInput } from "./inputs/end-employment-contract-input.ts";
import { NotifyOrientationInput } from "./inputs/notify-orientation-input.ts";
import { OpenEmploymentContractInput } from "./inputs/open-employment-contract-input.ts";
import { RecordContractReviewInput } from "./inputs/record-contract-review-input.ts";
import { RenewEmploymentContractInput } from "./inputs/renew-employment-contract-input.ts";
import { SignEmploymentContractInput } from "./inputs/sign-employment-contract-input.ts";

const ACT = { description: "The act and what it concerns." };
type Context = EmploymentContractsContext;

/** Acts on contracts, each in the hands of the service of its name. */
@Resolver()
export class EmploymentContractActs {
  @Mutation(() => OpenEmploymentContractPayload, {
    nullable: true,
    description: "Opens a contract for a person your organisation accompanies.",
  })
  openEmploymentContract(
    @Arg("input", () => OpenEmploymentContractInput, ACT) input: OpenEmploymentContractInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => openEmploymentContract(context, input));
  }

  @Mutation(() => NotifyOrientationPayload, {
    nullable: true,
    description: "Records an orientation decision notified to the person: the month to sign begins, or begins anew.",
  })
  notifyOrientation(
    @Arg("input", () => NotifyOrientationInput, ACT) input: NotifyOrientationInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => notifyOrientation(context, input));
  }

  @Mutation(() => SignEmploymentContractPayload, {
    nullable: true,
    description: "Records that both parties signed a version of a contract on paper.",
  })
  signEmploymentContract(
    @Arg("input", () => SignEmploymentContractInput, ACT) input: SignEmploymentContractInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => signEmploymentContract(context, input));
  }

  @Mutation(() => AmendEmploymentContractPayload, {
    nullable: true,
    description: "Proposes other terms for a signed contract, as a version in force once both parties have signed it.",
  })
  amendEmploymentContract(
    @Arg("input", () => AmendEmploymentContractInput, ACT) input: AmendEmploymentContractInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => amendEmploymentContract(context, input));
  }

  @Mutation(() => RenewEmploymentContractPayload, {
    nullable: true,
    description: "Proposes a further period of a signed contract, as a version in force once both have signed it.",
  })
  renewEmploymentContract(
    @Arg("input", () => RenewEmploymentContractInput, ACT) input: RenewEmploymentContractInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => renewEmploymentContract(context, input));
  }

  @Mutation(() => RecordContractReviewPayload, {
    nullable: true,
    description: "Records that the plan of a signed contract was looked at again and nothing had to change.",
  })
  recordContractReview(
    @Arg("input", () => RecordContractReviewInput, ACT) input: RecordContractReviewInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => recordContractReview(context, input));
  }

  @Mutation(() => EndEmploymentContractPayload, {
    nullable: true,
    description: "Ends a signed contract, or gives up one that was never signed.",
  })
  endEmploymentContract(
    @Arg("input", () => EndEmploymentContractInput, ACT) input: EndEmploymentContractInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => endEmploymentContract(context, input));
  }
}
