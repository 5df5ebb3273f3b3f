import { addMonths, type Day, findMistypedDay } from "./calendar.ts";
import type { ContractKind } from "./contract-kind.ts";
import type { Problem } from "./problem.ts";

interface Orientation {
  readonly kind: ContractKind;
  /** Day the last orientation decision was notified to the person. */
  readonly orientationNotifiedOn: Day | null;
}

/** A contrat d'engagement is signed within one month of the notified orientation; a re-orientation opens a new month. */
export function signatureDeadline({ kind, orientationNotifiedOn }: Orientation): Day | null {
  if (kind !== "CONTRAT_ENGAGEMENT" || orientationNotifiedOn === null) return null;
  return addMonths(orientationNotifiedOn, 1);
}

export function findSignatureProblem(
  contract: Orientation & { readonly endsOn: Day },
  signedOn: Day,
  today: Day,
): Problem | null {
  const { orientationNotifiedOn } = contract;
  const deadline = signatureDeadline(contract);
  if (signedOn > today) return { field: "signedOn", message: "A signature is recorded once it has taken place." };
  if (signedOn > contract.endsOn)
    return { field: "signedOn", message: "A contract is signed before its end: open another one." };
  if (orientationNotifiedOn !== null && signedOn < orientationNotifiedOn)
    return { field: "signedOn", message: "The signature comes after the orientation was notified." };
  if (deadline !== null && signedOn > deadline)
    return {
      field: "signedOn",
      message: "The month to sign has passed: notify a new orientation, which opens a new month.",
    };
  return findMistypedDay("signedOn", signedOn);
}

/** An orientation is recorded once notified; a further one is a re-orientation and comes later than the one before. */
export function findOrientationProblem(before: Day | null, notifiedOn: Day, today: Day): Problem | null {
  if (notifiedOn > today)
    return { field: "orientationNotifiedOn", message: "An orientation is recorded once it has been notified." };
  if (before !== null && notifiedOn < before)
    return { field: "orientationNotifiedOn", message: "A re-orientation comes later than the orientation before it." };
  return findMistypedDay("orientationNotifiedOn", notifiedOn);
}

/** An end is recorded once it has come; what was signed ended between its signature and its last day. */
export function findEndProblem(
  { signedOn, endsOn }: { readonly signedOn: Day | null; readonly endsOn: Day },
  endedOn: Day,
  today: Day,
): Problem | null {
  if (endedOn > today) return { field: "endedOn", message: "An end is recorded once it has come." };
  if (signedOn !== null && endedOn < signedOn)
    return { field: "endedOn", message: "The end comes after the signature." };
  if (signedOn !== null && endedOn > endsOn)
    return { field: "endedOn", message: "A contract ended on its last day at the latest." };
  return findMistypedDay("endedOn", endedOn);
}
