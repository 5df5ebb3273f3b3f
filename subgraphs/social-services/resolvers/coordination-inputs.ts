import { ArrayMaxSize, IsUUID, Length, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { AgreementMediumEnum } from "../entities/enums.ts";
import type { AgreementMedium } from "../policies/file-words.ts";

@InputType({ description: "What an organisation is to do, and by when." })
export class CoordinationTaskInput {
  @IsUUID()
  @Field(() => ID, { description: "The organisation that is to do it." })
  organization!: string;

  @Length(1, 300)
  @Field(() => String, { description: "What is to be done, without any diagnosis." })
  label!: string;

  @Field(() => DateScalar, { description: "Day by which it is to be done." })
  dueOn!: string;
}

@InputType({ description: "A coordination meeting that was held." })
export class RecordCoordinationMeetingInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this meeting: sending it again records nothing twice." })
  requestKey!: string;

  @Field(() => ID, { description: "The active mandate of your organisation under which it was called." })
  mandate!: string;

  @Field(() => DateScalar, { description: "Day on which it was held." })
  heldOn!: string;

  @Field(() => DateScalar, { description: "Day on which the person agreed that it is held, that day at the latest." })
  agreedOn!: string;

  @Field(() => AgreementMediumEnum, { description: "How she agreed." })
  agreementMedium!: AgreementMedium;

  @ArrayMaxSize(20)
  @IsUUID(undefined, { each: true })
  @Field(() => [ID], { description: "The organisations that took part besides yours." })
  participants!: string[];

  @ArrayMaxSize(20)
  @Length(1, 500, { each: true })
  @Field(() => [String], { description: "What was decided, without any diagnosis." })
  decisions!: string[];

  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Field(() => [CoordinationTaskInput], { description: "Who does what by when." })
  tasks!: CoordinationTaskInput[];
}

@InputType({ description: "A task that is done." })
export class CompleteCoordinationTaskInput {
  @Field(() => ID, { description: "The task." })
  task!: string;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it was done; today when absent." })
  doneOn?: string | null;
}
