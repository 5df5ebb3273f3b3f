import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import { type WorkshopThemeCode, workshopThemes } from "../policies/workshop-words.ts";
import { WorkshopThemeEnum } from "./workshop-enums.ts";

/** Published in the directory. Those who stay anonymous are a number here, and nothing else anywhere. */
@Public("A session is published; who registers stands in the registrations.")
@ObjectType({ description: "A session of a workshop of « éducation populaire en santé »." })
@Entity({ tableName: "workshop_session" })
@Unique({ name: "workshop_session_once", properties: ["organizationId", "theme", "startsAt", "placeName"] })
@Index({ properties: ["organizationId", "startsAt", "id"] })
export class WorkshopSession {
  @Field(() => ID, { description: "Opaque identifier of the session." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => WorkshopThemeEnum, { description: "What it is about." })
  @Enum({ items: Object.keys(workshopThemes) })
  theme!: WorkshopThemeCode;

  @Field(() => String, { description: "Name of the place, as people know it." })
  @Property({ type: "text" })
  placeName!: string;

  @Field(() => String, { nullable: true, description: "Number and street, when it has one." })
  @Property({ type: "text", nullable: true })
  address: string | null = null;

  @Field(() => String, { description: "INSEE code of the commune, for example 25056." })
  @Property({ type: "text" })
  communeCode!: string;

  @Field(() => DateTimeScalar, { description: "When it begins." })
  @Property({ type: "datetime" })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it ends." })
  @Property({ type: "datetime" })
  endsAt!: Date;

  @Field(() => Int, { description: "How many people may take part." })
  @Property({ type: "integer" })
  capacity!: number;

  @Field(() => Int, { description: "How many places are kept for people who stay anonymous." })
  @Property({ type: "integer" })
  anonymousPlaces: number = 0;

  @Field(() => Boolean, { description: "Whether it does not take place." })
  @Property({ type: "boolean" })
  isCancelled: boolean = false;

  /** Counts what the directory was told. */
  @Property({ type: "integer" })
  version: number = 1;
}
