import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { ErasureRequest } from "../entities/erasure-request.ts";
import { readClock } from "../repositories/clock.ts";
import { findErasureRequest } from "../repositories/erasure-requests.ts";
import { lockPerson } from "../repositories/people.ts";

/**
 * The person asks every source, the registry among them, to erase what may go: each does so in its own time, whole, and
 * notes what became of each kind. The same `requestKey` asks once.
 * @throws Refusal FORBIDDEN, BAD_USER_INPUT (a key used before)
 */
export async function requestErasure(
  { em, viewer, publish }: ConsentContext,
  { requestKey }: { requestKey: string },
): Promise<ErasureRequest> {
  const person = viewer?.dataSubject;
  if (!person) throw new Refusal("FORBIDDEN", "Only the person herself asks for the erasure of her data.");
  return em.transactional(async (transaction) => {
    await lockPerson(transaction, person);
    const known = await findErasureRequest(transaction, requestKey);
    if (known?.personId === person) return known;
    if (known) throw new Refusal("BAD_USER_INPUT", "This key was used before: choose a new one.", ["requestKey"]);
    const request = { id: requestKey, personId: person, requestedAt: await readClock(transaction) };
    await publish(transaction, {
      type: "erasure.requested",
      subject: request.id,
      data: { request: request.id, person },
    });
    const created = transaction.create(ErasureRequest, request);
    transaction.persist(created);
    return created;
  });
}
