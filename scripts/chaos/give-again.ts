import { randomUUID } from "node:crypto";
import type { ApartHub } from "./apart-hub.ts";

/**
 * What is over stays over, also for whoever is at the database: the story's consent is given once more as another one, with
 * the same words.
 */
export async function giveAgain(hub: Pick<ApartHub, "sql" | "story">): Promise<void> {
  const { story } = hub;
  const sql = (text: string) => hub.sql("consent", text, [renewed, story.consent]);
  const renewed = randomUUID();
  await sql(`insert into consent (id, person_id, organization_id, state, notice_id, not_after)
    select $1::uuid, person_id, organization_id, 'DRAFT', notice_id, not_after from consent where id = $2`);
  await sql(`insert into consent_grant select g.* from consent_grant c,
    jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'consent_id', $1::uuid, 'ended_at', null)) g
    where c.consent_id = $2::uuid`);
  await sql(`update consent set state = 'ACTIVE', offered_at = o.offered_at, given_at = o.given_at
    from consent o where consent.id = $1 and o.id = $2`);
  story.consent = renewed;
}
