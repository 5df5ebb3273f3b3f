import { Check, Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";

/** Held by the organisation that runs the scheme; about no person. Amounts are cents, full-time equivalents hundredths. */
@Public("A convention is about no person.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "The agreement that funds a scheme of an organisation: amounts, posts, period, targets." })
@Entity({ tableName: "convention" })
@Index({ properties: ["organizationId", "startsOn"] })
@Check({ name: "convention_ends_after_it_starts", expression: "starts_on <= ends_on" })
export class Convention {
  @Field(() => ID, { description: "Opaque identifier of the convention." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "Its name." })
  @Property({ type: "text" })
  name!: string;

  @Field(() => DateScalar, { description: "First day of its period." })
  @Property({ type: "date" })
  startsOn!: string;

  @Field(() => DateScalar, { description: "Last day of its period." })
  @Property({ type: "date" })
  endsOn!: string;

  @Property({ type: "integer" })
  fullTimeHundredths!: number;

  @Field(() => [String], {
    description: "INSEE codes of the départements or communes it covers, and SIREN numbers of intercommunalities.",
  })
  @Property({ type: "array" })
  territoryCodes!: string[];
}
