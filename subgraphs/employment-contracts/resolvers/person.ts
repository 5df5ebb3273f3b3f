import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { Person } from "../entities/person.ts";

@Resolver(() => Person)
export class PersonResolver {
  @Public("Each contract follows the rules of its own type.")
  @FieldResolver(() => [EmploymentContract], {
    nullable: true,
    description: "Her employment contracts that you may see, soonest end first.",
  })
  employmentContracts(@Root() { id }: Person, @Ctx() { contracts }: EmploymentContractsContext) {
    return contracts.byPerson.load(id);
  }
}
