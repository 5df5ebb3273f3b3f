import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { ClassType } from "type-graphql";
import { isIdentifier } from "../identifier.ts";
import { Refusal } from "../user-error.ts";
import type { Viewer } from "../viewer.ts";
import type { RectificationRow } from "./rectification-row.ts";

/** What is answered: with a reason the record stays as it is. */
export interface RectificationAnswer {
  readonly rectification: string;
  readonly reason?: string | null;
}

/** A viewer who answers in the name of the organisation that holds the record. */
export type Answerer = Viewer & { readonly organization: string };

/**
 * Answers a request for rectification, for good. With a reason it is refused, without one it is accepted: the record has been
 * corrected by then. Answering the same again changes nothing.
 * @throws Refusal NOT_FOUND, CONFLICT_VERSION (another answer was given)
 */
export async function answerRectification(
  em: EntityManager,
  { organization, subject }: Answerer,
  Rectification: ClassType<RectificationRow>,
  { rectification: id, reason = null }: RectificationAnswer,
): Promise<RectificationRow> {
  const asked = isIdentifier(id)
    ? await em.findOne(Rectification, { id, organizationId: organization }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    : null;
  if (!asked)
    throw new Refusal("NOT_FOUND", "Nothing was found here for you; check the identifier.", ["rectification"]);
  const state = reason === null ? "ACCEPTED" : "REFUSED";
  if (asked.state === state && asked.reason === reason) return asked;
  if (asked.state !== "REQUESTED") throw new Refusal("CONFLICT_VERSION", "This request was answered otherwise.");
  Object.assign(asked, { state, reason, answeredAt: new Date(), answeredBy: subject });
  return asked;
}
