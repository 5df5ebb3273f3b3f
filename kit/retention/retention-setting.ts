import { randomUUID } from "node:crypto";
import { Entity, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";

/** What an organisation decided about one kind of record; without a row the longest period holds. */
@Entity({ tableName: "retention_setting" })
@Unique({ properties: ["organizationId", "kind"] })
export class RetentionSetting {
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "text" })
  kind!: string;

  @Property({ type: "integer" })
  days!: number;

  /** The account of who decided: for whoever has to answer for it, shown to nobody. */
  @Property({ type: "text" })
  setBy!: string;

  @Property({ type: "datetime" })
  setAt!: Date;
}
