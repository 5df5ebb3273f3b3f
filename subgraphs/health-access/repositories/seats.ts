import type { FilterQuery } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { loadByKey } from "../../../kit/load-by-key.ts";
import type { RegistrationStatus } from "../policies/workshop-words.ts";

/** Somebody who has a place in a session, waits for one, or comes no more. */
interface Seated {
  readonly sessionId: string;
  /** In which order they came. */
  readonly number: number;
  status: RegistrationStatus;
}

/** The places of one kind of session: whoever comes when it is full waits, and moves up in the order of arrival. */
export class Seats<Registration extends Seated> {
  readonly #em: EntityManager;
  readonly #type: new () => Registration;

  constructor(em: EntityManager, type: new () => Registration) {
    this.#em = em;
    this.#type = type;
  }

  /** How many places are taken, one row a session that has any. */
  readonly takenOf = loadByKey(
    async (ids) =>
      this.#em.execute<{ session_id: string; taken: number }[]>(
        `select session_id, count(*)::int as taken from ${this.#em.getMetadata().get(this.#type).tableName}
         where status = 'REGISTERED' and session_id = any(array[?]::uuid[]) group by session_id`,
        [ids],
      ),
    (row) => row.session_id,
  );

  /** How many are left of a session's places, counted now. */
  async left(sessionId: string, places: number): Promise<number> {
    return places - (await this.#em.count(this.#type, this.#of(sessionId, "REGISTERED")));
  }

  async nextNumber(sessionId: string): Promise<number> {
    const newest = { orderBy: { number: "desc" }, limit: 1 } as never;
    const [last] = await this.#em.find(this.#type, this.#of(sessionId), newest);
    return ((last as Registration | undefined)?.number ?? 0) + 1;
  }

  /** Gives the free places of a locked session to those who wait, first come first. */
  async giveToThoseWhoWait(sessionId: string, places: number): Promise<void> {
    const free = await this.left(sessionId, places);
    if (free <= 0) return;
    const first = { orderBy: { number: "asc" }, limit: free } as never;
    const waiting: Seated[] = await this.#em.find(this.#type, this.#of(sessionId, "WAITING"), first);
    for (const registration of waiting) registration.status = "REGISTERED";
  }

  #of(sessionId: string, status?: RegistrationStatus) {
    return { sessionId, ...(status ? { status } : {}) } as FilterQuery<Registration>;
  }
}
