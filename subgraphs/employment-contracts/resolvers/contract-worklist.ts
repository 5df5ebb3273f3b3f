import { Arg, Args, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import {
  decodeCursor,
  encodeCursor,
  foreignCursor,
  type Page,
  PageArguments,
  toPage,
} from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Public } from "../../../kit/public.ts";
import { protection, rule } from "../../protection.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { ContractWorklistEnum } from "../entities/schema-enums.ts";
import { isDay } from "../policies/calendar.ts";
import type { ContractWorklist } from "../policies/worklist.ts";
import { EmploymentContractConnection } from "./employment-contract-connection.ts";

const TERMS = rule("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");
type Context = EmploymentContractsContext;

@Public("It counts the viewer's own contracts.")
@ObjectType({ description: "How much is to be done of one kind." })
export class ContractWorklistCount {
  @Field(() => ContractWorklistEnum, { description: "What is to be done." })
  worklist!: ContractWorklist;

  @Field(() => Int, { description: "About how many contracts." })
  count!: number;
}

/** What is to be done about contracts. No list depends on a plan, a link or a consent. */
@Resolver()
export class ContractWorklistResolver {
  @Query(() => EmploymentContractConnection, {
    nullable: true,
    description: "Contracts of your organisation, or your own, about which something is to be done; most urgent first.",
  })
  async employmentContractWorklist(
    @Arg("worklist", () => ContractWorklistEnum, { description: "What is to be done." }) worklist: ContractWorklist,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { worklists, enforcement }: Context,
  ): Promise<Page<EmploymentContract>> {
    const rows = await worklists.list(worklist, after ? readPosition(after) : null, first + 1);
    // A cursor tells when something is due, to whoever asks for no more than cursors.
    const readable = await enforcement.readable(rows, ({ contract }) => protection.recordOf(contract)!, TERMS);
    const page = toPage(
      readable,
      first,
      ({ dueOn, contract }) => encodeCursor([dueOn, contract.id]),
      async () => (await worklists.counts()).get(worklist)!,
    );
    const edges = page.edges.map(({ node, cursor }) => ({ node: node.contract, cursor }));
    return {
      edges,
      pageInfo: page.pageInfo,
      get totalCount() {
        return page.totalCount;
      },
    };
  }

  @Query(() => [ContractWorklistCount], {
    nullable: true,
    description: "How many contracts stand in each list of what is to be done.",
  })
  async employmentContractWorklists(@Ctx() { worklists }: Context): Promise<ContractWorklistCount[]> {
    return [...(await worklists.counts())].map(([worklist, count]) => ({ worklist, count }));
  }
}

function readPosition(cursor: string) {
  const [dueOn, id] = decodeCursor(cursor, 2);
  if (isDay(dueOn) && isIdentifier(id)) return { dueOn, id };
  throw foreignCursor();
}
