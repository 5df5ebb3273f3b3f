import { randomUUID } from "node:crypto";
import { Check, Entity, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import type { Funded } from "../policies/convention-words.ts";
import { Convention } from "./convention.ts";

@Public("A convention is about no person.")
@ObjectType({ description: "What one funder gives, at once or under a condition." })
@Entity({ tableName: "convention_funding" })
@Index({ properties: ["conventionId"] })
@Check({ name: "convention_funding_is_something", expression: "amount_cents > 0" })
@Check({ name: "convention_funding_condition_met", expression: "condition is not null or condition_met_on is null" })
export class ConventionFunding implements Funded {
  @Field(() => ID, { description: "Opaque identifier of the funding." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => Convention, { mapToPk: true, fieldName: "convention_id" })
  conventionId!: string;

  @Property({ type: "integer" })
  place!: number;

  @Field(() => String, { description: "Who gives it." })
  @Property({ type: "text" })
  funder!: string;

  /** Whose members read the convention besides those of the organisation that holds it; null where the funder is not in the hub. */
  @Index()
  @Property({ type: "uuid", nullable: true })
  funderOrganizationId: string | null = null;

  @Field(() => Int, { description: "How much, in cents of euro." })
  @Property({ type: "integer" })
  amountCents!: number;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it is due." })
  @Property({ type: "date", nullable: true })
  dueOn!: string | null;

  @Field(() => String, { nullable: true, description: "On what condition; absent when there is none." })
  @Property({ type: "text", nullable: true })
  condition!: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which the condition was met; absent until then." })
  @Property({ type: "date", nullable: true })
  conditionMetOn!: string | null;
}
