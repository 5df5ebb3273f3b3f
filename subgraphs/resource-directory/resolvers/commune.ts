import { Max, MaxLength, Min } from "class-validator";
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { DirectoryContext } from "../context.ts";
import { Commune } from "../entities/commune.ts";
import { Department } from "../entities/department.ts";
import { Intercommunality } from "../entities/intercommunality.ts";

@ArgsType()
class CommuneArguments {
  @MaxLength(100)
  @Field(() => String, {
    description: "The beginning of a name (accents and hyphens do not matter), an INSEE code or a postal code.",
  })
  search!: string;

  @Min(1)
  @Max(50)
  @Field(() => Int, { defaultValue: 10, description: "How many communes to return at most, from 1 to 50." })
  first!: number;
}

@Resolver(() => Commune)
export class CommuneResolver {
  @Query(() => [Commune], {
    nullable: true,
    description: "Communes for what a person types: exact matches first, then the most populous.",
  })
  communes(
    @Args(() => CommuneArguments) { search, first }: CommuneArguments,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<Commune[]> {
    return directory.communes(search, first);
  }

  @FieldResolver(() => Department, { nullable: true, description: "Its département." })
  department(@Root() commune: Commune, @Ctx() { directory }: DirectoryContext): Promise<Department | null> {
    return directory.department(commune.departmentCode);
  }

  @FieldResolver(() => Intercommunality, { nullable: true, description: "The group of communes it belongs to." })
  async intercommunality(
    @Root() { intercommunalityCode }: Commune,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<Intercommunality | null> {
    return intercommunalityCode ? directory.intercommunality(intercommunalityCode) : null;
  }
}
