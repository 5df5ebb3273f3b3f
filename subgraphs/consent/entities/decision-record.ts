import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DataCategory, Purpose } from "./consent-words.ts";

/** One answer of the registry, written in the statement that made it; never changed. */
@Public("Shown to the person it is about and to nobody else.")
@ObjectType("Disclosure", { description: "One time somebody asked for the person's data, and whether it was shown." })
@Entity({ tableName: "decision_record" })
export class DecisionRecord {
  @Field(() => ID, { description: "Opaque identifier of the record." })
  @PrimaryKey({ type: "bigint" })
  id!: string;

  @Property({ type: "text" })
  requestId!: string;

  @Property({ type: "text" })
  actorSubject!: string;

  @Property({ type: "uuid", nullable: true })
  actorOrganizationId!: string | null;

  @Field(() => [String], { description: "Roles in which it was asked." })
  @Property({ type: "array" })
  actorRoles!: string[];

  @Field(() => String, { description: "Application through which it was asked." })
  @Property({ type: "text" })
  application!: string;

  /** The subgraph that asked on the viewer's behalf. */
  @Property({ type: "text" })
  askedBy!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid", nullable: true })
  sourceOrganizationId!: string | null;

  @Property({ type: "array" })
  receiverOrganizationIds!: string[];

  @Field(() => DataCategory, { description: "Which data were asked for." })
  @Property({ type: "text" })
  category!: string;

  @Field(() => Purpose, { description: "What they were asked for." })
  @Property({ type: "text" })
  purpose!: string;

  @Property({ type: "text" })
  operation!: string;

  @Property({ type: "uuid", nullable: true })
  resourceId!: string | null;

  @Field(() => [String], { description: "Fields of the schema through which they were asked for." })
  @Property({ type: "array" })
  coordinates!: string[];

  @Field(() => Boolean, { description: "Whether they were shown." })
  @Property({ type: "boolean" })
  isPermitted!: boolean;

  /** SELF, PROXY, HOLDER, ACCOMPANIMENT, GRANT, NO_GRANT, RESTRICTED or NOT_A_MEMBER. */
  @Property({ type: "text" })
  reason!: string;

  @Property({ type: "integer" })
  personEpoch!: number;

  @Field(() => Date, { description: "When it was asked." })
  @Property({ type: "datetime" })
  decidedAt!: Date;
}
