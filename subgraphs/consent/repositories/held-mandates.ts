import type { EntityManager } from "@mikro-orm/postgresql";
import type { Accompaniment } from "../entities/accompaniment.ts";
import { HeldMandate } from "../entities/held-mandate.ts";

/** Notes what was told of a mandate, in the running transaction; what ended stays so, whatever is told again. */
export async function keepMandate(
  em: EntityManager,
  { id, personId, organizationId, endedAt }: HeldMandate,
): Promise<void> {
  await em.execute(
    `insert into held_mandate (id, person_id, organization_id, ended_at) values (?, ?, ?, ?)
     on conflict (id) do update set ended_at = coalesce(held_mandate.ended_at, excluded.ended_at)`,
    [id, personId, organizationId, endedAt],
  );
}

/** Whether the organisation of an accompaniment holds the person's mandate now. */
export async function isMandateHeldBy(
  em: EntityManager,
  { personId, organizationId }: Pick<Accompaniment, "personId" | "organizationId">,
): Promise<boolean> {
  return (await em.count(HeldMandate, { personId, organizationId, endedAt: null })) > 0;
}
