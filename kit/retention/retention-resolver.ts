import {
  Arg,
  Args,
  Ctx,
  Field,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from "type-graphql";
import { declareConnection, PageArguments } from "../connection.ts";
import { Public } from "../public.ts";
import type { RequestContext } from "../subgraph.ts";
import { asPayload, Refusal, UserError } from "../user-error.ts";
import type { Viewer } from "../viewer.ts";
import { type Decider, decideRetention, listPeriods } from "./decide-retention.ts";
import { listRetentionRuns } from "./list-retention-runs.ts";
import type { RetentionKinds } from "./retention-kind.ts";
import { RetentionPeriod } from "./retention-period.ts";
import { RetentionRun } from "./retention-run.ts";

/** How one source's share of an organisation's records is named in the schema. */
interface Share {
  /** Before `Retention` and `RetentionRuns`. */
  readonly source: string;
  /** Whose records they are, after "records of". */
  readonly keepers: string;
  readonly kinds: RetentionKinds;
  /** Who decides in the name of her organisation. */
  readonly mayDecide: (viewer: Viewer) => boolean;
  /** Who that is, to tell others: one noun phrase. */
  readonly decider: string;
}

const RetentionRunConnection = declareConnection(RetentionRun, "RetentionRun", "days on which records were erased", {
  isShareable: true,
});

/** Lets an organisation decide for how long a source keeps its records, and see what was done about it. */
export function createRetentionResolver({ source, keepers, kinds, mayDecide, decider }: Share) {
  const name = `${source[0]!.toUpperCase()}${source.slice(1)}Retention`;
  const Kind = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, kind]));
  registerEnumType(Kind, {
    name: `${name}Kind`,
    description: `A kind of record of ${keepers} for whose keeping an organisation decides.`,
    valuesConfig: Object.fromEntries(Object.entries(kinds).map(([kind, { description }]) => [kind, { description }])),
  });
  const isDecider = (viewer: Viewer | null): viewer is Decider => !!viewer?.organization && mayDecide(viewer);

  @InputType(`Set${name}Input`, { description: "For how long your organisation keeps a kind of record." })
  class SetRetentionInput {
    @Field(() => Kind, { description: "Which kind of record." })
    kind!: string;

    @Field(() => Int, { description: "For how many days, within the bounds of its kind." })
    days!: number;
  }

  @Public("It reports the viewer's own act.")
  @ObjectType(`Set${name}Payload`, { description: "What became of deciding how long records are kept." })
  class SetRetentionPayload {
    @Field(() => RetentionPeriod, { nullable: true, description: "The period that holds from now on." })
    retentionPeriod?: RetentionPeriod;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
    userErrors!: UserError[];
  }

  @Resolver()
  class RetentionResolver {
    @Query(() => [RetentionPeriod], {
      name: `${source}Retention`,
      nullable: true,
      description: `For how long your organisation keeps its records of ${keepers}, for ${decider}.`,
    })
    periods(@Ctx() { em, viewer }: RequestContext) {
      return isDecider(viewer) ? listPeriods(em, kinds, viewer.organization) : null;
    }

    @Query(() => RetentionRunConnection, {
      name: `${source}RetentionRuns`,
      nullable: true,
      description: `What was erased of your organisation's records of ${keepers} because its time was over, newest day first, for ${decider}.`,
    })
    runs(@Args(() => PageArguments) page: PageArguments, @Ctx() { em, viewer }: RequestContext) {
      return isDecider(viewer) ? listRetentionRuns(em, viewer.organization, page) : null;
    }

    @Mutation(() => SetRetentionPayload, {
      name: `set${name}`,
      nullable: true,
      description: `Decides for how long your organisation keeps its records of ${keepers}; what is past that goes the next night.`,
    })
    setRetention(
      @Arg("input", () => SetRetentionInput, { description: "Which records, and how long." }) input: SetRetentionInput,
      @Ctx() { em, viewer }: RequestContext,
    ) {
      return asPayload(async () => {
        if (!isDecider(viewer)) throw new Refusal("FORBIDDEN", `Only ${decider} does this.`);
        return { retentionPeriod: await decideRetention(em, kinds, viewer, input) };
      });
    }
  }
  return RetentionResolver;
}
