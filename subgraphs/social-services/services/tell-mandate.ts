import type { EntityManager } from "@mikro-orm/postgresql";
import type { ReferentMandate } from "../entities/referent-mandate.ts";
import type { ActingContext } from "./acting-context.ts";

/** Tells the registry, with the running transaction, who holds a person's mandate, or no longer does. */
export async function tellMandate(
  { publish }: Pick<ActingContext, "publish">,
  em: EntityManager,
  type: "mandate.given" | "mandate.ended",
  { id, personId, organizationId }: ReferentMandate,
): Promise<void> {
  await publish(em, { type, subject: id, data: { person: personId, organization: organizationId } });
}
