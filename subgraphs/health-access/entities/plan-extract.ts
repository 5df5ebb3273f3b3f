import { randomUUID } from "node:crypto";
import { OptionalProps } from "@mikro-orm/core";
import { Entity, Index, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, Float, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import type { ExtractLine } from "../policies/extract-content.ts";
import { HealthActionPlan } from "./health-action-plan.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { EmploymentExtract, OpaqueIdentifier } from "./protected-as.ts";

/** Never edited: another content is another extract, which the person has to approve anew. */
@EmploymentExtract
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "What of a health action plan may go into an employment contract: words of a closed list, days, hours and constraints only.",
})
@Entity({ tableName: "plan_extract" })
@Trigger(neverRewritten)
@Unique({ properties: ["planId", "contentHash"] })
export class PlanExtract implements PersonalRow {
  [OptionalProps]?: "derivedAt" | "consentResource" | "weeklyHours";

  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the extract." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthActionPlan, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "plan_id" })
  planId!: string;

  @Index()
  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "json" })
  lines!: ExtractLine[];

  @EmploymentExtract
  @Field(() => String, {
    nullable: true,
    description:
      "The whole extract as one text (canonical JSON, RFC 8785, of its lines): exactly what its hash is made from.",
  })
  @Property({ type: "text" })
  text!: string;

  @EmploymentExtract
  @Field(() => String, { nullable: true, description: "SHA-256 of the text in hexadecimal, which a consent names." })
  @Property({ type: "text" })
  contentHash!: string;

  @EmploymentExtract
  @Field(() => Date, { nullable: true, description: "The instant it was derived from the plan." })
  @Property({ type: "datetime" })
  derivedAt: Date = new Date();

  @EmploymentExtract
  @Field(() => Float, {
    nullable: true,
    description: "Hours a week of all its lines together, which count among those a contract sets; absent without any.",
  })
  get weeklyHours(): number | null {
    const hours = this.lines.flatMap(({ weeklyHours }) => weeklyHours ?? []);
    return hours.length > 0 ? hours.reduce((sum, each) => sum + each) : null;
  }

  /** A consent may name this very extract. */
  get consentResource(): string {
    return this.id;
  }
}
