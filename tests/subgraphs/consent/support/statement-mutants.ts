import type { EntityManager } from "@mikro-orm/postgresql";

/** One clause of the decision changed: its text, what stands there instead, and the relation of the matrix that tells. */
export type Mutant = readonly [clause: string, instead: string, seenBy: string];

/**
 * Every clause of the statement in turn: left out, made to hold always, or changed into its neighbour. A `?` stands for
 * each value the statement is given, which a mutant keeps. What only guards against null is left as it is: a comparison
 * with null never holds, so such a clause says for the reader what is true without it.
 */
export const mutants: readonly Mutant[] = [
  // Who asks, and in which roles.
  ["p.subject = ?", "(p.subject = ? or true)", "a recipient in another role"],
  ["m.organization_id = ?", "(m.organization_id = ? or true)", "one who says she is of the recipient"],
  ["and m.ended_at is null", "", "a recipient who has left"],
  ["when cardinality(actor.roles) = 0 then 'NOT_A_MEMBER'", "", "a colleague where it was held, who has left"],
  ["'NOT_A_MEMBER' when", "'HOLDER' when", "a recipient who has left"],
  // About whom, and who receives it.
  ["left join person on", "join person on", "a recipient"],
  ["array_append(k.receivers, ?", "array_append('{}'::uuid[], ?", "a recipient, for a stranger"],
  [
    "array_append(k.receivers, ?::uuid)",
    "k.receivers || (case when ?::uuid is null then null::uuid end)",
    "a stranger",
  ],
  ["and recipient is distinct from k.holder", "", "a colleague where it is held"],
  // She herself.
  ["when person_subject = ?", "when (person_subject = ? or true)", "a stranger"],
  ["when person_subject = ?", "when (person_subject = ? and false)", "the person herself"],
  ["and cardinality(receivers) = 0 then 'SELF'", "then 'SELF'", "the person herself, for another organisation"],
  // Who stands for her.
  ["when ? = 'consent' and", "when (? = 'consent' or true) and", "who stands for her, elsewhere"],
  ["category = 'CARE_NAVIGATION' and purpose", "purpose", "who stands for her, in the registry"],
  [
    "'CARE_NAVIGATION' and purpose = 'CARE_ACCESS_COORDINATION' and",
    "'CARE_NAVIGATION' and",
    "who stands for her, in the registry",
  ],
  ["operation = 'READ' and ?::uuid is null", "?::uuid is null", "who stands for her, in the registry"],
  ["and ?::uuid is null and", "and (?::uuid is null or true) and", "who stands for her, in a stranger's name"],
  [
    "is null and cardinality(receivers) = 0 and exists ( select from proxy_authority",
    "is null and exists ( select from proxy_authority",
    "who stands for her, for another organisation",
  ],
  ["p.person_id = question.subject and", "", "who stands for her, in the registry"],
  ["p.holder_subject = ?", "(p.holder_subject = ? or true)", "who stands for nobody"],
  ["p.valid_from <= clock_timestamp() and", "", "who stands for her, in the registry"],
  ["least(p.valid_to, p.ended_at)", "p.valid_to", "who stands for her, in the registry"],
  ["least(p.valid_to, p.ended_at)", "coalesce(p.ended_at, 'infinity')", "who stands for her, in the registry"],
  // Whoever accompanies her.
  ["holder is null and category", "category", "one who accompanies, of a source"],
  ["category = 'IDENTITY_CONTACT' and purpose = 'CARE", "purpose = 'CARE", "one who accompanies"],
  ["'IDENTITY_CONTACT' and purpose = 'CARE_ACCESS_COORDINATION' and", "'IDENTITY_CONTACT' and", "one who accompanies"],
  ["operation = 'READ' and cardinality", "cardinality", "one who accompanies"],
  ["cardinality(receivers) = 0 and actor.roles", "actor.roles", "one who accompanies, for a recipient"],
  ["and actor.roles && string_to_array(?", "and '{}' <@ string_to_array(?", "one who accompanies, in another role"],
  ["a.person_id = question.subject and", "", "one who accompanies"],
  ["a.organization_id = ?", "(a.organization_id = ? or true)", "one who accompanies"],
  ["and a.ended_on is null", "", "one who accompanies"],
  // The holder's own, and every recipient else.
  ["when cardinality(recipients) = 0 then 'HOLDER'", "", "a colleague where it is held"],
  ["when cardinality(recipients) = 0", "when cardinality(recipients) = 1", "a stranger"],
  [
    "not exists (select from unnest(recipients) as recipient where not exists (",
    "exists (select from unnest(recipients) as recipient where exists (",
    "a recipient, for a stranger",
  ],
  ["else 'NO_GRANT'", "else 'GRANT'", "a stranger"],
  // What she opposes.
  ["when exists ( select from restriction r", "when false and exists ( select from restriction r", "a recipient"],
  [
    "coalesce(r.grantee_organization_id, recipient) = recipient",
    "r.grantee_organization_id = recipient",
    "a recipient",
  ],
  ["coalesce(r.grantee_organization_id, recipient) = recipient", "true", "a recipient"],
  ["r.person_id = question.subject and", "", "a recipient"],
  ["(r.grantee_role is null or", "(", "a recipient"],
  ["r.grantee_role = any (actor.roles)", "true", "a recipient"],
  ["r.grantee_role = any (actor.roles)", "false", "a recipient with another role besides"],
  [
    "(recipient = ?::uuid and r.grantee_role",
    "((recipient = ?::uuid or true) and r.grantee_role",
    "a colleague where it is held, for a recipient",
  ],
  ["(r.grantee_professional_id is null or", "(", "a recipient"],
  ["r.grantee_professional_id = actor.professional", "true", "a recipient with another role besides"],
  ["r.grantee_professional_id = actor.professional", "false", "a recipient"],
  [
    "(recipient = ?::uuid and r.grantee_professional_id",
    "((recipient = ?::uuid or true) and r.grantee_professional_id",
    "a colleague where it is held, for a recipient",
  ],
  ["and coalesce(r.category, question.category) = question.category", "", "a recipient"],
  ["coalesce(r.category, question.category)", "r.category", "a recipient"],
  ["and coalesce(r.purpose, question.purpose) = question.purpose", "", "a recipient"],
  ["coalesce(r.purpose, question.purpose)", "r.purpose", "a recipient"],
  ["and r.starts_at <= clock_timestamp()", "", "a recipient"],
  ["(r.ends_at is null or clock_timestamp() < r.ends_at)", "true", "a recipient"],
  ["(r.ends_at is null or", "(", "a recipient"],
  ["or clock_timestamp() < r.ends_at", "", "a recipient"],
  // The consent and its grant, word for word.
  ["and c.state = 'ACTIVE'", "", "a recipient"],
  ["c.id = g.consent_id and", "", "a recipient"],
  ["g.person_id = question.subject and", "", "a recipient"],
  ["and g.grantee_organization_id = recipient", "", "a stranger"],
  ["and g.category = question.category", "", "a recipient"],
  ["and g.purpose = question.purpose", "", "a recipient"],
  ["and question.operation = any (g.operations)", "", "a recipient"],
  ["(g.source_organization_id = holder or", "(true or", "a recipient, of another source"],
  ["(g.source_organization_id = holder or", "(", "a recipient"],
  ["or (holder is null and (", "or (true and (", "a recipient, of another source"],
  ["(question.category = 'IDENTITY_CONTACT' or", "(", "a recipient, of the registry"],
  ["(question.category = 'IDENTITY_CONTACT' or", "(true or", "a recipient, of the registry"],
  ["resource is not null and g.resource_id = resource", "resource is not null", "a recipient, of the registry"],
  ["and (g.resource_id is null or g.resource_id = resource)", "", "a recipient, of another record"],
  ["(g.resource_id is null or", "(", "a recipient, of no record"],
  ['and (g.content_hash is null or g.content_hash = "contentHash")', "", "a recipient, of other content"],
  ["(g.content_hash is null or", "(", "a recipient, of other content"],
  // When.
  ["and g.ended_at is null", "", "a recipient"],
  ["and g.not_before <= clock_timestamp()", "", "a recipient"],
  ["least(g.not_after, c.not_after, p", "least(g.not_after, p", "a recipient"],
  ["least(g.not_after, c.not_after, p", "least(c.not_after, p", "a recipient"],
  ["c.not_after, p.valid_to, p.ended_at)", "c.not_after, p.ended_at)", "a recipient"],
  ["c.not_after, p.valid_to, p.ended_at)", "c.not_after, p.valid_to)", "a recipient"],
  // Roles.
  ["(recipient is distinct from ?::uuid or", "(recipient = ?::uuid or", "a recipient in another role"],
  ["distinct from ?::uuid or", "distinct from ?::uuid and", "a colleague where it is held, for a recipient"],
  ["or g.grantee_roles && actor.roles", "or g.grantee_roles @> actor.roles", "a recipient with another role besides"],
  // The agreement.
  [
    "from data_sharing_agreement a where",
    "from data_sharing_agreement a where true or",
    "a recipient without an agreement",
  ],
  ["a.source_organization_id = g.source_organization_id and", "", "a recipient"],
  ["a.grantee_organization_id = g.grantee_organization_id and", "", "a recipient without an agreement"],
  ["g.purpose = any (a.purposes) and", "", "a recipient"],
  ["g.category = any (a.categories) and", "", "a recipient"],
  ["and g.grantee_roles <@ a.roles", "", "a recipient whose agreement covers fewer roles"],
  ["g.grantee_roles <@ a.roles", "g.grantee_roles && a.roles", "a recipient whose agreement covers fewer roles"],
  ["and a.valid_from <= clock_timestamp()", "", "a recipient whose agreement has not begun"],
  ["and clock_timestamp() < a.valid_to", "", "a recipient whose agreement has ended"],
  // What is answered, what it rests on and what is written down.
  ["epoch is not null and reason", "reason", "a colleague where it is held"],
  [
    "('NOT_A_MEMBER', 'RESTRICTED', 'NO_GRANT') as is_permitted",
    "('RESTRICTED', 'NO_GRANT') as is_permitted",
    "a recipient who has left",
  ],
  [
    "('NOT_A_MEMBER', 'RESTRICTED', 'NO_GRANT') as is_permitted",
    "('NOT_A_MEMBER', 'RESTRICTED') as is_permitted",
    "a stranger",
  ],
  [
    "('NOT_A_MEMBER', 'RESTRICTED', 'NO_GRANT') as is_permitted",
    "('NOT_A_MEMBER', 'NO_GRANT') as is_permitted",
    "a recipient",
  ],
  ["is_permitted and reason in", "reason is not null or reason in", "a stranger"],
  ["('GRANT', 'ACCOMPANIMENT', 'PROXY')), '[]')", "('ACCOMPANIMENT', 'PROXY')), '[]')", "a recipient"],
  ["('GRANT', 'ACCOMPANIMENT', 'PROXY')), '[]')", "('GRANT', 'PROXY')), '[]')", "one who accompanies"],
  [
    "('GRANT', 'ACCOMPANIMENT', 'PROXY')), '[]')",
    "('GRANT', 'ACCOMPANIMENT')), '[]')",
    "who stands for her, in the registry",
  ],
  ["coordinates, is_permitted, reason, epoch", "coordinates, true, reason, epoch", "a stranger"],
  ["where epoch is not null )", "where epoch is not null and reason <> 'NO_GRANT' )", "a stranger"],
  ["order by ordinal", "order by ordinal desc", "a recipient"],
  // Each question keeps its own words.
  ["join kind using (kind)", "join kind on kind.kind = least(q.kind, 0)", "a recipient"],
];

const MARKS = /decision_record \(request_id/;

/** An entity manager that asks the mutant in place of the decision; what else it is asked goes through as it is. */
export function mutating(em: EntityManager, [clause, instead]: Mutant): EntityManager {
  const executeQuery = (query: { readonly sql: string }) => {
    if (!MARKS.test(query.sql)) return em.getKysely().executeQuery(query as never);
    const pieces = query.sql.replace(/\s+/g, " ").replace(/\$\d+/g, "?").split(clause);
    if (pieces.length !== 2) throw new Error(`The decision says ${pieces.length - 1} times, not once: ${clause}`);
    let mark = 0;
    const sql = pieces.join(instead).replace(/\?/g, () => `$${++mark}`);
    return em.getKysely().executeQuery({ ...query, sql } as never);
  };
  return {
    execute: em.execute?.bind(em),
    config: em.config,
    getKysely: () => ({ executeQuery }),
  } as unknown as EntityManager;
}
