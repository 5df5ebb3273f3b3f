/** For how long a social file stays after the last contact with the person. */
export const FILE_YEARS = 2;

export const retention = `Barriers that were lifted and free texts of prescriptions that are over go when she asks; the file and what hangs below it stay ${FILE_YEARS} years after the last contact.`;
