import { Check, Entity, Enum, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import type { Day } from "../policies/calendar.ts";
import { type ContractKind, contractKinds } from "../policies/contract-kind.ts";
import { ContractKindEnum } from "./schema-enums.ts";

/** A kind of contract as an organisation opens it in its territory: under which name and for which lengths. */
@Public("What an organisation opens is about nobody.")
@ObjectType({ description: "A kind of contract as your organisation opens it: its local name and its durations." })
@Entity({ tableName: "contract_type" })
@Unique({ properties: ["organizationId", "name"], where: "closed_on is null" })
@Check({
  name: "contract_type_durations",
  expression: "durations_in_months <@ '{3,6,9,12}'::int[] and cardinality(durations_in_months) > 0",
})
export class ContractType {
  @Field(() => ID, { description: "Opaque identifier of the type." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "What the territory calls it, for example CER or CEO." })
  @Property({ type: "text" })
  name!: string;

  @Field(() => ContractKindEnum, { description: "The kind of the law that it is." })
  @Enum({ items: Object.keys(contractKinds) })
  kind!: ContractKind;

  @Field(() => [Int], { description: "For how many months such a contract may run, and each renewal of it." })
  @Property({ type: "integer[]" })
  durationsInMonths!: number[];

  @Field(() => DateScalar, { description: "Day from which it is opened." })
  @Property({ type: "date" })
  openedOn!: Day;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Day from which no new contract of this type is opened; those that run go on.",
  })
  @Property({ type: "date", nullable: true })
  closedOn: Day | null = null;
}
