import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.ts";
import { Notice } from "../entities/notice.ts";
import { NoticeSection } from "../entities/notice-section.ts";
import { readSections } from "../policies/notice-text.ts";
import { currentNotice } from "../repositories/notices.ts";

@Resolver(() => Notice)
export class NoticeResolver {
  @Query(() => Notice, { nullable: true, description: "The notice people are shown now." })
  currentNotice(
    @Arg("language", () => String, {
      defaultValue: "fr",
      description: "`fr`, or `fr-falc` for French that is easy to read.",
    })
    language: string,
    @Ctx() { em }: ConsentContext,
  ) {
    return currentNotice(em, language);
  }

  @FieldResolver(() => [NoticeSection], {
    description: "The text by what it tells, in its order; empty for a text that is not written in sections.",
  })
  sections(@Root() { text }: Notice) {
    return readSections(text);
  }
}
