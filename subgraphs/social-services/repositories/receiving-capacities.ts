import type { EntityManager } from "@mikro-orm/postgresql";
import { ReceivingCapacity } from "../entities/receiving-capacity.ts";

/** What these organisations state; it is about nobody, so every viewer may read it. */
export const findCapacities = (em: EntityManager, organizationIds: string[]): Promise<ReceivingCapacity[]> =>
  em.find(ReceivingCapacity, { organizationId: organizationIds });

/** Puts what an organisation states in the place of what it stated before. */
export const replaceCapacity = (em: EntityManager, capacity: ReceivingCapacity): Promise<ReceivingCapacity> =>
  em.upsert(ReceivingCapacity, capacity);
