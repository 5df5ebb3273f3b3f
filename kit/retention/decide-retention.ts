import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../user-error.ts";
import type { Viewer } from "../viewer.ts";
import type { RetentionKinds } from "./retention-kind.ts";
import type { RetentionPeriod } from "./retention-period.ts";
import { RetentionSetting } from "./retention-setting.ts";

/** A viewer who decides in the name of an organisation. */
export type Decider = Viewer & { readonly organization: string };

/** For how long an organisation keeps each kind of record. */
export async function listPeriods(
  em: EntityManager,
  kinds: RetentionKinds,
  organizationId: string,
): Promise<RetentionPeriod[]> {
  const settings = await em.find(RetentionSetting, { organizationId });
  const days = new Map(settings.map((setting) => [setting.kind, setting.days]));
  return Object.keys(kinds).map((kind) => periodOf(kinds, kind, days.get(kind)));
}

/**
 * Decides for how many days an organisation keeps a kind of record. Deciding the same again changes nothing; of two who
 * decide at once the last one counts.
 * @throws Refusal BAD_USER_INPUT outside the bounds
 */
export async function decideRetention(
  em: EntityManager,
  kinds: RetentionKinds,
  { organization, subject }: Decider,
  { kind, days }: { kind: string; days: number },
): Promise<RetentionPeriod> {
  const period = periodOf(kinds, kind, days);
  if (days < period.leastDays || days > period.mostDays)
    throw new Refusal("BAD_USER_INPUT", `Choose from ${period.leastDays} to ${period.mostDays} days.`, ["days"]);
  await em.execute(
    `insert into retention_setting (id, organization_id, kind, days, set_by, set_at)
     values (gen_random_uuid(), ?, ?, ?, ?, now())
     on conflict (organization_id, kind) do update set days = excluded.days, set_by = excluded.set_by, set_at = excluded.set_at
     where retention_setting.days <> excluded.days`,
    [organization, kind, days, subject],
  );
  return period;
}

function periodOf(kinds: RetentionKinds, kind: string, days?: number): RetentionPeriod {
  const { description, leastDays, leastBecause, mostDays } = kinds[kind]!;
  return { kind, description, days: days ?? mostDays, leastDays, leastBecause, mostDays };
}
