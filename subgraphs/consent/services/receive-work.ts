import type { EventConsumer } from "../../../kit/events.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Work } from "../../work.ts";
import { workKinds } from "../../work-kinds.ts";
import { replaceItems } from "../repositories/inbox.ts";

/**
 * Takes in everything that waits about one record of one source, in place of what it stated before. A kind this version does
 * not know, or that is another source's to state, is left out: the rest counts.
 */
export const receiveWork: EventConsumer = async (event, em, logger) => {
  const { record, person, holder, contentHash, work } = event.data;
  if (!isIdentifier(record) || !isIdentifier(person) || !isIdentifier(holder) || !work)
    return logger.warn({ eventType: event.type }, "event ignored: it names no record of a person");
  const stated = JSON.parse(work) as Work[];
  const known = stated.filter(({ kind }) => workKinds[kind]?.sources.some((source) => source === event.source));
  if (known.length < stated.length) logger.warn({ eventType: event.type }, "work of an unknown kind is left out");
  await replaceItems(em, { id: record, personId: person, organizationId: holder }, contentHash ?? null, known);
};
