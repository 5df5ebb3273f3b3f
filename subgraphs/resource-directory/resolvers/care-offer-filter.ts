import { IsOptional, Max, MaxLength, Min } from "class-validator";
import { Field, Float, ID, InputType } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../../kit/scalars.ts";
import type { Volet } from "../../volets.ts";
import { CareCategory } from "../entities/care-category.ts";
import { Audience, Fee, OfferKind, ReceptionMode, Theme, ThemeCategory } from "../entities/vocabulary.ts";
import { VoletEnum } from "../entities/volet.ts";

@InputType({ description: "Which offers to find. Inside a list any value fits; all the lists must fit." })
export class CareOfferFilter {
  @Field(() => [Theme], { nullable: true, description: "What the offer is about." })
  themes?: string[] | null;

  @Field(() => [ThemeCategory], {
    nullable: true,
    description: "Families of themes, each standing for all its themes; they add to `themes`.",
  })
  themeCategories?: string[] | null;

  @Field(() => [Fee], { nullable: true, description: "What it costs; offers that do not say are left out." })
  fees?: string[] | null;

  @Field(() => [Audience], {
    nullable: true,
    description: "Whom it is for; offers for everyone are found as well, and to ask for everyone filters nothing.",
  })
  audiences?: string[] | null;

  @Field(() => [ReceptionMode], { nullable: true, description: "Whether people are received on site or remotely." })
  receptionModes?: string[] | null;

  @Field(() => [OfferKind], { nullable: true, description: "What kind of service it is." })
  kinds?: string[] | null;

  @Field(() => [CareCategory], { nullable: true, description: "Care families." })
  careCategories?: CareCategory[] | null;

  @Field(() => [String], { nullable: true, description: "Who published the entry, for example dora." })
  sources?: string[] | null;

  @Field(() => ID, { nullable: true, description: "Only offers of this structure." })
  structureId?: string | null;

  @IsOptional()
  @MaxLength(3)
  @Field(() => String, { nullable: true, description: "Code of the département of the offer, for example 25 or 974." })
  departmentCode?: string | null;

  @IsOptional()
  @Min(0)
  @Max(1)
  @Field(() => Float, { nullable: true, description: "Lowest quality score accepted, from 0 to 1." })
  minimumQualityScore?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: only offers that can take somebody now; false: only those that say they cannot.",
  })
  isAvailable?: boolean | null;

  @Field(() => [VoletEnum], {
    nullable: true,
    description:
      "Volets of a health centre's work; offers that neither state one nor bear a certain theme are left out.",
  })
  volets?: Volet[] | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Only what is offered on this very day, such as a stop of a mobile unit or a workshop.",
  })
  happensOn?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Only what is open at this instant, by the clocks of its place; offers whose hours nobody can read are left out.",
  })
  openAt?: Date | null;
}
