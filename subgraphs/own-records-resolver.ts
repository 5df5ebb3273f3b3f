import { Args, type ClassType, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { PageArguments } from "../kit/connection.ts";
import { ErasureOutcome } from "../kit/erasure-outcome.ts";
import { findErasures } from "../kit/find-erasures.ts";
import { PortableRecordConnection } from "../kit/portable-record.ts";
import type { Portability } from "../kit/portable-records.ts";
import { Public } from "../kit/public.ts";
import type { RequestContext } from "../kit/subgraph.ts";
import { ownRecords } from "./own-records.ts";

/** How one source's share of what is held about a person is named in the schema. */
interface Share {
  /** Before `Records` and `Erasures`. */
  readonly source: string;
  /** Who keeps the records, after "with". */
  readonly keepers: string;
  /** The same with its verb, after "every record". */
  readonly keeping: string;
  readonly portability: Portability;
}

/** Gives the person herself what a source keeps about her, and what became of it when she asked for its erasure. */
export function createOwnRecordsResolver(
  Person: ClassType<{ readonly id: string }>,
  { source, keepers, keeping, portability }: Share,
) {
  @Resolver(() => Person)
  class OwnRecordsResolver {
    @Public("Answered to the person herself and to nobody else.")
    @FieldResolver(() => PortableRecordConnection, {
      name: `${source}Records`,
      nullable: true,
      description: `Every record ${keeping} about her, whole, to take away; for herself only.`,
    })
    records(
      @Root() { id }: { readonly id: string },
      @Args(() => PageArguments) page: PageArguments,
      @Ctx() context: RequestContext,
    ) {
      return ownRecords(context, portability, id, page);
    }

    @Public("Answered to the person herself and to nobody else.")
    @FieldResolver(() => [ErasureOutcome], {
      name: `${source}Erasures`,
      nullable: true,
      description: `What became of her records with ${keepers} when she asked for their erasure, newest first; for herself only.`,
    })
    erasures(@Root() { id }: { readonly id: string }, @Ctx() { em, viewer }: RequestContext) {
      return viewer?.dataSubject === id ? findErasures(em, id) : null;
    }
  }
  return OwnRecordsResolver;
}
