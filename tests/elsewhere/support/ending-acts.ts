import type { LinkedPlan } from "../../support/linked-plan.ts";
import type { Copies } from "./open-copies.ts";

/** An act by which nobody may be shown a plan any more, and which may be sent as often as one likes. */
export interface EndingAct {
  readonly field: string;
  readonly by: "claire" | "nadia" | "amina" | "bruno";
  /** Only the person herself does it: the account becomes hers for as long. */
  readonly isHerOwn: boolean;
  input(plan: LinkedPlan, copies: Copies): Promise<object>;
}

const act = (field: string, by: EndingAct["by"], input: EndingAct["input"], isHerOwn = false): EndingAct => ({
  field,
  by,
  isHerOwn,
  input,
});

export const endingActs = {
  withdraw: act("withdrawConsent", "claire", async ({ consent }) => ({ consent })),
  narrow: act("narrowConsent", "claire", async ({ consent }, copies) => {
    const grants = await copies.sql("consent", "select id from consent_grant where consent_id = ?", [consent]);
    return { consent, grants: grants.map(({ id }) => ({ grant: id })) };
  }),
  invalidate: act("invalidateConsent", "nadia", async ({ consent }) => ({ consent, reference: "Case 1" })),
  suspend: act("suspendConsent", "amina", async ({ consent }) => ({ consent }), true),
  restrict: act("restrictSharing", "bruno", async ({ consent }) => ({ requestKey: consent }), true),
} satisfies Record<string, EndingAct>;

export type EndingActName = keyof typeof endingActs;

/** The operation that does it; the name of its input type is that of the field. */
export const operationOf = ({ field }: EndingAct): string =>
  `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { userErrors { code } } }`;

/** Makes an account of the cast the sign-in of somebody else. */
export async function signInAs(copies: Copies, name: string, { person }: LinkedPlan): Promise<void> {
  const subject = `development|${name}`;
  await copies.sql("consent", "update person set subject = null where subject = ? and id <> ?", [subject, person]);
  await copies.sql("consent", "update person set subject = ? where id = ?", [subject, person]);
}
