import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Barrier } from "../entities/barrier.ts";
import { BarrierAction } from "../entities/barrier-action.ts";
import { BarrierKindEnum } from "../entities/enums.ts";
import { HousingStageReached } from "../entities/housing-stage-reached.ts";
import { SocialFollowUp } from "../entities/rules.ts";
import type { BarrierKind } from "../policies/file-words.ts";
import { declareBarrier } from "../services/declare-barrier.ts";
import { liftBarrier } from "../services/lift-barrier.ts";
import { recordHousingStage } from "../services/record-housing-stage.ts";
import { RecordHousingStageInput } from "./barrier-action-inputs.ts";

@InputType({ description: "A barrier to record." })
export class DeclareBarrierInput {
  @Field(() => ID, { description: "The file of your organisation in which to record it." })
  socialFile!: string;

  @Field(() => BarrierKindEnum, { description: "What the barrier is." })
  kind!: BarrierKind;

  @Field(() => DateScalar, { nullable: true, description: "Day on which she declared it; today when absent." })
  openedOn?: string | null;
}

@InputType({ description: "A barrier that is lifted." })
export class LiftBarrierInput {
  @Field(() => ID, { description: "The barrier that is lifted." })
  barrier!: string;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it was lifted; today when absent." })
  liftedOn?: string | null;
}

/** Declares the payload of one act on the barrier. */
function declarePayload(name: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => Barrier, { nullable: true, description: "The barrier as it is now." })
    barrier?: Barrier;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const DeclareBarrierPayload = declarePayload("DeclareBarrierPayload");
const LiftBarrierPayload = declarePayload("LiftBarrierPayload");
const RecordHousingStagePayload = declarePayload("RecordHousingStagePayload");

@Resolver(() => Barrier)
export class BarrierResolver {
  @SocialFollowUp()
  @FieldResolver(() => [BarrierAction], {
    nullable: true,
    description: "What is done about it, the first due first; what is over is included.",
  })
  actions(@Root() { id }: Barrier, @Ctx() { actionsOfBarrier }: SocialServicesContext) {
    return actionsOfBarrier.load(id);
  }

  @SocialFollowUp()
  @FieldResolver(() => [HousingStageReached], {
    nullable: true,
    description: "How far a threat to her home has come, the latest stage first; empty for other kinds of barriers.",
  })
  housingStages(@Root() { id }: Barrier, @Ctx() { stagesOfBarrier }: SocialServicesContext) {
    return stagesOfBarrier.load(id);
  }

  @Mutation(() => DeclareBarrierPayload, {
    nullable: true,
    description: "Records a barrier to employment as the person declares it.",
  })
  declareBarrier(
    @Arg("input", () => DeclareBarrierInput, { description: "What to record." }) input: DeclareBarrierInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ barrier: await declareBarrier(context, input) }));
  }

  @Mutation(() => LiftBarrierPayload, {
    nullable: true,
    description: "Records that a barrier to employment is lifted, once no action about it is open.",
  })
  liftBarrier(
    @Arg("input", () => LiftBarrierInput, { description: "What is lifted." }) input: LiftBarrierInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ barrier: await liftBarrier(context, input) }));
  }

  @Mutation(() => RecordHousingStagePayload, {
    nullable: true,
    description: "Records how far a threat to a person's home has come, from unpaid rent to a home that is secured.",
  })
  recordHousingStage(
    @Arg("input", () => RecordHousingStageInput, { description: "What to record." }) input: RecordHousingStageInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ barrier: await recordHousingStage(context, input) }));
  }
}
