import { Length } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";
import { SignatureMediumEnum } from "../../entities/schema-enums.ts";
import type { SignatureMedium } from "../../policies/signing.ts";

const LONGEST_HASH = 128;

@InputType({ description: "A signature that the person gave outside the hub." })
export class RecordContractSignatureInput {
  @Field(() => ID, { description: "The contract that was signed." })
  contract!: string;

  @Field(() => Int, { description: "Number of the version that was signed." })
  version!: number;

  @Length(1, LONGEST_HASH)
  @Field(() => String, {
    description: "Hash of the text that was signed, so that no other text is recorded as signed.",
  })
  textHash!: string;

  @Field(() => DateScalar, { description: "Day she signed." })
  signedOn!: string;

  @Field(() => SignatureMediumEnum, { description: "By what means, outside the hub." })
  medium!: SignatureMedium;

  @Length(1, LONGEST_HASH)
  @Field(() => String, { description: "SHA-256 of the signed document, which your organisation keeps." })
  documentHash!: string;
}
