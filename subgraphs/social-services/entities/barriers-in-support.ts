import { Field, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { Evaluation } from "./rules.ts";

/** Stored nowhere: counted among the prescriber's own barriers at the read that shows it, without saying which they are. */
@Evaluation()
@ObjectType({
  description: "How many barriers to employment the prescriber's social file held during a health support, as figures.",
})
export class BarriersInSupport implements PersonalRow {
  readonly prescriptionId!: string;
  readonly personId!: string;
  readonly organizationId!: string;

  @Evaluation()
  @Field(() => Int, {
    nullable: true,
    description: "Barriers that stood when the association accepted, or were declared from then until the end.",
  })
  readonly declared!: number;

  @Evaluation()
  @Field(() => Int, { nullable: true, description: "Those of them that were lifted in that time." })
  readonly lifted!: number;
}
