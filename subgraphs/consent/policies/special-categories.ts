import type { DataCategory } from "../../protection.ts";

/** Which categories the law calls special (GDPR, art. 9): all that tells, directly or not, of a person's health. */
const special: Record<DataCategory, boolean> = {
  IDENTITY_CONTACT: false,
  SOCIAL_RIGHTS: false,
  APPOINTMENTS_LOGISTICS: true,
  CARE_NAVIGATION: true,
  HEALTH_PLAN_FULL: true,
  EMPLOYMENT_EXTRACT: true,
  HEALTH_OBSERVATION: true,
  EXPERT_ADVICE: true,
  MENTAL_HEALTH: true,
  ADDICTION: true,
  DISABILITY_STATUS: true,
  CONTRACT_TERMS: false,
  EVALUATION_INDICATOR: true,
};

export const isSpecialCategory = (category: DataCategory): boolean => special[category];
