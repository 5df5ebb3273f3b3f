import { randomUUID } from "node:crypto";
import { OptionalProps } from "@mikro-orm/core";
import { Entity, Index, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { PlanExtract } from "./plan-extract.ts";
import { CareNavigation, OpaqueIdentifier } from "./protected-as.ts";

@CareNavigation
@ObjectType({ description: "That an extract was sent to an organisation, under the person's consent." })
@Entity({ tableName: "plan_transmission" })
@Trigger(neverRewritten)
@Unique({ properties: ["extractId", "recipientOrganizationId"] })
@Index({ properties: ["recipientOrganizationId", "sentAt"] })
export class PlanTransmission implements PersonalRow {
  [OptionalProps]?: "sentAt";

  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the transmission." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => PlanExtract, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "extract_id" })
  extractId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "uuid" })
  recipientOrganizationId!: string;

  @CareNavigation
  @Field(() => Date, { nullable: true, description: "The instant it was sent." })
  @Property({ type: "datetime" })
  sentAt: Date = new Date();
}
