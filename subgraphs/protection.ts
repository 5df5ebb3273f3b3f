import type { Rule } from "../kit/decision.ts";
import type { Protection } from "../kit/protect-schema.ts";

/** Categories of data a person decides about; closed, and each schema coordinate carries exactly one. */
export const dataCategories = {
  IDENTITY_CONTACT: "Who the person is and how to reach her.",
  SOCIAL_RIGHTS: "Her social file: requests for rights, barriers, référent, who accompanies her.",
  APPOINTMENTS_LOGISTICS: "When and where she is met, and what is needed for it.",
  CARE_NAVIGATION: "That she is accompanied towards care, and how far this has come.",
  HEALTH_PLAN_FULL: "Her whole health action plan.",
  EMPLOYMENT_EXTRACT: "The extract of her plan towards employment, in the words she approved.",
  HEALTH_OBSERVATION: "What health professionals observed and concluded.",
  EXPERT_ADVICE: "What volunteer medical staff were asked about her, without naming her, and what they answered.",
  MENTAL_HEALTH: "What concerns her mental health.",
  ADDICTION: "What concerns addictions.",
  DISABILITY_STATUS: "Recognitions of disability and requests for them.",
  CONTRACT_TERMS: "Her employment contract: kind, dates, hours, commitments.",
  EVALUATION_INDICATOR: "Measures that evaluate the accompaniment.",
} as const;
export type DataCategory = keyof typeof dataCategories;

/** Purposes for which data of another organisation may be asked; closed, and each schema edge serves exactly one. */
export const purposes = {
  CARE_ACCESS_COORDINATION: "To coordinate her access to care and rights.",
  PRESCRIBER_FEEDBACK: "To tell the professional who prescribed a health support what became of it.",
  CONTRACT_INTEGRATION: "To take the extract of her health plan into her employment contract.",
  RIGHTS_OPENING: "To open her rights.",
  SOCIAL_FOLLOW_UP: "To follow her situation in social work.",
  EVALUATION_AGGREGATE: "To evaluate the scheme in figures about many people.",
} as const;
export type Purpose = keyof typeof purposes;

/** Roles a member holds in an organisation, as the registry records them. */
export const roles = {
  INSERTION_REFERENT: "Accompanies people towards employment and holds their contracts.",
  SOCIAL_WORKER: "Accompanies people in a social service and prescribes health supports.",
  HEALTH_NAVIGATOR: "Health professional of an association who brings people to care.",
  MEDICAL_VOLUNTEER: "Volunteer medical staff of an association, who answer its requests for advice.",
  DIRECTORY_EDITOR: "Keeps an organisation's entries of the care directory.",
  PARTNER_DEVELOPER: "Builds a partner's client of the hub.",
  DATA_PROTECTION_OFFICER: "Watches over the protection of people's data.",
} as const;
export type Role = keyof typeof roles;

/** A row about a person: the columns every such entity has. */
export interface PersonalRow {
  readonly personId: string;
  /** The organisation that holds the row. */
  readonly organizationId: string | null;
  /** Set on rows a consent may name one by one, such as the extract of a plan. */
  readonly consentResource?: string | undefined;
  readonly contentHash?: string | undefined;
}

const describedEnum = (name: string, description: string, values: Readonly<Record<string, string>>) =>
  `${JSON.stringify(description)} enum ${name} {\n${Object.entries(values)
    .map(([value, text]) => `  ${JSON.stringify(text)} ${value}`)
    .join("\n")}\n}`;

/** The hub's own directives, as every subgraph declares and composes them. */
export const protectionDirectives = {
  url: "https://passerelle.example/protection/v1.0",
  names: ["@consent", "@public"],
  definitions: `
    "This value is shown to another organisation only under the person's consent, for this category and purpose."
    directive @consent(
      "Category of data the person decides about." category: DataCategory!
      "Purpose the consent must name." purpose: Purpose!
    ) on FIELD_DEFINITION | OBJECT
    "This value is about nobody, or is the viewer's own."
    directive @public("Why no consent is needed." reason: String!) on FIELD_DEFINITION | OBJECT
    ${describedEnum("DataCategory", "A category of data about a person.", dataCategories)}
    ${describedEnum("Purpose", "A purpose for which a person's data may be shown.", purposes)}`,
} as const;

/** On the contract side a refused, withdrawn, expired or never asked consent looks like a plan that does not exist. */
const silentPurposes: ReadonlySet<string> = new Set<Purpose>(["CONTRACT_INTEGRATION"]);

export const protection: Protection = {
  ruleDirective: "consent",
  isSilent: (purpose) => silentPurposes.has(purpose),
  recordOf: (row) => {
    const { personId, organizationId, consentResource, contentHash } = row as Partial<PersonalRow>;
    if (!personId || organizationId === undefined) return undefined;
    return { subject: personId, holder: organizationId, resource: consentResource, contentHash };
  },
};

/** A rule in typed words. */
export const rule = (category: DataCategory, purpose: Purpose): Rule => ({ category, purpose });
