import { randomUUID } from "node:crypto";
import { people } from "../../development/world.ts";
import { today } from "../../journey/story.ts";
import { mistakesOfAttempts } from "../histories/one-winner.ts";
import type { Scenario } from "../scenario.ts";
import { prescribe } from "../writes.ts";
import { attemptOf } from "./write-skew.ts";

const AT_ONCE = 25;
const OPEN_FILE =
  "mutation ($input: OpenSocialFileInput!) { openSocialFile(input: $input) { socialFile { id } userErrors { code } } }";
const GIVE =
  "mutation ($input: GiveReferentMandateInput!) { giveReferentMandate(input: $input) { referentMandate { id } userErrors { code } } }";

export const oneOfMany: Scenario = {
  id: "J6",
  promise:
    "fifty partners' attempts at once to create the same thing: there is one, and everybody is told that one or a declared refusal",
  async run(hub) {
    const broken: string[] = [];
    const key = randomUUID();
    const prescribed = await Promise.all(Array.from({ length: AT_ONCE }, () => prescribe(hub, key)));
    const prescriptions = await hub.sql("social-services", "select from prescription where request_key = $1", [key]);
    broken.push(
      ...mistakesOfAttempts(
        prescribed.map(({ data, codes }) => attemptOf(data?.prescribeHealthSupport, codes)),
        prescriptions.length,
        BUSY,
      ).map((mistake) => `prescription: ${mistake}`),
    );
    const files = await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        hub.client.ask({ as: "sophie", query: OPEN_FILE, variables: { input: { person: people.amina } } }),
      ),
    );
    const rows = await hub.sql("social-services", "select from social_file where person_id = $1", [people.amina]);
    broken.push(
      ...mistakesOfAttempts(
        files.map(({ data, codes }) => attemptOf(data?.openSocialFile, codes)),
        rows.length,
        BUSY,
      ).map((mistake) => `file: ${mistake}`),
    );
    const input = { person: people.amina, agreedOn: today(), agreementMedium: "IN_PERSON" };
    const given = await Promise.all(
      Array.from({ length: 2 * AT_ONCE }, (_, index) =>
        hub.client.ask({ as: index % 2 === 0 ? "sophie" : "karim", query: GIVE, variables: { input } }),
      ),
    );
    const active = await hub.sql(
      "social-services",
      "select id from referent_mandate where person_id = $1 and ended_on is null",
      [people.amina],
    );
    broken.push(
      ...mistakesOfAttempts(
        given.map(({ data, codes }) => attemptOf(data?.giveReferentMandate, codes)),
        active.length,
        [...BUSY, "CONFLICT_VERSION"],
      ).map((mistake) => `mandate: ${mistake}`),
    );
    await hub.sql(
      "social-services",
      "update referent_mandate set ended_on = (now() at time zone 'Europe/Paris')::date, end_reason = 'MOVED_AWAY' where person_id = $1 and ended_on is null",
      [people.amina],
    );
    const acknowledged = [...prescribed, ...files, ...given].filter(({ codes }) => codes.length === 0).length;
    return { broken, facts: { attempts: 4 * AT_ONCE, acknowledged } };
  },
};

/** Fifty at once may be more than a small machine takes in: saying so is allowed, doubling is not. */
const BUSY = [
  "OVERLOADED",
  "CONSENT_UNVERIFIABLE",
  "SOURCE_TIMEOUT",
  "SOURCE_UNAVAILABLE",
  "OUTCOME_UNKNOWN",
  "DEADLINE",
  "RATE_LIMITED",
];
