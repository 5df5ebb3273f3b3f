import { randomUUID } from "node:crypto";
import { Check, Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { type TargetKind, targetKinds } from "../policies/convention-words.ts";
import { Convention } from "./convention.ts";
import { ConventionTargetKindEnum } from "./enums.ts";

@Public("A convention is about no person.")
@ObjectType({ description: "What a convention is to reach, and how far it has come." })
@Entity({ tableName: "convention_target" })
@Unique({ properties: ["conventionId", "kind"] })
@Check({ name: "convention_target_counted", expression: "(counted is null) = (counted_on is null)" })
export class ConventionTarget {
  @Field(() => ID, { description: "Opaque identifier of the target." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => Convention, { mapToPk: true, fieldName: "convention_id" })
  conventionId!: string;

  @Field(() => ConventionTargetKindEnum, { description: "What is counted." })
  @Enum({ items: Object.keys(targetKinds) })
  kind!: TargetKind;

  @Field(() => Int, { description: "How many there are to be at the end." })
  @Property({ type: "integer" })
  expected!: number;

  @Property({ type: "integer", nullable: true })
  counted!: number | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which they were last counted." })
  @Property({ type: "date", nullable: true })
  countedOn!: string | null;
}
