/** States of a consent and the acts that lead from one to another; every state after ACTIVE is final. */
export enum ConsentState {
  DRAFT = "DRAFT",
  OFFERED = "OFFERED",
  ACTIVE = "ACTIVE",
  REFUSED = "REFUSED",
  WITHDRAWN = "WITHDRAWN",
  EXPIRED = "EXPIRED",
}

export const consentStates: Record<ConsentState, string> = {
  DRAFT: "Being prepared by a professional; not offered to the person yet.",
  OFFERED: "Shown to the person with its notice; she has not decided.",
  ACTIVE: "Given by the person and in force.",
  REFUSED: "Refused by the person; final.",
  WITHDRAWN: "Withdrawn by the person; final.",
  EXPIRED: "Ended by its date; final.",
};

export type ConsentAct = "offer" | "give" | "refuse" | "withdraw";

const transitions: Record<ConsentAct, Partial<Record<ConsentState, ConsentState>>> = {
  offer: { DRAFT: ConsentState.OFFERED },
  give: { OFFERED: ConsentState.ACTIVE },
  refuse: { OFFERED: ConsentState.REFUSED },
  // A person who withdraws before giving has refused; one whose consent is over already has nothing left to end.
  withdraw: {
    DRAFT: ConsentState.REFUSED,
    OFFERED: ConsentState.REFUSED,
    ACTIVE: ConsentState.WITHDRAWN,
    REFUSED: ConsentState.REFUSED,
    WITHDRAWN: ConsentState.WITHDRAWN,
    EXPIRED: ConsentState.EXPIRED,
  },
};

/** The state an act leads to, or undefined when it is not allowed from here. */
export const stateAfter = (act: ConsentAct, state: ConsentState): ConsentState | undefined => transitions[act][state];

/** An offer nobody answers lapses after this many days. */
export const OFFER_LIFETIME_DAYS = 30;

interface Lifetime {
  readonly state: ConsentState;
  readonly offeredAt: Date | null;
  readonly notAfter: Date;
}

/** Expiry is read from the clock, so no job can forget it: an active consent ends at `notAfter`, an offer after 30 days. */
export function stateAt({ state, offeredAt, notAfter }: Lifetime, now: Date): ConsentState {
  if (state === ConsentState.ACTIVE && notAfter <= now) return ConsentState.EXPIRED;
  if (
    state === ConsentState.OFFERED &&
    offeredAt &&
    now.getTime() - offeredAt.getTime() > OFFER_LIFETIME_DAYS * 86_400_000
  ) {
    return ConsentState.EXPIRED;
  }
  return state;
}
