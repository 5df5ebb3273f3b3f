import type { EntityManager } from "@mikro-orm/postgresql";
import type { Prescription } from "../entities/prescription.ts";
import type { ActingContext } from "./acting-context.ts";

/** Tells the registry, with the running transaction, to whom a prescription was addressed: an accompaniment may rest on it. */
export async function tellPrescription(
  { publish }: Pick<ActingContext, "publish">,
  em: EntityManager,
  { id, personId, recipientOrganizationId }: Prescription,
): Promise<void> {
  const data = { person: personId, organization: recipientOrganizationId };
  await publish(em, { type: "prescription.addressed", subject: id, data });
}
