import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { type Area, areaKinds, type AreaKind as Kind } from "../policies/territory.ts";
import { declareWords } from "./consent-words.ts";

export const AreaKind = declareWords("AreaKind", "What kind of area a territory is made of.", areaKinds);

@Public("Organisations are not people.")
@ObjectType({ description: "An area in which an organisation works." })
@Entity({ tableName: "organization_area" })
export class OrganizationArea implements Area {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => AreaKind, { description: "What kind of area it is." })
  @Property({ type: "text" })
  kind!: Kind;

  @Field(() => String, {
    description: "INSEE code of the département or commune, SIREN number of the intercommunality.",
  })
  @Property({ type: "text" })
  code!: string;

  @Field(() => String, {
    description: "INSEE code of the département it lies in, the chief one of an intercommunality.",
  })
  @Property({ type: "text" })
  departmentCode!: string;

  /** INSEE codes of the communes of an intercommunality when it was recorded. */
  @Property({ type: "array" })
  communes!: string[];
}
