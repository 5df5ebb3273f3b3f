import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { DataCategory as Category, Purpose as PurposeWord, Role as RoleWord } from "../../protection.ts";
import { DataCategory, Purpose, Role } from "./consent-words.ts";

/**
 * What a person opposes, whatever she consented to: it matches where each of its words does, and a word that is null matches
 * everyone, or everything. Placed and lifted, never changed.
 */
@Public("Shown to the person it is about and to nobody else.")
@ObjectType({
  description: "Something the person opposes, whatever she consented to; what it leaves open is meant of all.",
})
@Entity({ tableName: "restriction" })
export class Restriction {
  @Field(() => ID, { description: "Opaque identifier of the restriction." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid", nullable: true })
  granteeOrganizationId!: string | null;

  @Field(() => Role, {
    name: "role",
    nullable: true,
    description: "The role whose holders may not be shown it; absent for all.",
  })
  @Property({ type: "text", nullable: true })
  granteeRole!: RoleWord | null;

  @Property({ type: "uuid", nullable: true })
  granteeProfessionalId!: string | null;

  @Field(() => DataCategory, { nullable: true, description: "Which data it is about; absent for all." })
  @Property({ type: "text", nullable: true })
  category!: Category | null;

  @Field(() => Purpose, { nullable: true, description: "The purpose it is about; absent for all." })
  @Property({ type: "text", nullable: true })
  purpose!: PurposeWord | null;

  @Field(() => Date, { description: "The instant from which it holds." })
  @Property({ type: "datetime" })
  startsAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: "The instant from which it holds no more; absent while it has no end.",
  })
  @Property({ type: "datetime", nullable: true })
  endsAt!: Date | null;
}
