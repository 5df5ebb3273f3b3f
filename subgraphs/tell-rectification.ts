import type { RectificationRow } from "../kit/rectification/rectification-row.ts";

const day = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "Europe/Paris" });

/** Where anybody may complain, as whoever refuses must say (GDPR, art. 12(4)). */
const COMPLAINT =
  "vous pouvez adresser une réclamation à la CNIL (www.cnil.fr/plaintes, ou 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07) ou saisir un juge.";

/**
 * Says in plain French what became of a request for rectification, for the person.
 * @param dueOn the last day for an answer, `YYYY-MM-DD`
 */
export function tellRectification(row: RectificationRow, dueOn: string, isLate: boolean): string {
  const asked = `Le ${day.format(row.requestedAt)}, vous avez demandé la correction d'une information qui vous concerne.`;
  const answered = row.answeredAt && day.format(row.answeredAt);
  if (row.state === "ACCEPTED")
    return `${asked} Le ${answered}, l'organisme qui la détient a répondu qu'il l'a corrigée.`;
  if (row.state === "REFUSED")
    return `${asked} Le ${answered}, l'organisme qui la détient a refusé, pour ce motif : « ${row.reason} » Si vous n'êtes pas d'accord, ${COMPLAINT}`;
  const until = day.format(new Date(`${dueOn}T12:00:00Z`));
  return isLate
    ? `${asked} L'organisme qui la détient devait vous répondre au plus tard le ${until} et ne l'a pas fait : ${COMPLAINT}`
    : `${asked} L'organisme qui la détient doit vous répondre au plus tard le ${until}.`;
}
