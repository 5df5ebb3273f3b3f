import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** An event this subgraph has taken in; its row makes a second delivery do nothing. */
@Entity({ tableName: "received_event" })
export class ReceivedEvent {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "text" })
  type!: string;

  @Property({ type: "datetime", defaultRaw: "now()" })
  receivedAt!: Date;
}
