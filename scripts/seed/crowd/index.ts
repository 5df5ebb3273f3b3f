import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { addCrowdToRegistry } from "./crowd-consent.ts";
import { addCrowdToContracts } from "./crowd-contracts.ts";
import { addCrowdToHealthAccess } from "./crowd-health.ts";
import { type CrowdPerson, crowdPerson } from "./crowd-person.ts";
import { addCrowdToSocialServices } from "./crowd-social.ts";

const AT_ONCE = 100;

/** Which table tells of whom a source has been told already. */
const sources: readonly [
  source: string,
  known: string,
  add: (em: EntityManager, crowd: readonly CrowdPerson[]) => Promise<void>,
][] = [
  ["consent", "select id::text from person where id", addCrowdToRegistry],
  ["social-services", "select person_id::text as id from social_file where person_id", addCrowdToSocialServices],
  ["health-access", "select person_id::text as id from health_support where person_id", addCrowdToHealthAccess],
  [
    "employment-contracts",
    "select person_id::text as id from employment_contract where person_id",
    addCrowdToContracts,
  ],
];

/**
 * Adds fictitious people beside the cast, in the same organisations, so that lists are long and every state is met. The nth
 * person is the same at every seeding; who is there already stays as she is, and a run that was cut is made whole by the next.
 * Of two runs at once, one waits for the other.
 */
export async function seedCrowd(
  databases: Readonly<Record<string, { orm: MikroORM }>>,
  count: number,
  onProgress: (message: string) => void,
): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    const crowd = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, place) => crowdPerson(first + place));
    for (const [source, known, add] of sources)
      await databases[source]!.orm.em.fork().transactional(async (em) => {
        await em.execute("select pg_advisory_xact_lock(hashtext('crowd'))");
        const ids = crowd.map(({ id }) => id);
        const present = new Set(
          (await em.execute<{ id: string }[]>(`${known} = any(array[?]::uuid[])`, [ids])).map(({ id }) => id),
        );
        await add(
          em as EntityManager,
          crowd.filter(({ id }) => !present.has(id)),
        );
      });
    onProgress(`${first + crowd.length} of ${count} fictitious people`);
  }
}
