import { IsOptional, Max, Min } from "class-validator";
import { Arg, Ctx, Field, FieldResolver, InputType, Int, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { CapacityStatusEnum } from "../entities/enums.ts";
import { Organization } from "../entities/organization.ts";
import { ReceivingCapacity } from "../entities/receiving-capacity.ts";
import { type CapacityStatus, capacityStatusOf } from "../policies/capacity-words.ts";
import { dayOf } from "../policies/day.ts";
import { type StatedCapacity, stateReceivingCapacity } from "../services/state-receiving-capacity.ts";

@InputType({ description: "What your organisation says of its places." })
class StateReceivingCapacityInput implements StatedCapacity {
  @Min(0)
  @Max(100_000)
  @Field(() => Int, { description: "How many people it can accompany at a time." })
  places!: number;

  @Min(0)
  @Max(100_000)
  @Field(() => Int, { description: "How many of these places are taken." })
  taken!: number;

  @IsOptional()
  @Field(() => DateScalar, { nullable: true, description: "The last day it takes people on, if there is one." })
  openUntil?: string | null;
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What stating the capacity gave." })
class StateReceivingCapacityPayload {
  @Field(() => ReceivingCapacity, { nullable: true, description: "What is stated now." })
  receivingCapacity?: ReceivingCapacity;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
  userErrors!: UserError[];
}

@Resolver(() => ReceivingCapacity)
export class ReceivingCapacityResolver {
  @Mutation(() => StateReceivingCapacityPayload, {
    nullable: true,
    description: "States how many people your association can take on, for those who prescribe.",
  })
  stateReceivingCapacity(
    @Arg("input", () => StateReceivingCapacityInput, { description: "The figures." })
    input: StateReceivingCapacityInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ receivingCapacity: await stateReceivingCapacity(context, input) }));
  }

  @FieldResolver(() => CapacityStatusEnum, { description: "Whether it takes people on now." })
  status(@Root() capacity: ReceivingCapacity): CapacityStatus {
    return capacityStatusOf(capacity, dayOf(new Date()));
  }
}

@Resolver(() => Organization)
export class OrganizationCapacityResolver {
  @FieldResolver(() => ReceivingCapacity, {
    nullable: true,
    description: "How many people it can take on, where it states so: to be read before prescribing to it.",
  })
  receivingCapacity(@Root() { id }: Organization, @Ctx() { capacityOfOrganization }: SocialServicesContext) {
    return capacityOfOrganization.load(id);
  }
}
