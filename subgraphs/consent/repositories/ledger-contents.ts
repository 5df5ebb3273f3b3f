import type { EntryKind } from "../policies/ledger-entry.ts";

const instant = (column: string): string => `to_char(r.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * What is committed to of each kind of entry: every column but the salt, by a name and in a form that stay the same for
 * ever. A column added later makes a new form with a new `type`; old entries keep theirs.
 */
const forms: Readonly<Record<EntryKind, { readonly table: string; readonly content: string }>> = {
  event: {
    table: "consent_event",
    content: `jsonb_build_object('type', 'event/1', 'id', r.id::text, 'consent', r.consent_id, 'person', r.person_id,
      'act', r.act, 'from', r.from_state, 'to', r.to_state, 'actor', r.actor_subject, 'organization', r.actor_organization_id,
      'noticeHash', r.shown_notice_hash, 'recordedAt', ${instant("recorded_at")})
      || case when r.details is null then '{}' else jsonb_build_object('type', 'event/2', 'details', r.details) end`,
  },
  decision: {
    table: "decision_record",
    content: `jsonb_build_object('type', 'decision/1', 'id', r.id::text, 'request', r.request_id, 'actor', r.actor_subject,
      'organization', r.actor_organization_id, 'roles', r.actor_roles, 'application', r.application, 'askedBy', r.asked_by,
      'person', r.person_id, 'source', r.source_organization_id, 'receivers', r.receiver_organization_ids,
      'category', r.category, 'purpose', r.purpose, 'operation', r.operation, 'resource', r.resource_id,
      'coordinates', r.coordinates, 'isPermitted', r.is_permitted, 'reason', r.reason, 'epoch', r.person_epoch,
      'decidedAt', ${instant("decided_at")})`,
  },
  evidence: {
    table: "consent_evidence",
    content: `jsonb_build_object('type', 'evidence/1', 'id', r.id::text, 'consent', r.consent_id, 'person', r.person_id,
      'organization', r.organization_id, 'authority', r.authority_id, 'kind', r.kind, 'capturedBy', r.captured_by,
      'capturedAt', ${instant("captured_at")}, 'assurance', r.assurance, 'artefactHash', r.artefact_hash,
      'custodian', r.custodian_organization_id, 'isAssisted', r.is_assisted, 'isInterpreted', r.is_interpreted,
      'noticeHash', r.shown_notice_hash)`,
  },
  erasure: {
    table: "ledger_erasure",
    content: `jsonb_build_object('type', 'erasure/1', 'id', r.id::text, 'kind', r.kind, 'row', r.row_id::text,
      'erasedAt', ${instant("erased_at")})`,
  },
  search: {
    table: "disclosure_search",
    content: `jsonb_build_object('type', 'search/1', 'id', r.id::text, 'request', r.request_id, 'actor', r.actor_subject,
      'organization', r.organization_id, 'application', r.application, 'since', ${instant("since")}, 'until', ${instant("until")},
      'category', r.category, 'purpose', r.purpose, 'isRefusedOnly', r.is_refused_only, 'after', r.after_id::text,
      'searchedAt', ${instant("searched_at")})`,
  },
  lookup: {
    table: "invitation_lookup",
    content: `jsonb_build_object('type', 'lookup/1', 'id', r.id::text, 'request', r.request_id, 'actor', r.actor_subject,
      'organization', r.organization_id, 'application', r.application, 'isWithinBudget', r.is_within_budget,
      'isFound', r.is_found, 'lookedUpAt', ${instant("looked_up_at")})`,
  },
  territory: {
    table: "territory_record",
    content: `jsonb_build_object('type', 'territory/1', 'id', r.id::text, 'organization', r.organization_id, 'areas', r.areas,
      'actor', r.actor_subject, 'recordedAt', ${instant("recorded_at")})`,
  },
};

/** The tables of the records, by kind of entry. */
export const tableOf = (kind: EntryKind): string => forms[kind].table;

/** A relation (kind, row_id, salt, content) of all records there are; a condition on kind and row_id reaches the tables. */
export const CONTENTS = Object.entries(forms)
  .map(
    ([kind, { table, content }]) =>
      `select '${kind}' as kind, r.id as row_id, r.salt, ${content} as content from ${table} r`,
  )
  .join(" union all ");
