import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** One act upon a consent: who did what when; the state of a consent is what its events add up to. Never changed. */
@Entity({ tableName: "consent_event" })
export class ConsentEvent {
  @PrimaryKey({ type: "bigint" })
  id!: string;

  @Property({ type: "uuid" })
  consentId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** draft, offer, give, refuse or withdraw. */
  @Property({ type: "text" })
  act!: string;

  @Property({ type: "text", nullable: true })
  fromState!: string | null;

  @Property({ type: "text" })
  toState!: string;

  @Property({ type: "text" })
  actorSubject!: string;

  @Property({ type: "uuid", nullable: true })
  actorOrganizationId!: string | null;

  /** What the person was shown, when the act depends on it. */
  @Property({ type: "text", nullable: true })
  shownNoticeHash!: string | null;

  @Property({ type: "datetime", defaultRaw: "now()" })
  recordedAt!: Date;
}
