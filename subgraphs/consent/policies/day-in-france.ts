/** The calendar day of an instant in Paris, as YYYY-MM-DD. */
export const dayIn = (instant: Date): string => instant.toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });
