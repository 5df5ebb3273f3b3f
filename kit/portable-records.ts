import { type EntityMetadata, type EntityProperty, ReferenceKind } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "./connection.ts";
import type { PortableRecord } from "./portable-record.ts";

type Filter = Record<string, unknown>;

/** Which rows of a database are about a data subject, and what of them is about her. */
export interface Portability {
  /** The property by which a row names its subject. Every entity that has it is exported. */
  readonly subjectProperty: string;
  /** Entities that lead to their subject by another road, by class name. */
  readonly roads?: Readonly<Record<string, (subject: string) => Filter>>;
  /** `Class.property` of values that are about somebody else, each with whom. */
  readonly withheld: Readonly<Record<string, string>>;
}

/** The entities whose rows are about somebody, in a fixed order. */
export function portableEntities(em: EntityManager, portability: Portability): EntityMetadata[] {
  return [...em.getMetadata().getAll().values()]
    .filter(({ className, props }) => {
      const namesSubject = props.some(({ name, persist }) => name === portability.subjectProperty && persist !== false);
      return namesSubject || Object.hasOwn(portability.roads ?? {}, className);
    })
    .sort((one, other) => (one.className < other.className ? -1 : 1));
}

/**
 * One page of everything the database holds about a subject, entity after entity, each in the order of its key. What it
 * shows follows from the entities themselves, so that none that is added later can be forgotten.
 */
export async function listPortableRecords(
  em: EntityManager,
  portability: Portability,
  subject: string,
  { first, after }: { first: number; after?: string | null | undefined },
): Promise<Page<PortableRecord>> {
  const entities = portableEntities(em, portability);
  const from = after ? positionIn(after, entities) : null;
  const records: PortableRecord[] = [];
  for (const entity of entities) {
    if (records.length > first) break;
    if (from && entity.className < from.kind) continue;
    const key = keyOf(entity);
    const beyond = from?.kind === entity.className ? { [key]: { $gt: from.id } } : {};
    const rows = await em.find(
      entity.class as never,
      { ...filterOf(entity, portability, subject), ...beyond } as never,
      { orderBy: { [key]: "asc" } as never, limit: first + 1 - records.length, disableIdentityMap: true },
    );
    for (const row of rows as Filter[])
      records.push({ id: String(row[key]), kind: entity.className, content: contentOf(row, entity, portability) });
  }
  const count = async () => {
    const counts = entities.map((entity) =>
      em.count(entity.class as never, filterOf(entity, portability, subject) as never),
    );
    return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
  };
  return toPage(records, first, ({ kind, id }) => encodeCursor([kind, id]), count);
}

/** One record about a subject, by its kind and its key; null for any other, known or not. */
export async function findPortableRow(
  em: EntityManager,
  portability: Portability,
  subject: string,
  kind: string,
  id: string,
): Promise<object | null> {
  const entity = portableEntities(em, portability).find(({ className }) => className === kind);
  if (!entity || isNumbered(entity)) return null;
  const where = { $and: [filterOf(entity, portability, subject), { [keyOf(entity)]: id }] };
  return em.findOne(entity.class as never, where as never);
}

function filterOf({ className }: EntityMetadata, { subjectProperty, roads }: Portability, subject: string): Filter {
  return roads?.[className]?.(subject) ?? { [subjectProperty]: subject };
}

function contentOf(row: Filter, { className, props }: EntityMetadata, { withheld }: Portability): string {
  const told = props.filter((prop) => isColumn(prop) && !Object.hasOwn(withheld, `${className}.${prop.name}`));
  return JSON.stringify(Object.fromEntries(told.map(({ name }) => [name, row[name] ?? null])));
}

const isColumn = ({ kind, persist }: EntityProperty): boolean =>
  persist !== false &&
  (kind === ReferenceKind.SCALAR || kind === ReferenceKind.MANY_TO_ONE || kind === ReferenceKind.ONE_TO_ONE);

function keyOf({ className, primaryKeys }: EntityMetadata): string {
  const [key, ...others] = primaryKeys;
  if (!key || others.length > 0) throw new Error(`${className} has no single key, by which it could be paged.`);
  return key;
}

/** A key is a UUID or the digits of a number. */
function positionIn(cursor: string, entities: readonly EntityMetadata[]): { kind: string; id: string } {
  const [kind, id] = decodeCursor(cursor, 2);
  const entity = entities.find(({ className }) => className === kind);
  const isKey = typeof id === "string" && (isNumbered(entity) ? /^\d{1,18}$/ : /^[0-9a-f-]{36}$/).test(id);
  if (!entity || !isKey) throw foreignCursor();
  return { kind: entity.className, id };
}

const isNumbered = (entity: EntityMetadata | undefined): boolean =>
  entity !== undefined && /int|serial/.test(entity.properties[keyOf(entity)]!.columnTypes[0]!);
