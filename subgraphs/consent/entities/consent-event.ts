import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/**
 * One act upon a consent, a restriction or an accompaniment: who did what when; the state of a consent is what its events add up to.
 * Never changed.
 */
@Entity({ tableName: "consent_event" })
export class ConsentEvent {
  @PrimaryKey({ type: "bigint" })
  id!: string;

  /** Null when the act is about a restriction or an accompaniment, which `details` then names. */
  @Property({ type: "uuid", nullable: true })
  consentId!: string | null;

  @Property({ type: "uuid" })
  personId!: string;

  /** draft, an act of `policies/consent-state.ts`, restrict, lift, join or leave. */
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

  /** What the act says besides: a cause, a reference, what exactly was taken away. Identifiers, dates and closed words. */
  @Property({ type: "json", nullable: true })
  details!: Readonly<Record<string, unknown>> | null;

  @Property({ type: "datetime", defaultRaw: "now()" })
  recordedAt!: Date;
}
