import { Arg, Args, Ctx, FieldResolver, Int, Mutation, ObjectType, Query, Resolver, Root } from "type-graphql";
import {
  declareConnection,
  decodeCursor,
  encodeCursor,
  foreignCursor,
  type Page,
  PageArguments,
  toPage,
} from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Public } from "../../../kit/public.ts";
import { asPayload } from "../../../kit/user-error.ts";
import { type WorkKind, type WorkName, workKinds } from "../../work-kinds.ts";
import type { ConsentContext } from "../context.ts";
import { InboxItem } from "../entities/inbox-item.ts";
import {
  AdviceRequest,
  CoordinationTask,
  EmploymentContract,
  HealthSupport,
  PlanExtract,
  Prescription,
} from "../entities/inbox-record.ts";
import { Person } from "../entities/person.ts";
import type { InboxPosition } from "../repositories/inbox.ts";
import { markInboxItemsRead } from "../services/mark-inbox-items-read.ts";
import { type Choice, MOST_COUNTED, OpenInbox, takeFrom } from "../services/open-inbox.ts";
import { InboxFilter, MarkInboxItemsReadInput, MarkInboxItemsReadPayload } from "./inbox-inputs.ts";

const InboxItemConnection = declareConnection(InboxItem, "InboxItem", "items of your inbox");

@Public("It counts what is in the viewer's own inbox.")
@ObjectType({ description: "What waits for you in the organisation you act for, whichever source it comes from." })
export class Inbox {
  opened!: OpenInbox;
}

@Resolver(() => Inbox)
export class InboxResolver {
  @Query(() => Inbox, {
    nullable: true,
    description: "What waits for you in the organisation you act for; absent for a person accompanied.",
  })
  async inbox(@Ctx() context: ConsentContext): Promise<Inbox | null> {
    if (!context.viewer?.organization) return null;
    return { opened: new OpenInbox(context) };
  }

  @FieldResolver(() => Int, {
    description: "How many of all items you have not read; a thousand where there are more.",
  })
  unreadCount(@Root() { opened }: Inbox, @Ctx() context: ConsentContext): Promise<number> {
    return countOf(opened, chooseBy(context, { isUnreadOnly: true }));
  }

  @FieldResolver(() => InboxItemConnection, {
    nullable: true,
    description: "The items, newest first; `totalCount` counts no further than a thousand.",
  })
  async items(
    @Root() { opened }: Inbox,
    @Arg("filter", () => InboxFilter, { nullable: true, description: "Which of them to list; all without it." })
    filter: InboxFilter | null | undefined,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() context: ConsentContext,
  ): Promise<Page<InboxItem>> {
    const choose = chooseBy(context, filter ?? {});
    const listed = await takeFrom(opened.batches(after ? positionOf(after) : null), first + 1, choose);
    return toPage(listed, first, cursorOf, () => countOf(opened, choose));
  }

  @Mutation(() => MarkInboxItemsReadPayload, {
    nullable: true,
    description: "Marks items of your inbox as read by you; for your colleagues they stay as they are.",
  })
  markInboxItemsRead(
    @Arg("input", () => MarkInboxItemsReadInput, { description: "Which ones." }) { items }: MarkInboxItemsReadInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ inboxItems: await markInboxItemsRead(context, items) }));
  }
}

@Resolver(() => InboxItem)
export class InboxItemResolver {
  @FieldResolver(() => Boolean, { description: "Whether you marked it as read since it appeared." })
  async isRead(@Root() { id }: InboxItem, @Ctx() { inboxReadings }: ConsentContext): Promise<boolean> {
    return isFound(await inboxReadings.load(id));
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: "The person it is about; absent where whoever sees it is not to know.",
  })
  person(@Root() { kind, personId }: InboxItem, @Ctx() { people }: ConsentContext) {
    const { isNameless }: WorkKind = workKinds[kind];
    return isNameless ? null : people.load(personId);
  }

  @FieldResolver(() => Prescription, { nullable: true, description: "The prescription, when it is about one." })
  prescription(@Root() item: InboxItem): Prescription | null {
    return recordIf("prescription", item);
  }

  @FieldResolver(() => PlanExtract, { nullable: true, description: "The extract of a plan, when it is about one." })
  planExtract(@Root() item: InboxItem): PlanExtract | null {
    return recordIf("planExtract", item);
  }

  @FieldResolver(() => HealthSupport, { nullable: true, description: "The health support, when it is about one." })
  healthSupport(@Root() item: InboxItem): HealthSupport | null {
    return recordIf("healthSupport", item);
  }

  @FieldResolver(() => AdviceRequest, { nullable: true, description: "The request for advice, when it is about one." })
  adviceRequest(@Root() item: InboxItem): AdviceRequest | null {
    return recordIf("adviceRequest", item);
  }

  @FieldResolver(() => EmploymentContract, { nullable: true, description: "The contract, when it is about one." })
  employmentContract(@Root() item: InboxItem): EmploymentContract | null {
    return recordIf("employmentContract", item);
  }

  @FieldResolver(() => CoordinationTask, {
    nullable: true,
    description: "The task of a coordination meeting, when it is about one.",
  })
  coordinationTask(@Root() item: InboxItem): CoordinationTask | null {
    return recordIf("coordinationTask", item);
  }
}

const isFound = (reading: unknown): boolean => {
  if (reading instanceof Error) throw reading;
  return Boolean(reading);
};

const recordIf = (field: NonNullable<(typeof workKinds)[WorkName]["record"]>, { kind, recordId }: InboxItem) =>
  workKinds[kind].record === field ? { id: recordId } : null;

const cursorOf = ({ appearsAt, id }: InboxItem): string => encodeCursor([appearsAt.getTime(), id]);

function positionOf(cursor: string): InboxPosition {
  const [time, id] = decodeCursor(cursor, 2);
  if (typeof time !== "number" || !isIdentifier(id)) throw foreignCursor();
  return { appearsAt: new Date(time), id };
}

const countOf = async (opened: OpenInbox, choose: Choice): Promise<number> =>
  (await takeFrom(opened.batches(), MOST_COUNTED, choose)).length;

const chooseBy =
  ({ inboxReadings }: ConsentContext, { kinds, isUnreadOnly }: Partial<InboxFilter>): Choice =>
  async (batch) => {
    const ofKinds = batch.filter(({ kind }) => kinds?.includes(kind) ?? true);
    const readings = isUnreadOnly ? await inboxReadings.loadMany(ofKinds.map(({ id }) => id)) : [];
    return ofKinds.filter((_, index) => !isFound(readings[index]));
  };
