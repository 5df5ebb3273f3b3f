import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";

const BetweenSources = Public("A convention is about no person.");

/** An agreement held elsewhere, which is shown to those who hold or fund it alone; what it funds is counted here. */
@BetweenSources
@Directive('@key(fields: "id")')
@ObjectType({ description: "The agreement that funds a scheme of an organisation: amounts, posts, period, targets." })
export class Convention {
  @Field(() => ID, { description: "Opaque identifier of the convention." })
  id!: string;

  @Directive("@external")
  @Field(() => ID, {
    nullable: true,
    description: "The organisation whose activity it funds; travels between sources only.",
  })
  fundedOrganizationId?: string | null;

  @Directive("@external")
  @Field(() => DateScalar, { description: "First day of its period." })
  startsOn!: string;

  @Directive("@external")
  @Field(() => DateScalar, { description: "Last day of its period." })
  endsOn!: string;
}
