import { ArrayMinSize, ArrayUnique, IsUUID, Length, Matches } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { DataCategory } from "../entities/consent-words.ts";
import { ProxyKind } from "../policies/proxy-kind.ts";
import { SHA256 } from "./consent-inputs.ts";

@InputType({ description: "An authority to decide with or for a person, as a professional verified it." })
export class RecordProxyAuthorityInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this authority: sending it again records nothing twice." })
  requestKey!: string;

  @IsUUID()
  @Field(() => ID, { description: "The person whom it is about." })
  person!: string;

  @Matches(/^[^|\s]{1,100}\|\S{1,255}$/)
  @Field(() => String, { description: "The account of who holds it, as she reads it in `viewer { account }`." })
  holderAccount!: string;

  @Length(1, 200)
  @Field(() => String, { description: "Name of who holds it, as on the act." })
  holderName!: string;

  @Field(() => ProxyKind, { description: "In what capacity." })
  kind!: ProxyKind;

  @ArrayMinSize(1)
  @ArrayUnique()
  @Field(() => [DataCategory], { description: "The categories of data it extends to." })
  scope!: string[];

  @Field(() => Date, { nullable: true, description: "The instant from which it holds; absent for at once." })
  validFrom?: Date | null;

  @Field(() => Date, {
    description:
      "The instant from which it holds no more; for a parent, the day the person comes of age at the latest.",
  })
  validTo!: Date;

  @Matches(SHA256)
  @Field(() => String, {
    description: "SHA-256 of the act that gives it, in hexadecimal; its bytes stay with your organisation.",
  })
  evidenceHash!: string;
}

@InputType({ description: "The authority to end." })
export class EndProxyAuthorityInput {
  @IsUUID()
  @Field(() => ID, { description: "The authority." })
  authority!: string;
}
