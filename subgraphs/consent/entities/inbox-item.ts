import { Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { type WorkName, workKinds } from "../../work-kinds.ts";
import { declareWords } from "./consent-words.ts";

export const InboxItemKind = declareWords(
  "InboxItemKind",
  "What waits for a professional, or what she should hear of.",
  Object.fromEntries(Object.entries(workKinds).map(([kind, { description }]) => [kind, description])),
);

/**
 * Something that waits for the members of an organisation, about one record of one source; the record itself stays there.
 * What another organisation holds is in nobody's inbox before the decision about it: there an item carries no rule of its own.
 */
@Public("Only what your organisation holds, or may read now, is in your inbox.")
@ObjectType({ description: "Something that waits for you, or that you should hear of." })
@Entity({ tableName: "inbox_item" })
@Unique({ properties: ["recordId", "kind", "recipientOrganizationId"] })
@Index({ properties: ["recipientOrganizationId", "appearsAt", "id"] })
@Index({ properties: ["personId"] })
export class InboxItem {
  @Field(() => ID, { description: "Opaque identifier of the item." })
  @PrimaryKey({ type: "uuid", defaultRaw: "gen_random_uuid()" })
  id!: string;

  @Field(() => InboxItemKind, { description: "What it is about." })
  @Property({ type: "text" })
  kind!: WorkName;

  @Field(() => Date, { description: "The instant from which it waits." })
  @Property({ type: "datetime", length: 3 })
  appearsAt!: Date;

  @Property({ type: "datetime", length: 3, nullable: true })
  lapsesAt!: Date | null;

  @Property({ type: "uuid" })
  personId!: string;

  /** The organisation that holds the record. */
  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "uuid" })
  recipientOrganizationId!: string;

  @Property({ type: "uuid" })
  recordId!: string;

  @Property({ type: "text", nullable: true })
  contentHash!: string | null;
}
