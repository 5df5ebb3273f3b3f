import type { EntityManager } from "@mikro-orm/postgresql";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";

/** A link as it was told. */
interface ToldLink {
  readonly link: string;
  readonly contract: string;
  readonly extract: string;
  /** The organisation that holds the contract. */
  readonly organization: string;
  readonly endedAt: Date | null;
}

/** An extract that was sent to an organisation, and the extract of the same plan its contracts name now, if any. */
export interface SentExtract {
  readonly id: string;
  readonly personId: string;
  readonly organizationId: string;
  readonly contentHash: string;
  readonly recipient: string;
  readonly sentAt: Date;
  /** Whether no contract names an extract of the plan, an earlier one, or this one or a later one. */
  readonly linked: "NONE" | "EARLIER" | "THIS_OR_LATER";
}

/** Notes a link in the running transaction, and returns its plan; null where nothing is known of the extract. What ended stays so. */
export async function keepLink(em: EntityManager, told: ToldLink): Promise<string | null> {
  const { link, contract, extract, organization, endedAt } = told;
  const [kept] = await em.execute<{ plan_id: string }[]>(
    `with extract as (select * from plan_extract where id = ?), kept as (
       insert into linked_plan (id, contract_id, extract_id, person_id, organization_id, recipient_organization_id, ended_at)
       select ?::uuid, ?::uuid, id, person_id, organization_id, ?::uuid, ?::timestamptz from extract
       on conflict (id) do update set ended_at = coalesce(linked_plan.ended_at, excluded.ended_at))
     select plan_id from extract`,
    [extract, link, contract, organization, endedAt],
  );
  return kept?.plan_id ?? null;
}

/** Every extract of a plan that was sent, once for each recipient; the plan is held until the transaction ends. */
export async function sentExtractsOf(em: EntityManager, plan: string): Promise<SentExtract[]> {
  await em.execute("select from health_action_plan where id = ? for update", [plan]);
  const rows = await em.execute<Record<string, string>[]>(
    `select x.id, x.person_id, x.organization_id, x.content_hash, t.recipient_organization_id as recipient, t.sent_at,
       case when named.derived_at is null then 'NONE' when named.derived_at < x.derived_at then 'EARLIER' else 'THIS_OR_LATER' end as linked
     from plan_extract x join plan_transmission t on t.extract_id = x.id
       cross join lateral (select max(e.derived_at) as derived_at from linked_plan l join plan_extract e on e.id = l.extract_id
         where e.plan_id = x.plan_id and l.recipient_organization_id = t.recipient_organization_id and l.ended_at is null) named
     where x.plan_id = ? order by x.id, t.sent_at, t.id`,
    [plan],
  );
  return rows.map((row) => ({
    id: row.id!,
    personId: row.person_id!,
    organizationId: row.organization_id!,
    contentHash: row.content_hash!,
    recipient: row.recipient!,
    sentAt: new Date(row.sent_at!),
    linked: row.linked as SentExtract["linked"],
  }));
}

/** Contracts the viewer's organisation holds, or that are hers, by the extract that is newer than the one they name. */
export const loadContractsToUpdate = (em: EntityManager, viewer: Viewer | null) =>
  loadManyByKey(
    (extracts) =>
      em.execute<{ extract: string; contract: string }[]>(
        `select x.id as extract, l.contract_id as contract from plan_extract x
           join plan_extract named on named.plan_id = x.plan_id and named.derived_at < x.derived_at
           join linked_plan l on l.extract_id = named.id and l.ended_at is null
         where x.id = any (string_to_array(?, ' ')::uuid[]) and ? = any (array[l.recipient_organization_id::text, l.person_id::text])
         order by l.contract_id`,
        [extracts.join(" "), viewer?.dataSubject ?? viewer?.organization ?? ""],
      ),
    ({ extract }) => extract,
  );
