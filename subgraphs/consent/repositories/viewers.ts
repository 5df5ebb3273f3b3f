import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";

/** Who signed in, as the gateway verified it. */
export interface Account {
  /** Alias of the OpenID Connect issuer. */
  readonly issuer: string;
  readonly subject: string;
  readonly application: string;
  /** The organisation a member of several wants to act for. */
  readonly organization: string | null;
}

interface Row {
  person_id: string | null;
  organization_id: string | null;
  roles: string[];
}

/**
 * Says who an account is in the hub at this instant, with one statement. A person is never a professional in the same
 * request. A member of several organisations acts for the one she names, else for the one she joined first. An account
 * nobody knows acts for nobody.
 */
export async function readViewer(em: EntityManager, account: Account): Promise<Viewer> {
  const subject = `${account.issuer}|${account.subject}`;
  const rows = await em.execute<Row[]>(
    `select null::uuid as organization_id, '{}'::text[] as roles, id as person_id, null::timestamptz as since from person where subject = ?
     union all
     select m.organization_id, array_agg(m.role order by m.role), null, min(m.started_at)
     from professional p join membership m on m.professional_id = p.id
     where p.subject = ? and m.ended_at is null and (?::text is null or m.organization_id::text = ?)
     group by m.organization_id
     order by since nulls first, organization_id limit 1`,
    [subject, subject, account.organization, account.organization],
  );
  const row = rows[0];
  return {
    subject,
    organization: row?.organization_id ?? null,
    roles: row?.roles ?? [],
    dataSubject: row?.person_id ?? null,
    application: account.application,
  };
}
