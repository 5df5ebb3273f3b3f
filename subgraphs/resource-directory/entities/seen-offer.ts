import { Entity, PrimaryKey } from "@mikro-orm/decorators/legacy";

/** An offer met by a running import that is said to be complete; what it did not meet is withdrawn at its end. */
@Entity({ tableName: "seen_offer" })
export class SeenOffer {
  @PrimaryKey({ type: "text" })
  importHash!: string;

  @PrimaryKey({ type: "text" })
  offerId!: string;
}
