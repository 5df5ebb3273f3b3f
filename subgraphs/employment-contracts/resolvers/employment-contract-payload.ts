import { type ClassType, Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";

interface Payload {
  employmentContract?: EmploymentContract | null;
  userErrors: UserError[];
}

/** Declares the payload of one mutation: the contract as it is afterwards, or why nothing changed. */
function declarePayload(name: string, act: string): ClassType<Payload> {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: `What became of ${act}.` })
  class EmploymentContractPayload {
    @Field(() => EmploymentContract, {
      nullable: true,
      description: "The contract as it is now; absent when nothing was changed.",
    })
    employmentContract?: EmploymentContract | null;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
    userErrors!: UserError[];
  }
  return EmploymentContractPayload;
}

export const OpenEmploymentContractPayload = declarePayload("OpenEmploymentContractPayload", "opening a contract");
export const NotifyOrientationPayload = declarePayload("NotifyOrientationPayload", "recording an orientation");
export const SignEmploymentContractPayload = declarePayload("SignEmploymentContractPayload", "recording a signature");
export const SignContractVersionPayload = declarePayload("SignContractVersionPayload", "signing a version");
export const RecordContractSignaturePayload = declarePayload(
  "RecordContractSignaturePayload",
  "recording the signature of a person",
);
export const GiveUpContractVersionPayload = declarePayload("GiveUpContractVersionPayload", "taking back a proposal");
export const RecordContractReviewPayload = declarePayload("RecordContractReviewPayload", "recording a review");
export const AmendEmploymentContractPayload = declarePayload("AmendEmploymentContractPayload", "amending a contract");
export const RenewEmploymentContractPayload = declarePayload("RenewEmploymentContractPayload", "renewing a contract");
export const EndEmploymentContractPayload = declarePayload("EndEmploymentContractPayload", "ending a contract");
export const LinkPlanExtractPayload = declarePayload("LinkPlanExtractPayload", "linking an extract to a contract");
export const UnlinkPlanExtractPayload = declarePayload("UnlinkPlanExtractPayload", "ending the link of a contract");
