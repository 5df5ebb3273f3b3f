import type { ApartHub } from "./apart-hub.ts";

const WITHDRAW =
  "mutation ($consent: ID!) { withdrawConsent(input: { consent: $consent }) { consent { state } userErrors { code } } }";

/** The person of the story withdraws the consent under which her plan is shown; true when she is told that it counts. */
export async function withdraw({ client, story }: ApartHub): Promise<boolean> {
  const { data } = await client.ask({ as: story.person.name, query: WITHDRAW, variables: { consent: story.consent } });
  return data?.withdrawConsent?.userErrors?.length === 0;
}

export const isWithdrawn = async ({ sql, story }: ApartHub): Promise<boolean> =>
  (await sql("consent", "select from consent where id = $1 and state = 'WITHDRAWN'", [story.consent])).length > 0;
