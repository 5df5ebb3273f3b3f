import { type EntityName, Utils, wrap } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * What is kept of a mutation's payload: which records it shows, never what they say. Read back, it shows each record as it
 * is then, to whoever may see it then.
 */
export type KeptPayload =
  | string
  | number
  | boolean
  | null
  | readonly KeptPayload[]
  | { readonly entity: string; readonly key: string | number }
  | { readonly fields: Readonly<Record<string, KeptPayload>> };

/** Throws for a payload made of anything but entities, plain objects, lists, texts, numbers and truths. */
export function keepPayload(value: unknown): KeptPayload {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(keepPayload);
  if (Utils.isEntity(value)) {
    const entity = wrap(value, true);
    return { entity: entity.__meta.className, key: entity.getPrimaryKey() as string | number };
  }
  if (!Utils.isPlainObject(value))
    throw new Error("A payload holds entities, lists of them, texts, numbers and truths.");
  return { fields: Object.fromEntries(Object.entries(value).map(([name, field]) => [name, keepPayload(field)])) };
}

/** Makes the payload again from the records as they are now; one that is gone is null. */
export async function readPayload(em: EntityManager, kept: KeptPayload): Promise<unknown> {
  if (kept === null || typeof kept !== "object") return kept;
  if (isList(kept)) return Promise.all(kept.map((item) => readPayload(em, item)));
  if ("entity" in kept) {
    const meta = em.getMetadata().getByClassName(kept.entity as never);
    return em.findOne(meta.class as EntityName<object>, { [meta.primaryKeys[0]!]: kept.key } as never);
  }
  const fields = Object.entries(kept.fields).map(
    async ([name, field]) => [name, await readPayload(em, field)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
}

const isList = (kept: KeptPayload): kept is readonly KeptPayload[] => Array.isArray(kept);
