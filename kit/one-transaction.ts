import { setTimeout as pause } from "node:timers/promises";
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import type { EntityManager } from "@mikro-orm/postgresql";
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema } from "graphql";
import { isLostInConflict, isUndoneForSure } from "./database-errors.ts";
import { type Claim, claimOf, keepResult, takeClaim } from "./idempotency.ts";
import { keepPayload, readPayload } from "./kept-payload.ts";
import { forgetLoaded } from "./load-by-key.ts";
import type { Slots } from "./slots.ts";
import type { RequestContext } from "./subgraph.ts";
import { subgraphError } from "./subgraph-error.ts";

export interface Transactions {
  /** One for each connection that mutations may hold. */
  readonly slots: Slots;
  readonly keptHours: number;
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
type Run = () => Promise<unknown>;

const MOST_ATTEMPTS = 4;
const LONGEST_PAUSE_MS = 50;

/**
 * Makes every mutation one transaction of the request's entity manager: all it writes, its events among them, is there or
 * nothing is. A transaction a service opens within becomes a savepoint. A payload with `userErrors` undoes everything too.
 * - With an idempotency key the change is made once: whoever repeats it gets the payload of the first, read anew.
 * - One that loses against another in the database (deadlock, serialization) is made again, from its beginning.
 * - When the connection is lost while committing, nobody knows what became of it: OUTCOME_UNKNOWN.
 */
export function changeInOneTransaction(schema: GraphQLSchema, transactions: Transactions): GraphQLSchema {
  const mutation = schema.getMutationType()?.name;
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (config, _fieldName, typeName) =>
      typeName === mutation
        ? { ...config, resolve: wrap((config.resolve ?? defaultFieldResolver) as Resolver, transactions) as never }
        : undefined,
  });
}

function wrap(resolve: Resolver, { slots, keptHours }: Transactions): Resolver {
  return (root, args, context, info) => {
    const claim = readClaim(context, info, keptHours);
    const run = async () => resolve(root, args, context, info);
    return slots.run(() => repeatWhenLost(() => attempt(context, claim, run)));
  };
}

function readClaim({ viewer, idempotency }: RequestContext, info: GraphQLResolveInfo, keptHours: number): Claim | null {
  return viewer && idempotency ? claimOf(viewer, idempotency, String(info.path.key), keptHours) : null;
}

async function repeatWhenLost(change: Run): Promise<unknown> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await change();
    } catch (error) {
      if (!isLostInConflict(error)) throw error;
      if (attempts === MOST_ATTEMPTS) throw subgraphError("CONFLICT_VERSION");
      await pause(Math.random() * LONGEST_PAUSE_MS * attempts);
    }
  }
}

/** Carries the payload of a change that was refused out of the transaction it undoes. */
class Undone extends Error {
  constructor(readonly payload: unknown) {
    super();
  }
}

async function attempt(context: RequestContext, claim: Claim | null, run: Run): Promise<unknown> {
  // Nothing read before may stand for what the transaction finds.
  context.em.clear();
  forgetLoaded(context);
  let isCommitting = false;
  try {
    return await context.em.transactional(async (transaction) => {
      const payload = await makeOnce(transaction as EntityManager, claim, run);
      await transaction.flush();
      isCommitting = true;
      return payload;
    });
  } catch (error) {
    if (error instanceof Undone) return error.payload;
    if (isCommitting && !isUndoneForSure(error)) {
      context.logger.error({ err: error }, "the outcome of a change is unknown");
      throw subgraphError("OUTCOME_UNKNOWN");
    }
    throw error;
  }
}

async function makeOnce(em: EntityManager, claim: Claim | null, run: Run): Promise<unknown> {
  const made = claim && (await takeClaim(em, claim));
  if (made) return readPayload(em, made.payload);
  const payload = await run();
  if (isRefused(payload)) throw new Undone(payload);
  // Rows get their keys from the database at the latest here.
  await em.flush();
  const kept = keepPayload(payload);
  if (claim) await keepResult(em, claim, kept);
  return payload;
}

const isRefused = (payload: unknown): boolean =>
  ((payload as { userErrors?: readonly unknown[] } | null)?.userErrors?.length ?? 0) > 0;
