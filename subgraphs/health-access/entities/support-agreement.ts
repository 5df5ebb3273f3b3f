import { randomUUID } from "node:crypto";
import { Entity, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { HealthSupport } from "./health-support.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { CareNavigation, OpaqueIdentifier } from "./protected-as.ts";

/** Never edited: what is agreed further is an agreement of its own, which names the one it renews. */
@CareNavigation
@ObjectType({
  description: "That a person and an association agreed on six months of accompaniment, after a diagnosis they share.",
})
@Entity({ tableName: "support_agreement" })
@Trigger(neverRewritten)
@Unique({ properties: ["supportId", "startsOn"] })
export class SupportAgreement implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the agreement." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthSupport, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "support_id" })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "The day the person signed it." })
  @Property({ type: "date" })
  signedOn!: string;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "Its first day." })
  @Property({ type: "date" })
  startsOn!: string;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "Its last day, six months later." })
  @Property({ type: "date" })
  endsOn!: string;

  @Property({ type: "uuid", nullable: true, unique: true })
  renewsId: string | null = null;
}
