import { Field, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import type { RuptureKind } from "../policies/rupture-words.ts";
import { HealthPlanFull, PrescriberFeedback } from "./protected-as.ts";
import { RuptureKindEnum } from "./rupture-enums.ts";

/**
 * Stored nowhere: it follows from the records and the clock at the read that shows it. The prescriber may be told that a
 * support risks breaking, and why; the days come from acts, appointments and the plan, and follow the strictest of their rules.
 */
@PrescriberFeedback
@ObjectType({ description: "A sign that the thread of a health support risks breaking." })
export class RuptureAlert implements PersonalRow {
  readonly supportId!: string;
  readonly prescriptionId!: string;
  readonly personId!: string;
  readonly organizationId!: string;

  @PrescriberFeedback
  @Field(() => RuptureKindEnum, { nullable: true, description: "Why." })
  readonly kind!: RuptureKind;

  @HealthPlanFull
  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Since when: the last contact, the first appointment missed in a row, the earliest overdue day, or the day an agreement began to end.",
  })
  readonly sinceOn!: string;

  @HealthPlanFull
  @Field(() => Date, { nullable: true, description: "Its latest fact, to pass when acknowledging it." })
  readonly latestFactAt!: Date;

  @HealthPlanFull
  @Field(() => Int, {
    nullable: true,
    description:
      "How many: days without contact, appointments missed in a row, steps overdue, or days the agreement still runs.",
  })
  readonly count!: number;
}
