/** Where social services ask the registry whether an organisation may hold a person's mandate by where it works. */
export const MANDATE_GROUND = "/mandate-ground";

/** All are identifiers; codes are those of `AreaKind`. */
export interface MandateGroundQuestion {
  readonly person: string;
  /** The organisation that is to hold it. */
  readonly organization: string;
  /** The one that hands it over to another; null when nobody does. */
  readonly handedOverBy: string | null;
  /** The part of its territory that the mandate covers; none for the whole. */
  readonly areaCodes: readonly string[];
}

/** `NO_PART`: these codes are no part of where the organisation works. `OUTSIDE`: it does not work where the person lives. */
export type MandateGroundAnswer = "WITHIN" | "OUTSIDE" | "NO_PART";

export interface MandateGroundQuestions {
  readonly asked: readonly MandateGroundQuestion[];
}

/** In the order asked. */
export interface MandateGroundAnswers {
  readonly answers: readonly MandateGroundAnswer[];
}
