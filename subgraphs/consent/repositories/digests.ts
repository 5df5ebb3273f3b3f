import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { Digest } from "../entities/digest.ts";

/** As the log of decisions names who asked for a digest: the registry itself, in the professional's name. */
const APPLICATION = "digest";

export async function findDigestOf(em: EntityManager, professionalId: string): Promise<Digest | null> {
  return em.findOne(Digest, { professionalId });
}

export async function lockDigestOf(em: EntityManager, professionalId: string): Promise<Digest | null> {
  return em.findOne(Digest, { professionalId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

const start = (unit: "day" | "week") =>
  `(date_trunc('${unit}', (clock_timestamp() at time zone 'Europe/Paris') - interval '7 hours') + interval '7 hours') at time zone 'Europe/Paris'`;

/** Takes one digest that is due and that nobody else is preparing, until the transaction ends. */
export async function takeDueDigest(em: EntityManager): Promise<Digest | undefined> {
  const [row] = await em.execute<object[]>(
    `select * from digest where confirmed_at is not null
       and coalesce(sent_at, confirmed_at) < case frequency when 'WEEKLY' then ${start("week")} else ${start("day")} end
     limit 1 for update skip locked`,
  );
  return row && em.map(Digest, row);
}

/** A professional as she would be recognised in each organisation she is a member of now. */
export async function findViewersOf(em: EntityManager, professionalId: string): Promise<Viewer[]> {
  const rows = await em.execute<{ subject: string; organization: string; roles: string[] }[]>(
    `select p.subject, m.organization_id as organization, array_agg(m.role order by m.role) as roles
     from professional p join membership m on m.professional_id = p.id
     where p.id = ? and m.ended_at is null group by p.subject, m.organization_id order by m.organization_id`,
    [professionalId],
  );
  return rows.map((row) => ({ ...row, dataSubject: null, application: APPLICATION }));
}

/** The next one is due in the next period, whether something waited or not. */
export async function noteSent(em: EntityManager, { professionalId }: Digest): Promise<void> {
  await em.execute("update digest set sent_at = clock_timestamp() where professional_id = ?", [professionalId]);
}
