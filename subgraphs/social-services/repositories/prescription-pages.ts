import type { FilterQuery } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, type Page, type PageArguments, toPage } from "../../../kit/connection.ts";
import type { Enforcement } from "../../../kit/enforcement.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import { rule } from "../../protection.ts";
import { Prescription } from "../entities/prescription.ts";
import { expiryThreshold, reminderThreshold } from "../policies/prescription-transitions.ts";
import type { PrescriptionStatus } from "../policies/prescription-words.ts";

const RULE = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");

/** What a page is narrowed to; null where it is not. */
export interface Narrowing {
  readonly status: PrescriptionStatus | null;
  /** Only those whose recipient is to be reminded, or only the others. */
  readonly isReminderDue: boolean | null;
}

/** Prescriptions of one person held by one organisation: what one decision is about. */
interface Share {
  readonly person_id: string;
  readonly organization_id: string;
  readonly count: number;
}

/**
 * One page of what the viewer's organisation wrote or received, or of what is about the viewer herself, the newest first.
 * Two statements: what there is, by person and holder; then the rows of those she may read. Refused rows are neither
 * counted nor paged.
 */
export async function findPrescriptionPage(
  em: EntityManager,
  enforcement: Enforcement,
  { first, after, ...narrowing }: PageArguments & Narrowing,
  now: Date,
): Promise<Page<Prescription>> {
  const position = after ? positionOf(after) : null;
  const shares = await findShares(em, enforcement, narrowing, now);
  const recordOf = (share: Share) => ({ subject: share.person_id, holder: share.organization_id });
  const readable = await enforcement.readable(shares, recordOf, RULE);
  const totalCount = readable.reduce((sum, { count }) => sum + count, 0);
  if (totalCount === 0) return toPage<Prescription>([], first, cursorOf, 0);
  const where = {
    $and: [rowsOf(readable, enforcement), ...filtersOf(narrowing, now), ...(position ? [position] : [])],
  };
  const rows = await em.find(Prescription, where as FilterQuery<Prescription>, {
    orderBy: { requestedAt: "desc", id: "desc" },
    limit: first + 1,
  });
  return toPage(rows, first, cursorOf, totalCount);
}

async function findShares(
  em: EntityManager,
  { viewer }: Enforcement,
  narrowing: Narrowing,
  now: Date,
): Promise<Share[]> {
  const organization = viewer?.organization ?? null;
  const person = viewer?.dataSubject ?? null;
  if (!organization && !person) return [];
  const scope = organization ? "(organization_id = ? or recipient_organization_id = ?)" : "person_id = ?";
  const [statusCondition, ...statusValues] = statusSql(narrowing.status, now);
  const [reminderCondition, ...reminderValues] = reminderSql(narrowing.isReminderDue, now);
  return em.execute<Share[]>(
    `select person_id, organization_id, count(*)::int as count from prescription
     where ${scope} and ${statusCondition} and ${reminderCondition} group by person_id, organization_id`,
    [...(organization ? [organization, organization] : [person]), ...statusValues, ...reminderValues],
  );
}

function statusSql(status: PrescriptionStatus | null, now: Date): [string, ...unknown[]] {
  if (!status) return ["true"];
  if (status === "EXPIRED") return ["recorded_status = 'REQUESTED' and requested_at <= ?", expiryThreshold(now)];
  if (status === "REQUESTED") return ["recorded_status = 'REQUESTED' and requested_at > ?", expiryThreshold(now)];
  return ["recorded_status = ?", status];
}

function reminderSql(isDue: boolean | null, now: Date): [string, ...unknown[]] {
  if (isDue === null) return ["true"];
  const due = "(recorded_status = 'REQUESTED' and requested_at <= ? and requested_at > ?)";
  return [isDue ? due : `not ${due}`, reminderThreshold(now), expiryThreshold(now)];
}

function filtersOf({ status, isReminderDue }: Narrowing, now: Date): object[] {
  if (isReminderDue === null) return [statusFilter(status, now)];
  const due = { recordedStatus: "REQUESTED", requestedAt: { $lte: reminderThreshold(now), $gt: expiryThreshold(now) } };
  return [statusFilter(status, now), isReminderDue ? due : { $not: due }];
}

function statusFilter(status: PrescriptionStatus | null, now: Date): object {
  if (!status) return {};
  if (status === "EXPIRED") return { recordedStatus: "REQUESTED", requestedAt: { $lte: expiryThreshold(now) } };
  if (status === "REQUESTED") return { recordedStatus: "REQUESTED", requestedAt: { $gt: expiryThreshold(now) } };
  return { recordedStatus: status };
}

/** The rows of readable shares within the viewer's scope: all of her own organisation's, and others' person by person. */
function rowsOf(readable: readonly Share[], { viewer }: Enforcement): object {
  const own = viewer?.organization ?? null;
  const received = own ? { recipientOrganizationId: own } : {};
  const byHolder = Map.groupBy(readable, (share) => share.organization_id);
  return {
    $or: [...byHolder].map(([holder, shares]) =>
      holder === own
        ? { organizationId: holder }
        : { organizationId: holder, ...received, personId: { $in: shares.map(({ person_id }) => person_id) } },
    ),
  };
}

const cursorOf = ({ requestedAt, id }: Prescription) => encodeCursor([requestedAt.getTime(), id]);

function positionOf(cursor: string): object {
  const [time, id] = decodeCursor(cursor, 2);
  const instant = new Date(Number(time));
  if (typeof time !== "number" || Number.isNaN(instant.getTime()) || !isIdentifier(id))
    throw subgraphError(
      "BAD_USER_INPUT",
      "after: this cursor was not issued by this list; take it from pageInfo.endCursor.",
    );
  return { $or: [{ requestedAt: { $lt: instant } }, { requestedAt: instant, id: { $lt: id } }] };
}
