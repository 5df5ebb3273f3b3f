/** For how long it stays that a support took place, after its end. */
export const SUPPORT_YEARS = 2;

export const retention = `Observations, plans, extracts and appointments go when she asks, once the support has ended; that it took place stays ${SUPPORT_YEARS} years after its end.`;
