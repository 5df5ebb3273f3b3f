import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { CareNavigation, OwnAct } from "../entities/protected-as.ts";
import { SupportAgreement } from "../entities/support-agreement.ts";
import { type RenewSupportAgreement, renewSupportAgreement } from "../services/renew-support-agreement.ts";
import { type SignSupportAgreement, signSupportAgreement } from "../services/sign-support-agreement.ts";
import { change } from "./change.ts";

@InputType({ description: "An agreement that a person has signed." })
class SignSupportAgreementInput implements SignSupportAgreement {
  @Field(() => ID, { description: "The health support, with a diagnosis of several disciplines." })
  healthSupport!: string;

  @Field(() => DateScalar, { description: "The day she signed, today at the latest." })
  signedOn!: string;

  @Field(() => DateScalar, { description: "Its first day; it ends six months later." })
  startsOn!: string;
}

@InputType({ description: "An agreement for a further six months." })
class RenewSupportAgreementInput implements RenewSupportAgreement {
  @Field(() => ID, { description: "The agreement that ends." })
  supportAgreement!: string;

  @Field(() => DateScalar, { description: "The day she signed, in the last thirty days of that agreement." })
  signedOn!: string;
}

@OwnAct
@ObjectType({ description: "What recording an agreement gave." })
class SupportAgreementPayload {
  @Field(() => SupportAgreement, { nullable: true, description: "The agreement." })
  supportAgreement?: SupportAgreement;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Resolver(() => SupportAgreement)
export class SupportAgreementMutations {
  @Mutation(() => SupportAgreementPayload, {
    nullable: true,
    description:
      "Records that a person agreed on six months of accompaniment, after a diagnosis of several disciplines.",
  })
  signSupportAgreement(
    @Arg("input", () => SignSupportAgreementInput, { description: "The agreement." }) input: SignSupportAgreementInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => signSupportAgreement(context, input));
  }

  @Mutation(() => SupportAgreementPayload, {
    nullable: true,
    description: "Records that she agreed on a further six months; the earlier agreement stays as it was.",
  })
  renewSupportAgreement(
    @Arg("input", () => RenewSupportAgreementInput, { description: "The renewal." }) input: RenewSupportAgreementInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => renewSupportAgreement(context, input));
  }

  @CareNavigation
  @FieldResolver(() => SupportAgreement, { nullable: true, description: "The agreement that this one renews." })
  async renews(@Root() { supportId, renewsId }: SupportAgreement, @Ctx() { agreements }: HealthAccessContext) {
    return renewsId ? (await agreements.ofSupport.load(supportId)).find(({ id }) => id === renewsId) : null;
  }
}

@Resolver(() => HealthSupport)
export class AgreementsOfSupportResolver {
  @CareNavigation
  @FieldResolver(() => [SupportAgreement], {
    nullable: true,
    description: "What the person and the association agreed on, six months at a time, the oldest first.",
  })
  agreements(@Root() { id }: HealthSupport, @Ctx() { agreements }: HealthAccessContext) {
    return agreements.ofSupport.load(id);
  }
}
