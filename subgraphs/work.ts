import type { EntityManager } from "@mikro-orm/postgresql";
import type { Rule } from "../kit/decision.ts";
import { publishEvent } from "../kit/events.ts";
import { type Role, rule } from "./protection.ts";

type WorkSource = "social-services" | "health-access" | "employment-contracts";

/** What waits for a professional, or what she must hear of; each is about one record of one source. */
interface WorkKind {
  readonly description: string;
  /** The only subgraph that may state it. */
  readonly source: WorkSource;
  /** The field of an inbox item that leads to the record. */
  readonly record: "prescription" | "planExtract" | "healthSupport" | "employmentContract";
  /** Whose members of the organisation concerned see it. */
  readonly role: Role;
  /** What another organisation than the holder of the record must be permitted to read, at the instant it looks. */
  readonly rule: Rule;
}

const NAVIGATION = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
const INTEGRATION = rule("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");
const TERMS = rule("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

export const workKinds = {
  PRESCRIPTION_TO_ANSWER: {
    description: "A prescription was addressed to your association and awaits its answer.",
    source: "social-services",
    record: "prescription",
    role: "HEALTH_NAVIGATOR",
    rule: NAVIGATION,
  },
  PRESCRIPTION_ANSWER_LATE: {
    description: "A prescription addressed to your association has waited ten days for its answer.",
    source: "social-services",
    record: "prescription",
    role: "HEALTH_NAVIGATOR",
    rule: NAVIGATION,
  },
  PRESCRIPTION_ANSWERED: {
    description: "A prescription of your organisation was accepted or refused.",
    source: "social-services",
    record: "prescription",
    role: "SOCIAL_WORKER",
    rule: NAVIGATION,
  },
  PRESCRIPTION_EXPIRED: {
    description:
      "A prescription of your organisation was not answered in thirty days: prescribe to another association.",
    source: "social-services",
    record: "prescription",
    role: "SOCIAL_WORKER",
    rule: NAVIGATION,
  },
  PRESCRIPTION_CLOSED: {
    description: "The accompaniment your organisation prescribed is over.",
    source: "social-services",
    record: "prescription",
    role: "SOCIAL_WORKER",
    rule: NAVIGATION,
  },
  AGREEMENT_ENDING: {
    description:
      "The agreement of a person your association accompanies ends within thirty days: renew it, or end the support.",
    source: "health-access",
    record: "healthSupport",
    role: "HEALTH_NAVIGATOR",
    rule: NAVIGATION,
  },
  PLAN_PROPOSED: {
    description: "An extract of a health action plan was sent to your organisation.",
    source: "health-access",
    record: "planExtract",
    role: "INSERTION_REFERENT",
    rule: INTEGRATION,
  },
  PLAN_UPDATED: {
    description: "A newer extract than the one a contract names was sent to your organisation.",
    source: "health-access",
    record: "planExtract",
    role: "INSERTION_REFERENT",
    rule: INTEGRATION,
  },
  CONTRACT_TO_SIGN: {
    description: "A contract of your organisation awaits its signature.",
    source: "employment-contracts",
    record: "employmentContract",
    role: "INSERTION_REFERENT",
    rule: TERMS,
  },
  CONTRACT_CHANGE_TO_SIGN: {
    description: "An amendment or a renewal of a contract of your organisation awaits signatures.",
    source: "employment-contracts",
    record: "employmentContract",
    role: "INSERTION_REFERENT",
    rule: TERMS,
  },
  CONTRACT_TO_RENEW: {
    description: "A contract of your organisation ends within two months, or has passed its end.",
    source: "employment-contracts",
    record: "employmentContract",
    role: "INSERTION_REFERENT",
    rule: TERMS,
  },
} as const satisfies Readonly<Record<string, WorkKind>>;
export type WorkName = keyof typeof workKinds;

export const WORK_STATED = "work.stated";
/** The registry keeps the inboxes: it knows who is a member of what. */
const INBOX_KEEPER = "consent";

/** One thing that waits, for the members of one organisation. */
export interface Work {
  readonly kind: WorkName;
  readonly organization: string;
  /** The instant from which it waits: past, or to come. */
  readonly appearsAt: Date;
  /** The instant from which it waits no more, though nobody did anything. */
  readonly lapsesAt?: Date;
}

/** The record it is about, as a decision needs it. */
export interface WorkRecord {
  readonly id: string;
  readonly personId: string;
  /** The organisation that holds it. */
  readonly organizationId: string;
  readonly contentHash?: string;
}

/**
 * States, in the running transaction, everything that waits about a record now: what `source` stated of it before and does not
 * state again waits no more. Stating the same twice changes nothing.
 */
export async function stateWork(
  em: EntityManager,
  source: WorkSource,
  { id, personId, organizationId, contentHash }: WorkRecord,
  work: readonly Work[],
): Promise<void> {
  const record = { record: id, person: personId, holder: organizationId, contentHash: contentHash ?? null };
  const data = { ...record, work: JSON.stringify(work) };
  await publishEvent(em, source, [INBOX_KEEPER], { type: WORK_STATED, subject: id, data });
}
