import { randomUUID } from "node:crypto";
import type { ErasureLine } from "../kit/erasure.ts";
import { ErasureOutcome } from "../kit/erasure-outcome.ts";
import type { EventConsumer } from "../kit/events.ts";
import { isIdentifier } from "../kit/identifier.ts";

/** The only subgraph that speaks for the person: she asked it. */
const REGISTRY = "consent";

type Erase = (em: Parameters<EventConsumer>[1], person: string) => Promise<ErasureLine[]>;

/**
 * Takes in `erasure.requested`: erases what may go, once, in one transaction with the note of what became of each kind. What
 * fails is undone whole and taken in again.
 */
export const eraseOnRequest =
  (erase: Erase): EventConsumer =>
  async (event, em) => {
    const { request, person } = event.data;
    if (event.source !== REGISTRY || !isIdentifier(request) || !isIdentifier(person))
      throw new Error("This event does not tell of a person's request.");
    const decidedAt = new Date();
    for (const line of await erase(em, person)) {
      const outcome = { ...line, id: randomUUID(), subjectId: person, requestId: request, decidedAt };
      em.persist(em.create(ErasureOutcome, outcome));
    }
  };
