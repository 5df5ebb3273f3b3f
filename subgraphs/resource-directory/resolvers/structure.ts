import { Arg, Ctx, FieldResolver, Float, ID, Query, Resolver, Root } from "type-graphql";
import type { Volet } from "../../volets.ts";
import type { DirectoryContext } from "../context.ts";
import { Structure } from "../entities/structure.ts";
import { VoletEnum } from "../entities/volet.ts";

@Resolver(() => Structure)
export class StructureResolver {
  @Query(() => Structure, { nullable: true, description: "A structure by its identifier." })
  structure(
    @Arg("id", () => ID, { description: "Identifier of the structure." }) id: string,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<Structure | null> {
    return directory.structure(id);
  }

  @FieldResolver(() => Float, { description: "Mean quality score of its offers, from 0 to 1; 0 without offers." })
  qualityScore(@Root() { id }: Structure, @Ctx() { directory }: DirectoryContext): Promise<number> {
    return directory.structureScore(id);
  }

  @FieldResolver(() => [VoletEnum], {
    description: "The volets of a health centre's work that its present offers belong to; none where they do not say.",
  })
  volets(@Root() { id }: Structure, @Ctx() { directory }: DirectoryContext): Promise<Volet[]> {
    return directory.structureVolets(id);
  }
}
