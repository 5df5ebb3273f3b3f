import { Field, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { Evaluation } from "./protected-as.ts";

/** Stored nowhere: counted in the records at the read that shows it. */
@Evaluation
@ObjectType({
  description: "How far what was planned in a health support was done: figures to evaluate the scheme with.",
})
export class SupportAdherence implements PersonalRow {
  readonly supportId!: string;
  readonly personId!: string;
  readonly organizationId!: string;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Steps of the plan in force, whatever became of them." })
  readonly stepsPlanned!: number;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Steps of the plan in force that are done." })
  readonly stepsDone!: number;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Appointments she kept." })
  readonly appointmentsKept!: number;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Appointments she missed." })
  readonly appointmentsMissed!: number;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Rights the association opened or renewed with her." })
  readonly rightsOpened!: number;
}
