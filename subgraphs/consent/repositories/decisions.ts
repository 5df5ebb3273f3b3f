import type { EntityManager } from "@mikro-orm/postgresql";
import type { Decided, DecisionRequest } from "../../../kit/decision.ts";
import { executePrepared } from "../../../kit/prepared-statement.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { accompanyingRoles } from "../policies/internal-roles.ts";
import { IN_FORCE } from "./proxy-authorities.ts";

/** For whom, through what and for which subgraph a batch of questions is asked. */
export interface Asking {
  readonly viewer: Viewer;
  readonly askedBy: string;
  readonly requestId: string;
}

/**
 * Decides a batch and logs every answer, in one statement: none is permitted without its row, and the clock and the
 * consents are those of the instant it runs. What matches nothing is refused.
 *
 * - A question is open to: the person herself; for identity, whoever accompanies her in an organisation; otherwise every
 *   recipient (the viewer's organisation and the further receivers, less the holder) needs a grant of its own.
 * - Who stands for her reads, in the registry, her consents and nothing else.
 * - A grant counts when its consent is active, its period, its agreement and the authority it was given under hold now, and
 *   every word matches exactly.
 * - A restriction of hers beats every grant. Its role and its professional are those of who asks; a further receiver is an
 *   organisation, and whoever reads there is asked about by herself.
 */
const DECIDE = `
  with actor as (
    select coalesce(array_agg(distinct m.role), '{}') as roles, (array_agg(p.id))[1] as professional
    from professional p join membership m on m.professional_id = p.id
    where p.subject = :subject and m.organization_id = :organization and m.ended_at is null
  ), kind as materialized (
    select k.*, array(
      select distinct recipient from unnest(array_append(k.receivers, :organization::uuid)) recipient
      where recipient is not null and recipient is distinct from k.holder
    ) as recipients
    from jsonb_to_recordset(:kinds::jsonb) as k(
      kind int, holder uuid, category text, purpose text, operation text, receivers uuid[], coordinates text[])
  ), question as materialized (
    select q.subject, q.resource, q."contentHash", q.ordinal, kind.*, person.subject as person_subject, person.epoch
    from jsonb_to_recordset(:questions::jsonb) as q(ordinal int, kind int, subject uuid, resource uuid, "contentHash" text)
    join kind using (kind) left join person on person.id = q.subject
  ), answer as (
    select question.*, case
      when person_subject = :subject and cardinality(receivers) = 0 then 'SELF'
      when :askedBy = 'consent' and category = 'CARE_NAVIGATION' and purpose = 'CARE_ACCESS_COORDINATION' and operation = 'READ'
        and :organization::uuid is null and cardinality(receivers) = 0 and exists (
        select from proxy_authority p
        where p.person_id = question.subject and p.holder_subject = :subject and ${IN_FORCE}) then 'PROXY'
      when cardinality(actor.roles) = 0 then 'NOT_A_MEMBER'
      when holder is null and category = 'IDENTITY_CONTACT' and purpose = 'CARE_ACCESS_COORDINATION' and operation = 'READ'
        and cardinality(receivers) = 0 and actor.roles && string_to_array(:accompanyingRoles, ' ') and exists (
        select from accompaniment a
        where a.person_id = question.subject and a.organization_id = :organization and a.ended_on is null) then 'ACCOMPANIMENT'
      when cardinality(recipients) = 0 then 'HOLDER'
      when exists (
        select from restriction r join unnest(recipients) as recipient on coalesce(r.grantee_organization_id, recipient) = recipient
        where r.person_id = question.subject
          and (r.grantee_role is null or (recipient = :organization::uuid and r.grantee_role = any (actor.roles)))
          and (r.grantee_professional_id is null or (recipient = :organization::uuid and r.grantee_professional_id = actor.professional))
          and coalesce(r.category, question.category) = question.category
          and coalesce(r.purpose, question.purpose) = question.purpose
          and r.starts_at <= clock_timestamp() and (r.ends_at is null or clock_timestamp() < r.ends_at)) then 'RESTRICTED'
      when not exists (select from unnest(recipients) as recipient where not exists (
        select from consent_grant g
          join consent c on c.id = g.consent_id and c.state = 'ACTIVE'
          left join proxy_authority p on p.id = c.authority_id
        where g.person_id = question.subject and g.grantee_organization_id = recipient
          and g.category = question.category and g.purpose = question.purpose and question.operation = any (g.operations)
          and (g.source_organization_id = holder
            or (holder is null and (question.category = 'IDENTITY_CONTACT' or (resource is not null and g.resource_id = resource))))
          and (g.resource_id is null or g.resource_id = resource)
          and (g.content_hash is null or g.content_hash = "contentHash")
          and g.ended_at is null and g.not_before <= clock_timestamp() and clock_timestamp() < least(g.not_after, c.not_after, p.valid_to, p.ended_at)
          and (recipient is distinct from :organization::uuid or g.grantee_roles && actor.roles)
          and exists (
            select from data_sharing_agreement a
            where a.source_organization_id = g.source_organization_id and a.grantee_organization_id = g.grantee_organization_id
              and g.purpose = any (a.purposes) and g.category = any (a.categories) and g.grantee_roles <@ a.roles
              and a.valid_from <= clock_timestamp() and clock_timestamp() < a.valid_to)
      )) then 'GRANT'
      else 'NO_GRANT' end as reason
    from question cross join actor
  ), verdict as (
    select answer.*, epoch is not null and reason not in ('NOT_A_MEMBER', 'RESTRICTED', 'NO_GRANT') as is_permitted from answer
  ), log as (
    insert into decision_record (request_id, actor_subject, actor_organization_id, actor_roles, application, asked_by, person_id,
      source_organization_id, receiver_organization_ids, category, purpose, operation, resource_id, coordinates,
      is_permitted, reason, person_epoch, decided_at)
    select :requestId, :subject, :organization::uuid, actor.roles, :application, :askedBy, verdict.subject, holder, recipients::text[],
      category, purpose, operation, resource, coordinates, is_permitted, reason, epoch, clock_timestamp()
    from verdict cross join actor where epoch is not null
  )
  select coalesce(json_agg(is_permitted order by ordinal), '[]') as permitted,
    coalesce(jsonb_agg(distinct jsonb_build_object('subject', subject, 'epoch', epoch,
      'decidedAt', trunc(extract(epoch from statement_timestamp()) * 1000)::float8))
      filter (where is_permitted and reason in ('GRANT', 'ACCOMPANIMENT', 'PROXY')), '[]') as grounds
  from verdict`;

/** What the questions of a page have in common: said once, however many people they are about. */
type Kind = Pick<DecisionRequest, "holder" | "category" | "purpose" | "operation" | "coordinates" | "receivers">;

/** Answers in the order asked. One statement and one transaction whatever the number of questions. */
export async function decide(
  em: EntityManager,
  asking: Asking,
  requests: readonly DecisionRequest[],
): Promise<Decided> {
  const { viewer, askedBy, requestId } = asking;
  const kinds = new Map<string, Kind & { readonly kind: number }>();
  const questions = requests.map(({ subject, resource, contentHash, ...rest }, ordinal) => {
    const { holder, category, purpose, operation, coordinates, receivers = [] } = rest;
    const words: Kind = { holder, category, purpose, operation, coordinates, receivers };
    const key = JSON.stringify(words);
    const known = kinds.get(key) ?? { ...words, kind: kinds.size };
    kinds.set(key, known);
    return { ordinal, kind: known.kind, subject, resource, contentHash };
  });
  const [decided] = await executePrepared<Decided>(
    em,
    ...named(DECIDE, {
      subject: viewer.subject,
      organization: viewer.organization,
      application: viewer.application,
      askedBy,
      requestId,
      accompanyingRoles: accompanyingRoles.join(" "),
      kinds: JSON.stringify([...kinds.values()]),
      questions: JSON.stringify(questions),
    }),
  );
  return decided!;
}

/** Turns `:name` into the driver's positional marks; `::` casts stay. */
export function named(sql: string, values: Readonly<Record<string, unknown>>): [string, unknown[]] {
  const parameters: unknown[] = [];
  const text = sql.replace(/(?<!:):([a-z][A-Za-z]*)/g, (_match, name: string) => {
    parameters.push(values[name]);
    return "?";
  });
  return [text, parameters];
}
