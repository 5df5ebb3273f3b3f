/** Why the registry decided as it did, as the log keeps it; closed. */
export const decisionReasons = [
  "SELF",
  "PROXY",
  "HOLDER",
  "ACCOMPANIMENT",
  "GRANT",
  "NO_GRANT",
  "RESTRICTED",
  "NOT_A_MEMBER",
] as const;
export type DecisionReason = (typeof decisionReasons)[number];
