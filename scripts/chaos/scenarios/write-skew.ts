import { people } from "../../development/world.ts";
import { link } from "../../journey/acts.ts";
import { CONTRACT, today } from "../../journey/story.ts";
import type { ApartHub } from "../apart-hub.ts";
import { giveAgain } from "../give-again.ts";
import { mistakesOfAttempts } from "../histories/one-winner.ts";
import type { Scenario } from "../scenario.ts";

const GIVE = `mutation ($input: GiveReferentMandateInput!) {
  giveReferentMandate(input: $input) { referentMandate { id } userErrors { code } }
}`;
const END = `mutation ($input: EndReferentMandateInput!) {
  endReferentMandate(input: $input) { referentMandate { id } userErrors { code } }
}`;

export const writeSkew: Scenario = {
  id: "J5",
  promise:
    "two acts that exclude each other at the same instant: one loses cleanly, and a consent withdrawn meanwhile shows nothing",
  async run(hub, { seconds }) {
    const broken = new Set<string>();
    let rounds = 0;
    for (const endsAt = Date.now() + seconds * 1000; Date.now() < endsAt; rounds += 1) {
      for (const mistake of await twoMandates(hub)) broken.add(mistake);
      for (const mistake of await linkWhileWithdrawing(hub)) broken.add(mistake);
    }
    return { broken: [...broken], facts: { rounds } };
  },
};

/** Two organisations take the one mandate there can be, then it is ended twice for different reasons. */
async function twoMandates(hub: ApartHub): Promise<string[]> {
  const given = await Promise.all(
    ["sophie", "karim"].map((as) =>
      hub.client.ask({
        as,
        query: GIVE,
        variables: { input: { person: people.amina, agreedOn: today(), agreementMedium: "IN_PERSON" } },
      }),
    ),
  );
  const attempts = given.map(({ data, codes }) => attemptOf(data?.giveReferentMandate, codes));
  const winner = attempts.findIndex(({ id }) => id !== null);
  const active = await countActive(hub);
  const mistakes = mistakesOfAttempts(attempts, active, ["CONFLICT_VERSION"]).map((mistake) => `mandate: ${mistake}`);
  if (winner < 0) return [...mistakes, "mandate: nobody got it"];
  const as = ["sophie", "karim"][winner]!;
  const ended = await Promise.all(
    ["MOVED_AWAY", "PERSON_ASKED"].map((reason) =>
      hub.client.ask({ as, query: END, variables: { input: { mandate: attempts[winner]!.id, reason } } }),
    ),
  );
  const ends = ended.map(({ data, codes }) => attemptOf(data?.endReferentMandate, codes));
  const won = ends.filter(({ id }) => id !== null).length;
  if (won !== 1 || ends.some(({ id, code }) => id === null && code !== "CONFLICT_VERSION"))
    mistakes.push("mandate: it did not end once");
  if ((await countActive(hub)) !== 0) mistakes.push("mandate: it is still active");
  return mistakes;
}

const countActive = async (hub: ApartHub): Promise<number> =>
  (
    await hub.sql("social-services", "select from referent_mandate where person_id = $1 and ended_on is null", [
      people.amina,
    ])
  ).length;

/** The registry decides about the link in the very instant in which the person withdraws. */
async function linkWhileWithdrawing(hub: ApartHub): Promise<string[]> {
  const { story } = hub;
  const [linked, withdrawn] = await Promise.all([
    hub.client.ask({ as: "karim", query: link(story) }),
    hub.client.ask({
      as: story.person.name,
      query: `mutation { withdrawConsent(input: { consent: "${story.consent}" }) { consent { state } userErrors { code } } }`,
    }),
  ]);
  const mistakes: string[] = [];
  if (withdrawn.data?.withdrawConsent?.consent?.state !== "WITHDRAWN")
    mistakes.push("link: the withdrawal was not taken in");
  const refusal = linked.data?.linkPlanExtract?.userErrors[0]?.code;
  if (linked.codes.length > 0 || (refusal && refusal !== "NOT_FOUND"))
    mistakes.push(`link: it ended with ${refusal ?? linked.codes.join()}`);
  const read = await hub.client.ask({ as: "karim", query: CONTRACT, variables: { id: story.person.contract } });
  if (read.data?.employmentContract?.planExtract) mistakes.push("link: what was withdrawn is shown");
  const [late] = await hub.sql(
    "consent",
    "select count(*)::int as count from decision_record d join person p on p.id = d.person_id where d.person_id = $1 and d.category = 'EMPLOYMENT_EXTRACT' and d.is_permitted and d.person_epoch >= p.epoch and d.reason = 'GRANT'",
    [story.person.id],
  );
  if (late.count > 0) mistakes.push("link: it was permitted after the withdrawal");
  await giveAgain(hub);
  const again = await hub.client.ask({ as: "karim", query: link(story) });
  if (again.data?.linkPlanExtract?.userErrors.length !== 0) mistakes.push("link: it cannot be made again");
  // What is permitted from here on belongs to the next round.
  await hub.sql("consent", "update person set epoch = epoch + 1 where id = $1", [story.person.id]);
  return mistakes;
}

export function attemptOf(payload: unknown, codes: readonly string[]) {
  const { userErrors = [], ...named } = (payload ?? {}) as { userErrors?: { code: string }[] };
  const [made] = Object.values(named) as ({ id: string } | null)[];
  return { id: made?.id ?? null, code: userErrors[0]?.code ?? codes[0] ?? null };
}
