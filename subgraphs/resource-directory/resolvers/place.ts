import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { DirectoryContext } from "../context.ts";
import { Commune } from "../entities/commune.ts";
import { Place } from "../entities/place.ts";

@Resolver(() => Place)
export class PlaceResolver {
  @FieldResolver(() => Commune, {
    nullable: true,
    description: "The commune; absent when the producer gave no INSEE code of today.",
  })
  async commune(@Root() { communeCode }: Place, @Ctx() { directory }: DirectoryContext): Promise<Commune | null> {
    return communeCode ? directory.commune(communeCode) : null;
  }
}
