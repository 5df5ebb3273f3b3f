import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { type AdviceStatus, type AdviceTheme, adviceStatuses, adviceThemes } from "../policies/advice-words.ts";
import { AdviceStatusEnum, AdviceThemeEnum } from "./advice-enums.ts";
import { HealthSupport } from "./health-support.ts";
import { ExpertAdvice, OpaqueIdentifier } from "./protected-as.ts";

/**
 * Read by volunteers who are to know of nobody: the question is written without a name, and what leads to the person follows
 * the rule of the support, which is not theirs to read.
 */
@ExpertAdvice
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "A question of an association's professionals to its volunteer medical staff about a person they accompany, without naming her.",
})
@Entity({ tableName: "advice_request" })
@Unique({ properties: ["organizationId", "requestKey"] })
@Index({ properties: ["organizationId", "askedAt", "id"] })
@Index({ properties: ["supportId"] })
export class AdviceRequest implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the request." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthSupport, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "support_id" })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** The professional's stable identity: kept for the record, shown to nobody. */
  @Property({ type: "text" })
  authorSubject!: string;

  /** Chosen by the client, so that a retry finds the first attempt. */
  @Property({ type: "uuid" })
  requestKey!: string;

  @ExpertAdvice
  @Field(() => AdviceThemeEnum, { nullable: true, description: "What it is about." })
  @Enum({ items: Object.keys(adviceThemes) })
  theme!: AdviceTheme;

  @ExpertAdvice
  @Field(() => String, {
    nullable: true,
    description: "The question as it was written: no name, and no detail by which she could be known.",
  })
  @Property({ type: "text" })
  question!: string;

  @ExpertAdvice
  @Field(() => AdviceStatusEnum, { nullable: true, description: "How far it has come." })
  @Enum({ items: Object.keys(adviceStatuses) })
  status!: AdviceStatus;

  @ExpertAdvice
  @Field(() => Date, { nullable: true, description: "When it was asked." })
  @Property({ type: "datetime", length: 3 })
  askedAt!: Date;
}
