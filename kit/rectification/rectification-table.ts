/** The statements that create the requests for rectification of a source; `subject` is the column that names whose they are. */
export const rectificationTable = (subject: string): string[] => [
  `create table rectification (
    id uuid primary key, ${subject} uuid not null, organization_id uuid not null, kind text not null, record_id uuid not null,
    statement text not null, requested_at timestamptz not null, state text not null, reason text null,
    answered_at timestamptz null, answered_by text null,
    constraint rectification_state_check check (state in ('REQUESTED', 'ACCEPTED', 'REFUSED')),
    constraint rectification_answered check ((state = 'REQUESTED') = (answered_at is null) and (state = 'REFUSED') = (reason is not null)))`,
  `create index rectification_${subject}_index on rectification (${subject})`,
  "create index rectification_organization_id_requested_at_id_index on rectification (organization_id, requested_at, id)",
];
