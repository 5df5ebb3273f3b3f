import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { PlanTransmission } from "../entities/plan-transmission.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { type DerivePlanExtract, derivePlanExtract } from "../services/derive-plan-extract.ts";
import { type TransmitPlanExtract, transmitPlanExtract } from "../services/transmit-plan-extract.ts";
import { change } from "./change.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "The plan to derive an extract from." })
class DerivePlanExtractInput implements DerivePlanExtract {
  @Field(() => ID, { description: "The health action plan, of which the version in force counts." })
  healthActionPlan!: string;
}

@OwnAct
@ObjectType({ description: "What deriving an extract gave." })
class DerivePlanExtractPayload {
  @Field(() => PlanExtract, {
    nullable: true,
    description: "The extract; the same one as long as its content is the same.",
  })
  planExtract?: PlanExtract;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@InputType({ description: "An extract to send." })
class TransmitPlanExtractInput implements TransmitPlanExtract {
  @Field(() => ID, { description: "The extract the person approved." })
  planExtract!: string;

  @Field(() => ID, { description: "The organisation that holds the person's contract." })
  recipientOrganization!: string;
}

@OwnAct
@ObjectType({ description: "What sending an extract gave." })
class TransmitPlanExtractPayload {
  @Field(() => PlanTransmission, { nullable: true, description: "The transmission." })
  planTransmission?: PlanTransmission;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class ExtractMutations {
  @Mutation(() => DerivePlanExtractPayload, {
    nullable: true,
    description: "Derives from a plan what may go towards an employment contract, for the person to approve.",
  })
  derivePlanExtract(
    @Arg("input", () => DerivePlanExtractInput, { description: "The plan." }) input: DerivePlanExtractInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => derivePlanExtract(context, input));
  }

  @Mutation(() => TransmitPlanExtractPayload, {
    nullable: true,
    description:
      "Sends an extract to an organisation, under the person's consent for that organisation and that exact text.",
  })
  transmitPlanExtract(
    @Arg("input", () => TransmitPlanExtractInput, { description: "The extract and its recipient." })
    input: TransmitPlanExtractInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => transmitPlanExtract(context, input));
  }
}
