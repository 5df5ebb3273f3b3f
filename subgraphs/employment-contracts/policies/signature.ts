import { addMonths, type Day } from "./calendar.ts";
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

export function findSignatureProblem(orientation: Orientation, signedOn: Day, today: Day): Problem | null {
  const { orientationNotifiedOn } = orientation;
  const deadline = signatureDeadline(orientation);
  if (signedOn > today) return { field: "signedOn", message: "A signature is recorded once it has taken place." };
  if (orientationNotifiedOn !== null && signedOn < orientationNotifiedOn)
    return { field: "signedOn", message: "The signature comes after the orientation was notified." };
  if (deadline !== null && signedOn > deadline)
    return {
      field: "signedOn",
      message: "The month to sign has passed: notify a new orientation, which opens a new month.",
    };
  return null;
}

/** An orientation is recorded once notified; a further one is a re-orientation and comes later than the one before. */
export function findOrientationProblem(before: Day | null, notifiedOn: Day, today: Day): Problem | null {
  if (notifiedOn > today)
    return { field: "orientationNotifiedOn", message: "An orientation is recorded once it has been notified." };
  if (before !== null && notifiedOn < before)
    return { field: "orientationNotifiedOn", message: "A re-orientation comes later than the orientation before it." };
  return null;
}
