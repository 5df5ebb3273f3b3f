import { randomUUID } from "node:crypto";
import { Entity, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { AdviceRequest } from "./advice-request.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { ExpertAdvice, OpaqueIdentifier } from "./protected-as.ts";

/** Each volunteer answers once: whoever has more to say is asked again. */
@ExpertAdvice
@ObjectType({ description: "What one of the volunteer medical staff answered to a request for advice." })
@Entity({ tableName: "advice_answer" })
@Trigger(neverRewritten)
@Unique({ properties: ["requestId", "authorSubject"] })
export class AdviceAnswer implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the answer." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => AdviceRequest, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "request_id" })
  requestId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** The volunteer's stable identity: kept for the record, shown to nobody. */
  @Property({ type: "text" })
  authorSubject!: string;

  @ExpertAdvice
  @Field(() => String, { nullable: true, description: "The answer as it was written." })
  @Property({ type: "text" })
  text!: string;

  @ExpertAdvice
  @Field(() => Date, { nullable: true, description: "When it was given." })
  @Property({ type: "datetime", length: 3 })
  answeredAt!: Date;
}
