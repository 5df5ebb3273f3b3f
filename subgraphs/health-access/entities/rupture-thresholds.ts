import { Check, Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** Those of one organisation; one that set none has the defaults. */
@Public("How an organisation works is about no person.")
@ObjectType({ description: "When an association is alerted that a support risks breaking." })
@Entity({ tableName: "rupture_thresholds" })
@Check({
  name: "rupture_thresholds_bounds",
  expression:
    "days_without_contact >= 1 and days_without_contact <= 365 and missed_in_a_row >= 1 and missed_in_a_row <= 20",
})
@Check({
  name: "rupture_thresholds_before_agreement_ends",
  expression: "days_before_agreement_ends >= 1 and days_before_agreement_ends <= 30",
})
export class RuptureThresholds {
  @Field(() => ID, { name: "id", description: "Opaque identifier of the organisation they are of." })
  @PrimaryKey({ type: "uuid" })
  organizationId!: string;

  @Field(() => Int, { description: "Days without contact after which a support is in the list." })
  @Property({ type: "smallint" })
  daysWithoutContact!: number;

  @Field(() => Int, { description: "Appointments missed in a row with which a support is in the list." })
  @Property({ type: "smallint", fieldName: "missed_in_a_row" })
  missedInARow!: number;

  @Field(() => Int, { description: "Days before the end of its agreement from which a support is in the list." })
  @Property({ type: "smallint", default: 30 })
  daysBeforeAgreementEnds!: number;
}
