import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { giveUpContractVersion } from "../services/give-up-contract-version.ts";
import { recordContractSignature } from "../services/record-contract-signature.ts";
import { signContractVersion } from "../services/sign-contract-version.ts";
import {
  GiveUpContractVersionPayload,
  RecordContractSignaturePayload,
  SignContractVersionPayload,
} from "./employment-contract-payload.ts";
import { GiveUpContractVersionInput } from "./inputs/give-up-contract-version-input.ts";
import { RecordContractSignatureInput } from "./inputs/record-contract-signature-input.ts";
import { SignContractVersionInput } from "./inputs/sign-contract-version-input.ts";

const ACT = { description: "The act and what it concerns." };
type Context = EmploymentContractsContext;

/** What becomes of a proposed version: signatures one party at a time, under the text of one version. */
@Resolver()
export class ContractSigningActs {
  @Mutation(() => SignContractVersionPayload, {
    nullable: true,
    description:
      "Signs today, for your side, the text of a version you read: as the person herself, or for the organisation.",
  })
  signContractVersion(
    @Arg("input", () => SignContractVersionInput, ACT) input: SignContractVersionInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => signContractVersion(context, input));
  }

  @Mutation(() => RecordContractSignaturePayload, {
    nullable: true,
    description: "Records the signature the person gave outside the hub, with the hash of the document that bears it.",
  })
  recordContractSignature(
    @Arg("input", () => RecordContractSignatureInput, ACT) input: RecordContractSignatureInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => recordContractSignature(context, input));
  }

  @Mutation(() => GiveUpContractVersionPayload, {
    nullable: true,
    description: "Takes back an amendment or a renewal that not both have signed; the terms in force stay.",
  })
  giveUpContractVersion(
    @Arg("input", () => GiveUpContractVersionInput, ACT) input: GiveUpContractVersionInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => giveUpContractVersion(context, input));
  }
}
