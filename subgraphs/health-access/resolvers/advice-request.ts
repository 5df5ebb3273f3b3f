import { Length } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { UserError } from "../../../kit/user-error.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { AdviceAnswer } from "../entities/advice-answer.ts";
import { AdviceStatusEnum, AdviceThemeEnum } from "../entities/advice-enums.ts";
import { AdviceRequest } from "../entities/advice-request.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { CareNavigation, ExpertAdvice, OwnAct } from "../entities/protected-as.ts";
import type { AdviceStatus, AdviceTheme } from "../policies/advice-words.ts";
import { type AnswerAdvice, answerAdvice } from "../services/answer-advice.ts";
import { type AskAdvice, askAdvice } from "../services/ask-advice.ts";
import { type WithdrawAdviceRequest, withdrawAdviceRequest } from "../services/withdraw-advice-request.ts";
import { change } from "./change.ts";

const AdviceRequestConnection = declareConnection(AdviceRequest, "AdviceRequest", "requests for advice");

@ArgsType()
class AdviceRequestsArguments extends PageArguments {
  @Field(() => AdviceStatusEnum, { nullable: true, description: "Only those that have come so far." })
  status?: AdviceStatus | null;
}

@InputType({ description: "A question to the volunteer medical staff of your association." })
class AskAdviceInput implements AskAdvice {
  @Field(() => ID, { description: "A uuid you choose once for this request; sending it again asks once." })
  requestKey!: string;

  @Field(() => ID, { description: "The health support it is about, which volunteers do not see." })
  healthSupport!: string;

  @Field(() => AdviceThemeEnum, { description: "What it is about." })
  theme!: AdviceTheme;

  @Length(1, 4000)
  @NoSocialSecurityNumber()
  @Field(() => String, {
    description: "The question: write no name, and no detail by which the person could be known.",
  })
  question!: string;
}

@InputType({ description: "An answer to a request for advice." })
class AnswerAdviceInput implements AnswerAdvice {
  @Field(() => ID, { description: "The request." })
  adviceRequest!: string;

  @Length(1, 10_000)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Your answer, which stays as it is." })
  text!: string;
}

@InputType({ description: "A request for advice to take back." })
class WithdrawAdviceRequestInput implements WithdrawAdviceRequest {
  @Field(() => ID, { description: "The request, which nobody has answered." })
  adviceRequest!: string;
}

@OwnAct
@ObjectType({ description: "What asking for advice, answering or taking a request back gave." })
class AdviceRequestPayload {
  @Field(() => AdviceRequest, { nullable: true, description: "The request as it is now." })
  adviceRequest?: AdviceRequest;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Resolver(() => AdviceRequest)
export class AdviceRequestResolver {
  @Query(() => AdviceRequestConnection, {
    nullable: true,
    description:
      "The requests for advice of your association, oldest first, for those who ask and the volunteer medical staff.",
  })
  adviceRequests(
    @Args(() => AdviceRequestsArguments) { first, after, status }: AdviceRequestsArguments,
    @Ctx() { advice }: HealthAccessContext,
  ) {
    return advice.ofTeam(first, after, status);
  }

  @Mutation(() => AdviceRequestPayload, {
    nullable: true,
    description: "Asks the volunteer medical staff of your association for advice about a person, without naming her.",
  })
  askAdvice(
    @Arg("input", () => AskAdviceInput, { description: "The question." }) input: AskAdviceInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => askAdvice(context, input));
  }

  @Mutation(() => AdviceRequestPayload, {
    nullable: true,
    description: "Answers a request for advice of your association, once and for good.",
  })
  answerAdvice(
    @Arg("input", () => AnswerAdviceInput, { description: "The answer." }) input: AnswerAdviceInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => answerAdvice(context, input));
  }

  @Mutation(() => AdviceRequestPayload, {
    nullable: true,
    description: "Takes a request for advice back that nobody has answered; volunteers no longer see it.",
  })
  withdrawAdviceRequest(
    @Arg("input", () => WithdrawAdviceRequestInput, { description: "The request." }) input: WithdrawAdviceRequestInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => withdrawAdviceRequest(context, input));
  }

  @CareNavigation
  @FieldResolver(() => HealthSupport, {
    nullable: true,
    description: "The support it is about, for those who accompany the person and for herself.",
  })
  healthSupport(@Root() { supportId }: AdviceRequest, @Ctx() { supports }: HealthAccessContext) {
    return supports.byId.load(supportId);
  }

  @ExpertAdvice
  @FieldResolver(() => [AdviceAnswer], { nullable: true, description: "What was answered, in the order of time." })
  answers(@Root() { id }: AdviceRequest, @Ctx() { advice }: HealthAccessContext) {
    return advice.answersOf.load(id);
  }
}

@Resolver(() => HealthSupport)
export class AdviceOfSupportResolver {
  @ExpertAdvice
  @FieldResolver(() => [AdviceRequest], {
    nullable: true,
    description:
      "What volunteer medical staff were asked about her, oldest first; for her association and herself alone.",
  })
  adviceRequests(@Root() { id }: HealthSupport, @Ctx() { advice }: HealthAccessContext) {
    return advice.ofSupport.load(id);
  }
}
