import { IsOptional, Max, Min } from "class-validator";
import { Field, Float, ID, InputType } from "type-graphql";

@InputType({
  description: "A place: a commune, or a point, or both (distances are then from the point, rights from the commune).",
})
export class Near {
  @Field(() => ID, {
    nullable: true,
    description: "INSEE code of the commune where the person lives: offers closed to its inhabitants are left out.",
  })
  communeCode?: string | null;

  @IsOptional()
  @Min(-85)
  @Max(85)
  @Field(() => Float, { nullable: true, description: "Latitude in degrees (WGS 84), with a longitude." })
  latitude?: number | null;

  @IsOptional()
  @Min(-180)
  @Max(180)
  @Field(() => Float, { nullable: true, description: "Longitude in degrees (WGS 84), with a latitude." })
  longitude?: number | null;
}
