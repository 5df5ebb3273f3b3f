import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import type { BudgetState, Spending } from "./budgets.ts";
import { DATABASE_IN_USE } from "./database-in-use.ts";

/** Who signed in, as the gateway verified it. */
export interface Account {
  /** Alias of the OpenID Connect issuer. */
  readonly issuer: string;
  readonly subject: string;
  readonly application: string;
  /** The organisation a member of several wants to act for. */
  readonly organization: string | null;
  /** What her request takes of which budgets. */
  readonly spending?: readonly Spending[];
}

export interface Recognised {
  readonly viewer: Viewer;
  readonly budgets: readonly BudgetState[];
  /** The database that says so. */
  readonly database: string;
}

interface Row {
  person_id: string | null;
  organization_id: string | null;
  roles: string[];
  budgets: BudgetState[] | null;
  database: string;
}

/**
 * Says who an account is in the hub at this instant and takes what her request costs, with one statement. A person is
 * never a professional in the same request. A member of several organisations acts for the one she names, else for the
 * one she joined first. An account nobody knows acts for nobody, and pays all the same.
 */
export async function recognise(em: EntityManager, account: Account): Promise<Recognised> {
  const subject = `${account.issuer}|${account.subject}`;
  const [row] = await em.execute<Row[]>(
    `with who as (
       select null::uuid as organization_id, '{}'::text[] as roles, id as person_id, null::timestamptz as since from person where subject = ?
       union all
       select m.organization_id, array_agg(m.role order by m.role), null, min(m.started_at)
       from professional p join membership m on m.professional_id = p.id
       where p.subject = ? and m.ended_at is null and (?::text is null or m.organization_id::text = ?)
       group by m.organization_id
       order by since nulls first, organization_id limit 1
     )
     select who.*, spend_budgets(?::jsonb, coalesce(who.organization_id::text, ?)) as budgets, ${DATABASE_IN_USE} as database
     from (values (1)) as one left join who on true`,
    [subject, subject, account.organization, account.organization, JSON.stringify(account.spending ?? []), subject],
  );
  const viewer = {
    subject,
    organization: row?.organization_id ?? null,
    roles: row?.roles ?? [],
    dataSubject: row?.person_id ?? null,
    application: account.application,
  };
  return { viewer, budgets: row?.budgets ?? [], database: row!.database };
}
