import { type EntityName, type FilterQuery, LockMode } from "@mikro-orm/core";
import { type EntityManager, serialize } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { CancelledActivityRecord } from "../entities/cancelled-activity-record.ts";
import { NetworkMeeting } from "../entities/network-meeting.ts";
import { SatisfactionCollection } from "../entities/satisfaction-collection.ts";
import { SupervisionSession } from "../entities/supervision-session.ts";
import type { ActivityRecordKind } from "../policies/activity-record-words.ts";
import { isNavigator, type Navigator } from "../policies/internal-roles.ts";

export type ActivityRecord = NetworkMeeting | SupervisionSession | SatisfactionCollection;

interface Stored<Row extends { id: string }> {
  readonly entity: EntityName<Row>;
  /** The property that holds its day. */
  readonly day: keyof Row & string;
  /** Which rows are an organisation's: its own, or those of its sectors. */
  readonly of: (organizationId: string) => object;
}

const ofSectors = (organizationId: string) => ({ sectorId: { organizationId } });
const own = (organizationId: string) => ({ organizationId });

export const networkMeetings: Stored<NetworkMeeting> = { entity: NetworkMeeting, day: "heldOn", of: ofSectors };
export const supervisionSessions: Stored<SupervisionSession> = { entity: SupervisionSession, day: "heldOn", of: own };
export const satisfactionCollections: Stored<SatisfactionCollection> = {
  entity: SatisfactionCollection,
  day: "collectedOn",
  of: ofSectors,
};
export const cancelledRecords: Stored<CancelledActivityRecord> = {
  entity: CancelledActivityRecord,
  day: "happenedOn",
  of: own,
};

const standing: Readonly<Record<ActivityRecordKind, Stored<never>>> = {
  NETWORK_MEETING: networkMeetings as never,
  SUPERVISION_SESSION: supervisionSessions as never,
  SATISFACTION_COLLECTION: satisfactionCollections as never,
};

/** Days are YYYY-MM-DD, both counted; null where there is no bound. */
export interface RecordsPage {
  readonly first: number;
  readonly after: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** One page of what an association's navigators recorded, the latest first; nothing for anybody else. */
export async function findRecords<Row extends { id: string }>(
  em: EntityManager,
  viewer: Viewer | null,
  { entity, day, of }: Stored<Row>,
  { first, after, from, to }: RecordsPage,
): Promise<Page<Row>> {
  const cursorOf = (row: Row) => encodeCursor([row[day] as string, row.id]);
  const following = after ? [positionIn(after, day)] : [];
  if (!isNavigator(viewer)) return toPage<Row>([], first, cursorOf, 0);
  const asked = [
    of(viewer.organization),
    ...(from === null ? [] : [{ [day]: { $gte: from } }]),
    ...(to === null ? [] : [{ [day]: { $lte: to } }]),
  ];
  const where = (conditions: object[]) => ({ $and: conditions }) as FilterQuery<Row>;
  const orderBy = { [day]: "desc", id: "desc" } as never;
  const rows = (await em.find<Row>(entity, where([...asked, ...following]), { orderBy, limit: first + 1 })) as Row[];
  return toPage(rows, first, cursorOf, () => em.count<Row>(entity, where(asked)));
}

/** A record of the navigator's association that stands, locked until the transaction ends; null for any other. */
export async function lockRecord(
  em: EntityManager,
  { organization }: Navigator,
  kind: ActivityRecordKind,
  id: string,
): Promise<{ record: ActivityRecord; happenedOn: string } | null> {
  if (!isIdentifier(id)) return null;
  const { entity, day, of } = standing[kind] as unknown as Stored<ActivityRecord>;
  const where = { id, ...of(organization) } as FilterQuery<ActivityRecord>;
  const record = await em.findOne<ActivityRecord>(entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return record && { record: record as ActivityRecord, happenedOn: record[day] as string };
}

/** The row as values, to be kept. */
export const contentOf = (record: ActivityRecord): object => serialize(record);

/** A record of the navigator's association that was cancelled; null for any other. */
export async function findCancelled(
  em: EntityManager,
  { organization }: Navigator,
  kind: ActivityRecordKind,
  id: string,
): Promise<CancelledActivityRecord | null> {
  return isIdentifier(id) ? em.findOne(CancelledActivityRecord, { id, kind, organizationId: organization }) : null;
}

function positionIn(cursor: string, property: string): object {
  const [day, id] = decodeCursor(cursor, 2);
  const isDay = typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!isDay || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ [property]: { $lt: day } }, { [property]: day, id: { $lt: id } }] };
}
