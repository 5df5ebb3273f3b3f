import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";
import type { PersonalRow } from "../../protection.ts";

/** What the hub itself knows of a person: enough to recognise her, nothing of her situation, and never a NIR. */
@Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
@Directive('@key(fields: "id")')
@ObjectType({ description: "A person accompanied by organisations of the hub." })
@Entity({ tableName: "person" })
export class Person implements PersonalRow {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the person in the hub." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  /** Her own account, `<issuer alias>|<sub>`; null until she has one. */
  @Property({ type: "text", nullable: true, unique: true })
  subject!: string | null;

  @Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
  @Field(() => String, { nullable: true, description: "Given name." })
  @Property({ type: "text" })
  givenName!: string;

  @Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
  @Field(() => String, { nullable: true, description: "Family name." })
  @Property({ type: "text" })
  familyName!: string;

  @Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
  @Field(() => Int, { nullable: true, description: "Year of birth." })
  @Property({ type: "integer", nullable: true })
  birthYear!: number | null;

  /** Counts every change of what she permits; a decision notes the count it was made under. */
  @Property({ type: "integer", default: 0 })
  epoch!: number;

  get personId(): string {
    return this.id;
  }

  /** Her identity is held by the registry for every organisation that accompanies her. */
  get organizationId(): null {
    return null;
  }
}
