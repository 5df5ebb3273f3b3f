/** What is to be done about contracts, for a reader of the schema. Who looks at a list finds no contract in it that waits for somebody else. */
export const contractWorklists = {
  TO_SIGN: "A version awaits signatures, and its last day to sign has not passed.",
  SIGNATURE_OVERDUE: "A version awaits signatures, and its last day to sign has passed.",
  TO_RENEW: "A contrat d'engagement ends within two months, or ended, and no renewal was proposed.",
  TO_REPLACE: "A contract of a former kind runs, and no contrat d'engagement that replaces it was opened.",
  TO_REVIEW: "The plan is to be looked at again within a month, or was to be.",
} as const;
export type ContractWorklist = keyof typeof contractWorklists;
