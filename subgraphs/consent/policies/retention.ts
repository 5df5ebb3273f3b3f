/** For how long a consent proves, once it is over, that what was done under it was permitted (Code civil, art. 2224). */
export const CONSENT_YEARS = 5;
/** For how long a line of the log proves who was shown what. */
export const LOG_YEARS = 1;
/** For how long it stays that an organisation accompanied a person, after it ended. */
export const ACCOMPANIMENT_YEARS = 2;

export const retention = `Consents that were never given go when she asks; those that were given stay ${CONSENT_YEARS} years after the last of them ended, lines of the log ${LOG_YEARS} year, accompaniments ${ACCOMPANIMENT_YEARS} years after their end.`;
