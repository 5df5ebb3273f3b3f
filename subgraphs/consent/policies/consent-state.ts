/** States of a consent; `consentActs` says which act leads from one to another. */
export enum ConsentState {
  DRAFT = "DRAFT",
  OFFERED = "OFFERED",
  ACTIVE = "ACTIVE",
  SUSPENDED = "SUSPENDED",
  REFUSED = "REFUSED",
  LAPSED = "LAPSED",
  SUPERSEDED = "SUPERSEDED",
  WITHDRAWN = "WITHDRAWN",
  EXPIRED = "EXPIRED",
  INVALIDATED = "INVALIDATED",
  ENTERED_IN_ERROR = "ENTERED_IN_ERROR",
}

export const consentStates: Record<ConsentState, string> = {
  DRAFT: "Being prepared by a professional; not offered to the person yet.",
  OFFERED: "Shown to the person with its notice; she has not decided.",
  ACTIVE: "Given by the person and in force.",
  SUSPENDED: "Given, and permitting nothing until it is confirmed.",
  REFUSED: "Refused by the person; final.",
  LAPSED: "Offered and not answered within thirty days; final.",
  SUPERSEDED: "Replaced by another the person gave; final.",
  WITHDRAWN: "Withdrawn by the person; final.",
  EXPIRED: "Ended by its date; final.",
  INVALIDATED: "Declared invalid by a data-protection officer, an authority or a court; final.",
  ENTERED_IN_ERROR: "Prepared by mistake and cancelled before the person decided; final.",
};

export type ConsentAct =
  | "offer"
  | "give"
  | "refuse"
  | "narrow"
  | "supersede"
  | "suspend"
  | "reconfirm"
  | "withdraw"
  | "invalidate"
  | "cancel";

const { DRAFT, OFFERED, ACTIVE, SUSPENDED, REFUSED, LAPSED, SUPERSEDED, WITHDRAWN, EXPIRED, INVALIDATED } =
  ConsentState;
const { ENTERED_IN_ERROR } = ConsentState;

/** What is over absorbs whatever ends or narrows: there is nothing left to take away, and saying so is no mistake. */
const over = { REFUSED, LAPSED, SUPERSEDED, WITHDRAWN, EXPIRED, INVALIDATED, ENTERED_IN_ERROR };

const transitions: Record<ConsentAct, Partial<Record<ConsentState, ConsentState>>> = {
  offer: { DRAFT: OFFERED, OFFERED },
  give: { OFFERED: ACTIVE },
  refuse: { OFFERED: REFUSED },
  narrow: { DRAFT, OFFERED, ACTIVE, SUSPENDED, ...over },
  supersede: { ACTIVE: SUPERSEDED, SUSPENDED: SUPERSEDED },
  suspend: { ACTIVE: SUSPENDED, SUSPENDED },
  reconfirm: { SUSPENDED: ACTIVE },
  // A person who withdraws before giving has refused.
  withdraw: { DRAFT: REFUSED, OFFERED: REFUSED, ACTIVE: WITHDRAWN, SUSPENDED: WITHDRAWN, ...over },
  invalidate: { ACTIVE: INVALIDATED, SUSPENDED: INVALIDATED },
  cancel: { DRAFT: ENTERED_IN_ERROR, OFFERED: ENTERED_IN_ERROR },
};

/** The state an act leads to, or undefined when it is not allowed from here. */
export const stateAfter = (act: ConsentAct, state: ConsentState): ConsentState | undefined => transitions[act][state];

/** Whether nothing leads out of a state. */
export const isOver = (state: ConsentState): boolean => state in over;

/** An offer nobody answers lapses after this many days. */
export const OFFER_LIFETIME_DAYS = 30;

interface Lifetime {
  readonly state: ConsentState;
  readonly offeredAt: Date | null;
  readonly notAfter: Date;
  /** When the authority it was given under ends, where somebody gave it in the person's name. */
  readonly authorityEndsAt?: Date | null | undefined;
}

/**
 * Read from the clock, so that no job can forget it: a given consent ends at `notAfter`, an offer after thirty days, and
 * what somebody gave in the person's name waits for a new word once she may not do so any more.
 */
export function stateAt({ state, offeredAt, notAfter, authorityEndsAt }: Lifetime, now: Date): ConsentState {
  if ((state === ACTIVE || state === SUSPENDED) && notAfter <= now) return EXPIRED;
  if (state === ACTIVE && authorityEndsAt && authorityEndsAt <= now) return SUSPENDED;
  if (state === OFFERED && offeredAt && now.getTime() >= offeredAt.getTime() + OFFER_LIFETIME_DAYS * 86_400_000) {
    return LAPSED;
  }
  return state;
}
