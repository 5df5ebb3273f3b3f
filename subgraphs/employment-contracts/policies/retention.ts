/** For how long contracts stay after the last of them: claims from one lapse after five years (Code civil, art. 2224). */
export const CONTRACT_YEARS = 5;

export const retention = `Cancelled contracts and links that ended go when she asks; the others stay ${CONTRACT_YEARS} years after the last of them.`;
