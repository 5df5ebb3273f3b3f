import type { EntityManager } from "@mikro-orm/postgresql";
import type { Mail } from "../policies/digest-mail.ts";

/** A mail server that refused so often never takes it: about a day after the first attempt. */
const MOST_ATTEMPTS = 11;

export interface QueuedMail extends Mail {
  readonly id: string;
  readonly address: string;
}

/** Writes a message down in the running transaction; it leaves after the commit, at least once. */
export async function queueMail(em: EntityManager, address: string, { subject, text }: Mail): Promise<void> {
  await em.execute("insert into mail (address, subject, text) values (?, ?, ?)", [address, subject, text]);
}

/** Takes the oldest message that is due and that nobody else is sending, until the transaction ends. */
export async function takeMail(em: EntityManager): Promise<QueuedMail | undefined> {
  const [mail] = await em.execute<QueuedMail[]>(
    `select id::text, address, subject, text from mail where not_before <= clock_timestamp()
     order by not_before, id limit 1 for update skip locked`,
  );
  return mail;
}

export async function forgetMail(em: EntityManager, { id }: QueuedMail): Promise<void> {
  await em.execute("delete from mail where id = ?", [id]);
}

/** Puts a message off, twice as long each time; one that nobody takes is given up. True when it was. */
export async function putOffMail(em: EntityManager, { id }: QueuedMail): Promise<boolean> {
  await em.execute(
    `update mail set attempts = attempts + 1, not_before = clock_timestamp() + power(2, attempts) * interval '1 minute' where id = ?`,
    [id],
  );
  const gone = await em.execute("delete from mail where id = ? and attempts >= ? returning id", [id, MOST_ATTEMPTS]);
  return gone.length > 0;
}
