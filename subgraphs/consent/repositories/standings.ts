import type { EntityManager } from "@mikro-orm/postgresql";
import { protection, purposes } from "../../protection.ts";
import type { AddressedPrescription } from "../entities/addressed-prescription.ts";
import { named } from "./decisions.ts";

/** What the hub knows of how an accompaniment came about. */
export interface Standing {
  /** The accompaniment. */
  readonly id: string;
  /** Whether a record of the hub says the same as its basis. */
  readonly isBasisConfirmed: boolean;
  /** INSEE code of the commune where she lived, as the invitation it was joined by says. */
  readonly communeCode: string | null;
}

/** Where a refused consent must look like one never asked, a given one confirms nothing either. */
const silent = Object.keys(purposes).filter((purpose) => protection.isSilent(purpose));

/**
 * A mandate that organisation held while it accompanies her, a prescription addressed to it, her own invitation, or a consent she
 * gave under which it receives something. What was confirmed stays so: that she withdrew is nobody's to read here.
 */
const STANDINGS = `
  select a.id, i.commune_code as "communeCode", case a.basis
    when 'MANDATE' then exists (select from held_mandate m
      where m.person_id = a.person_id and m.organization_id = a.organization_id
        and (m.ended_at is null or m.ended_at >= a.started_on))
    when 'PRESCRIPTION' then exists (select from addressed_prescription p
      where p.person_id = a.person_id and p.organization_id = a.organization_id)
    else (i.id is not null and i.organization_id is null) or exists (
      select from consent_grant g join consent c on c.id = g.consent_id
      where g.person_id = a.person_id and g.grantee_organization_id = a.organization_id and c.given_at is not null
        and g.purpose <> all (string_to_array(:silent, ' ')))
    end as "isBasisConfirmed"
  from accompaniment a left join accompaniment_invitation i on i.id = a.invitation_id
  where a.id = any (string_to_array(:ids, ' ')::uuid[])`;

/** One statement, whatever the number of accompaniments. */
export async function findStandings(em: EntityManager, ids: readonly string[]): Promise<Standing[]> {
  const values = { ids: ids.join(" "), silent: silent.join(" ") };
  return em.execute<Standing[]>(...named(STANDINGS, values));
}

/** Notes to whom a prescription was addressed, in the running transaction; what is noted stays as it is. */
export async function keepPrescription(
  em: EntityManager,
  { id, personId, organizationId }: AddressedPrescription,
): Promise<void> {
  await em.execute(
    "insert into addressed_prescription (id, person_id, organization_id) values (?, ?, ?) on conflict (id) do nothing",
    [id, personId, organizationId],
  );
}
