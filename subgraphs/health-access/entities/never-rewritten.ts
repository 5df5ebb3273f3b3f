/** The trigger of rows that were approved, concluded or agreed. Deleting stays possible, for erasure. */
export const neverRewritten = {
  name: "is_never_rewritten",
  timing: "before" as const,
  events: ["update" as const],
  body: "raise exception 'This row is never rewritten: add another one.'; return null;",
};
