import type { EntityManager } from "@mikro-orm/postgresql";
import { BarriersInSupport } from "../entities/barriers-in-support.ts";

const BARRIERS = `
  select p.id as "prescriptionId", p.person_id as "personId", p.organization_id as "organizationId",
    count(b.id)::int as declared, count(b.id) filter (where b.lifted_on <= s.ends_on)::int as lifted
  from prescription p
    join lateral (
      select min(t.recorded_at at time zone 'Europe/Paris') filter (where t."to" = 'ACCEPTED')::date as starts_on,
        coalesce(max(t.recorded_at at time zone 'Europe/Paris') filter (where t."to" in ('DONE', 'CANCELLED')), 'infinity')::date as ends_on
      from prescription_transition t where t.prescription_id = p.id) s on s.starts_on is not null
    left join barrier b on b.person_id = p.person_id and b.organization_id = p.organization_id
      and b.opened_on <= s.ends_on and (b.lifted_on is null or b.lifted_on >= s.starts_on)
  where p.id in (select jsonb_array_elements_text(?::jsonb)::uuid)
  group by p.id`;

/**
 * The barriers of the prescriber's file during each support, in one statement for a page; none for a prescription that no
 * association accepted. The rule of the row decides who may read the figures.
 */
export async function countBarriers(em: EntityManager, prescriptions: string[]): Promise<BarriersInSupport[]> {
  const rows = await em.execute<BarriersInSupport[]>(BARRIERS, [JSON.stringify(prescriptions)]);
  return rows.map((row) => Object.assign(new BarriersInSupport(), row));
}
