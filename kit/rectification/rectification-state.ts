import { registerEnumType } from "type-graphql";

/** What became of a request for rectification; closed. */
export const rectificationStates = {
  REQUESTED: "Not answered yet.",
  ACCEPTED: "The record was corrected.",
  REFUSED: "The record stays as it is, for the reason told.",
} as const;
export type RectificationState = keyof typeof rectificationStates;

export const RectificationState = Object.fromEntries(
  Object.keys(rectificationStates).map((state) => [state, state]),
) as { readonly [State in RectificationState]: State };
registerEnumType(RectificationState, {
  name: "RectificationState",
  description: "What became of a request that a record be corrected.",
  valuesConfig: Object.fromEntries(
    Object.entries(rectificationStates).map(([state, description]) => [state, { description }]),
  ),
});
