import { Check, Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";

/** Stated by the organisation itself; one that states none says nothing. */
@Public("How many places an organisation has is about no person.")
@ObjectType({ description: "How many people an organisation can take on, as it states it itself." })
@Entity({ tableName: "receiving_capacity" })
@Check({ name: "receiving_capacity_figures", expression: "places >= 0 and taken >= 0" })
export class ReceivingCapacity {
  @Field(() => ID, { name: "id", description: "Opaque identifier of the organisation it is of." })
  @PrimaryKey({ type: "uuid" })
  organizationId!: string;

  @Field(() => Int, { description: "How many people it can accompany at a time." })
  @Property({ type: "integer" })
  places!: number;

  @Field(() => Int, { description: "How many of these places are taken." })
  @Property({ type: "integer" })
  taken!: number;

  @Field(() => DateScalar, { nullable: true, description: "The last day it takes people on, where it says one." })
  @Property({ type: "date", nullable: true })
  openUntil!: string | null;

  @Field(() => Date, { description: "When it stated this." })
  @Property({ type: "datetime", length: 3 })
  statedAt!: Date;
}
