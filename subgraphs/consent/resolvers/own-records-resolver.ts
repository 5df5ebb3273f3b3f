import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { PageArguments } from "../../../kit/connection.ts";
import { ErasureOutcome } from "../../../kit/erasure-outcome.ts";
import { PortableRecordConnection } from "../../../kit/portable-record.ts";
import { Public } from "../../../kit/public.ts";
import { ownRecords } from "../../own-records.ts";
import type { ConsentContext } from "../context.ts";
import { Person } from "../entities/person.ts";
import { portability } from "../policies/portability.ts";
import { findErasures } from "../repositories/erasure.ts";

@Resolver(() => Person)
export class OwnRecordsResolver {
  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => PortableRecordConnection, {
    nullable: true,
    description: "Every record the registry keeps about her, whole, to take away; for herself only.",
  })
  registryRecords(
    @Root() { id }: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: ConsentContext,
  ) {
    return ownRecords(context, portability, id, page);
  }

  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => [ErasureOutcome], {
    nullable: true,
    description:
      "What became of her records with the registry when she asked for their erasure, newest first; for herself only.",
  })
  registryErasures(@Root() { id }: Person, @Ctx() { em, viewer }: ConsentContext) {
    return viewer?.dataSubject === id ? findErasures(em, id) : null;
  }
}
