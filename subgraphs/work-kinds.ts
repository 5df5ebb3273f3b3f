import type { Rule } from "../kit/decision.ts";
import { type Role, rule } from "./protection.ts";

export type WorkSource = "social-services" | "health-access" | "employment-contracts";

/** What waits for a professional, or what she must hear of; each is about one record of one source. */
export interface WorkKind {
  readonly description: string;
  /** The only subgraphs that may state it. */
  readonly sources: readonly WorkSource[];
  /** The field of an inbox item that leads to the record; null where a list of its source leads there. */
  readonly record:
    | "prescription"
    | "planExtract"
    | "healthSupport"
    | "adviceRequest"
    | "employmentContract"
    | "coordinationTask"
    | null;
  /** Whose members of the organisation concerned see it. */
  readonly roles: readonly Role[];
  /** What another organisation than the holder of the record must be permitted to read, at the instant it looks; null where none is told. */
  readonly rule: Rule | null;
  /** Set where whoever sees it is not to know whom it is about. */
  readonly isNameless?: boolean;
}

const NAVIGATION = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
const ADVICE = rule("EXPERT_ADVICE", "CARE_ACCESS_COORDINATION");
const INTEGRATION = rule("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");
const FOLLOW_UP = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");
const TERMS = rule("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

export const workKinds = {
  PRESCRIPTION_TO_ANSWER: {
    description: "A prescription was addressed to your association and awaits its answer.",
    sources: ["social-services"],
    record: "prescription",
    roles: ["HEALTH_NAVIGATOR"],
    rule: NAVIGATION,
  },
  PRESCRIPTION_ANSWER_LATE: {
    description: "A prescription addressed to your association has waited ten days for its answer.",
    sources: ["social-services"],
    record: "prescription",
    roles: ["HEALTH_NAVIGATOR"],
    rule: NAVIGATION,
  },
  PRESCRIPTION_ANSWERED: {
    description: "A prescription of your organisation was accepted or refused.",
    sources: ["social-services"],
    record: "prescription",
    roles: ["SOCIAL_WORKER"],
    rule: NAVIGATION,
  },
  PRESCRIPTION_EXPIRED: {
    description:
      "A prescription of your organisation was not answered in thirty days: prescribe to another association.",
    sources: ["social-services"],
    record: "prescription",
    roles: ["SOCIAL_WORKER"],
    rule: NAVIGATION,
  },
  PRESCRIPTION_CLOSED: {
    description: "The accompaniment your organisation prescribed is over.",
    sources: ["social-services"],
    record: "prescription",
    roles: ["SOCIAL_WORKER"],
    rule: NAVIGATION,
  },
  AGREEMENT_ENDING: {
    description:
      "The agreement of a person your association accompanies ends within thirty days: renew it, or end the support.",
    sources: ["health-access"],
    record: "healthSupport",
    roles: ["HEALTH_NAVIGATOR"],
    rule: NAVIGATION,
  },
  ADVICE_TO_GIVE: {
    description: "Professionals of your association ask its volunteer medical staff for advice.",
    sources: ["health-access"],
    record: "adviceRequest",
    roles: ["MEDICAL_VOLUNTEER"],
    rule: ADVICE,
    isNameless: true,
  },
  ADVICE_GIVEN: {
    description: "Volunteer medical staff of your association answered a request for advice.",
    sources: ["health-access"],
    record: "adviceRequest",
    roles: ["HEALTH_NAVIGATOR"],
    rule: ADVICE,
  },
  PLAN_PROPOSED: {
    description: "An extract of a health action plan was sent to your organisation.",
    sources: ["health-access"],
    record: "planExtract",
    roles: ["INSERTION_REFERENT"],
    rule: INTEGRATION,
  },
  PLAN_UPDATED: {
    description: "A newer extract than the one a contract names was sent to your organisation.",
    sources: ["health-access"],
    record: "planExtract",
    roles: ["INSERTION_REFERENT"],
    rule: INTEGRATION,
  },
  CONTRACT_TO_SIGN: {
    description: "A contract of your organisation awaits its signature.",
    sources: ["employment-contracts"],
    record: "employmentContract",
    roles: ["INSERTION_REFERENT"],
    rule: TERMS,
  },
  CONTRACT_CHANGE_TO_SIGN: {
    description: "An amendment or a renewal of a contract of your organisation awaits signatures.",
    sources: ["employment-contracts"],
    record: "employmentContract",
    roles: ["INSERTION_REFERENT"],
    rule: TERMS,
  },
  CONTRACT_TO_RENEW: {
    description: "A contract of your organisation ends within two months, or has passed its end.",
    sources: ["employment-contracts"],
    record: "employmentContract",
    roles: ["INSERTION_REFERENT"],
    rule: TERMS,
  },
  COORDINATION_TASK_ASSIGNED: {
    description: "A coordination meeting gave your organisation something to do for a person.",
    sources: ["social-services"],
    record: "coordinationTask",
    roles: ["SOCIAL_WORKER", "HEALTH_NAVIGATOR", "INSERTION_REFERENT"],
    rule: FOLLOW_UP,
  },
  COORDINATION_TASK_DUE: {
    description: "What a coordination meeting gave your organisation to do is due today, or was.",
    sources: ["social-services"],
    record: "coordinationTask",
    roles: ["SOCIAL_WORKER", "HEALTH_NAVIGATOR", "INSERTION_REFERENT"],
    rule: FOLLOW_UP,
  },
  SOCIAL_SERVICES_RECTIFICATION_ASKED: {
    description:
      "A person asked that a record your social service holds be corrected: see `socialServicesRectifications`.",
    sources: ["social-services"],
    record: null,
    roles: ["SOCIAL_WORKER"],
    rule: null,
  },
  HEALTH_ACCESS_RECTIFICATION_ASKED: {
    description: "A person asked that a record your association holds be corrected: see `healthAccessRectifications`.",
    sources: ["health-access"],
    record: null,
    roles: ["HEALTH_NAVIGATOR"],
    rule: null,
  },
  EMPLOYMENT_CONTRACTS_RECTIFICATION_ASKED: {
    description:
      "A person asked that a record of a contract of your organisation be corrected: see `employmentContractsRectifications`.",
    sources: ["employment-contracts"],
    record: null,
    roles: ["INSERTION_REFERENT"],
    rule: null,
  },
  RECTIFICATION_DUE: {
    description:
      "Your organisation owes a person its answer within a week, or owed it: she asked that a record be corrected.",
    sources: ["social-services", "health-access", "employment-contracts"],
    record: null,
    roles: ["DATA_PROTECTION_OFFICER"],
    rule: null,
  },
} as const satisfies Readonly<Record<string, WorkKind>>;
export type WorkName = keyof typeof workKinds;
