import { Entity, Enum, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { type ClassType, type Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../public.ts";
import type { RectificationRow } from "./rectification-row.ts";
import { RectificationState, rectificationStates } from "./rectification-state.ts";

/** Declares the requests for rectification of one source: the type `name`, each value of it under the rule given. */
export function declareRectification(name: string, Rule: ReturnType<typeof Directive>): ClassType<RectificationRow> {
  @Rule
  @ObjectType(name, {
    description: "A request that a record about somebody be corrected by whoever holds it, and what became of it.",
  })
  @Entity({ tableName: "rectification" })
  @Index({ properties: ["subjectId"] })
  @Index({ properties: ["organizationId", "requestedAt", "id"] })
  class Rectification implements RectificationRow {
    @Public("An opaque identifier says nothing by itself.")
    @Field(() => ID, { description: "Opaque identifier of the request." })
    @PrimaryKey({ type: "uuid" })
    id!: string;

    @Property({ type: "uuid" })
    subjectId!: string;

    @Property({ type: "uuid" })
    organizationId!: string;

    @Rule
    @Field(() => String, {
      nullable: true,
      description: "Which kind of record it concerns, in the words of its source.",
    })
    @Property({ type: "text" })
    kind!: string;

    @Rule
    @Field(() => ID, { nullable: true, description: "Identifier of the record it concerns." })
    @Property({ type: "uuid" })
    recordId!: string;

    @Rule
    @Field(() => String, { nullable: true, description: "What is wrong, in her own words who asked." })
    @Property({ type: "text" })
    statement!: string;

    @Rule
    @Field(() => Date, { nullable: true, description: "When she asked." })
    @Property({ type: "datetime" })
    requestedAt!: Date;

    @Rule
    @Field(() => RectificationState, { nullable: true, description: "What became of it." })
    @Enum({ items: Object.keys(rectificationStates) })
    state: RectificationState = "REQUESTED";

    @Rule
    @Field(() => String, { nullable: true, description: "Why it was refused, in the words of who answered." })
    @Property({ type: "text", nullable: true })
    reason: string | null = null;

    @Rule
    @Field(() => Date, { nullable: true, description: "When it was answered." })
    @Property({ type: "datetime", nullable: true })
    answeredAt: Date | null = null;

    @Property({ type: "text", nullable: true })
    answeredBy: string | null = null;
  }
  return Rectification;
}
