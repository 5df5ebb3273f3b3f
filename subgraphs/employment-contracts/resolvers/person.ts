import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { ContractEvent } from "../entities/contract-event.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { Person } from "../entities/person.ts";
import { eventsOf, inOrder } from "../policies/contract-history.ts";
import { versionStatus } from "../policies/signing.ts";

type Context = EmploymentContractsContext;

@Resolver(() => Person)
export class PersonResolver {
  @Public("Each contract follows the rules of its own type.")
  @FieldResolver(() => [EmploymentContract], {
    nullable: true,
    description: "Her employment contracts that you may see, soonest end first.",
  })
  employmentContracts(@Root() { id }: Person, @Ctx() { contracts }: Context) {
    return contracts.byPerson.load(id);
  }

  @Public("Each event follows the rules of its own type.")
  @FieldResolver(() => [ContractEvent], {
    nullable: true,
    description: "What happened to her contracts that you may see, in the order of the days.",
  })
  async employmentContractHistory(@Root() { id }: Person, @Ctx() context: Context): Promise<ContractEvent[]> {
    const contracts = await context.contracts.byPerson.load(id);
    const events = await Promise.all(contracts.map((contract) => historyOf(contract, context)));
    return inOrder(events.flat());
  }
}

async function historyOf(contract: EmploymentContract, { versions, signatures }: Context): Promise<ContractEvent[]> {
  const recorded = await versions.byContract.load(contract.id);
  const counts = await Promise.all(recorded.map(async ({ id }) => (await signatures.byVersion.load(id)).length));
  const signed = recorded.filter((version, index) => versionStatus(contract, version, counts[index]!) === "SIGNED");
  const { personId, organizationId } = contract;
  return eventsOf(contract, signed).map((event) =>
    Object.assign(new ContractEvent(), event, { personId, organizationId }),
  );
}
