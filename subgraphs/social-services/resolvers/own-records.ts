import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { PageArguments } from "../../../kit/connection.ts";
import { ErasureOutcome } from "../../../kit/erasure-outcome.ts";
import { PortableRecordConnection } from "../../../kit/portable-record.ts";
import { Public } from "../../../kit/public.ts";
import { ownRecords } from "../../own-records.ts";
import type { SocialServicesContext } from "../context.ts";
import { Person } from "../entities/person.ts";
import { portability } from "../policies/portability.ts";
import { findErasures } from "../repositories/erasure.ts";

@Resolver(() => Person)
export class OwnRecordsResolver {
  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => PortableRecordConnection, {
    nullable: true,
    description: "Every record social services keep about her, whole, to take away; for herself only.",
  })
  socialServicesRecords(
    @Root() { id }: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: SocialServicesContext,
  ) {
    return ownRecords(context, portability, id, page);
  }

  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => [ErasureOutcome], {
    nullable: true,
    description:
      "What became of her records with social services when she asked for their erasure, newest first; for herself only.",
  })
  socialServicesErasures(@Root() { id }: Person, @Ctx() { em, viewer }: SocialServicesContext) {
    return viewer?.dataSubject === id ? findErasures(em, id) : null;
  }
}
