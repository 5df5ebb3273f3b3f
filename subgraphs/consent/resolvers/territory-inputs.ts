import { ArrayMaxSize, IsUUID, Length, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { AreaKind } from "../entities/organization-area.ts";
import type { AreaKind as Kind, NamedArea } from "../policies/territory.ts";

@InputType({ description: "An area in which an organisation works." })
export class AreaInput implements NamedArea {
  @Field(() => AreaKind, { description: "What kind of area it is." })
  kind!: Kind;

  @Length(2, 9)
  @Field(() => String, {
    description: "INSEE code of the département or commune, SIREN number of the intercommunality.",
  })
  code!: string;

  @ArrayMaxSize(600)
  @Length(5, 5, { each: true })
  @Field(() => [String], {
    defaultValue: [],
    description: "INSEE codes of the communes of an intercommunality, all of them; none for another kind.",
  })
  communes!: string[];
}

@InputType({ description: "Where an organisation works from now on." })
export class RecordOrganizationTerritoryInput {
  @IsUUID()
  @Field(() => ID, { description: "The organisation." })
  organization!: string;

  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Field(() => [AreaInput], { description: "All its areas; none for its whole département." })
  areas!: AreaInput[];
}
