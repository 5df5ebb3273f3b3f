import type { EntityManager } from "@mikro-orm/postgresql";
import type { Decided, DecisionRequest, Ground } from "../../../kit/decision.ts";
import { fence } from "../../../subgraphs/consent/repositories/fence.ts";
import type { FencedHub } from "./fenced-hub.ts";
import type { Instead } from "./pausing-peer.ts";

/** Breaks a hub in one way; what it returns mends it. */
export type Break = (hub: FencedHub, forMs: number) => Promise<() => Promise<void>>;

/**
 * The hub as somebody might have built it who had not thought of everything. Each is broken where its parts meet the
 * registry, in the way the code itself would be, and is there to show that the races find it.
 */
export const brokenBuilds = {
  "without a fence": answering(() => async (path, _, ask) => {
    const text = await ask();
    return path === "/fence" ? JSON.stringify({ ...JSON.parse(text), isCurrent: true, holdsMs: 60_000 }) : text;
  }),

  /** What was permitted is permitted for as long again, whatever the registry says since; what an answer rests on is fresh. */
  "with decisions that are remembered": answering((_, forMs) => {
    const known = new Map<string, number>();
    return async (path, body, ask) => {
      const text = await ask();
      if (path !== "/decisions") return text;
      const { requests } = JSON.parse(body) as { requests: readonly DecisionRequest[] };
      const { permitted, grounds } = JSON.parse(text) as Decided;
      const now = performance.now();
      const remembered = requests.map((request, index) => {
        const key = JSON.stringify(request);
        if ((known.get(key) ?? 0) > now) return true;
        if (permitted[index]) known.set(key, now + forMs);
        return permitted[index];
      });
      return JSON.stringify({ permitted: remembered, grounds });
    };
  }),

  "with a fence that reads a copy which lags": async (hub, forMs) => {
    const copy = laggingCopy(hub.copies.subgraphs.consent![0]!.orm.em as EntityManager, forMs);
    await copy.refresh();
    const timer = setInterval(copy.refresh, forMs);
    hub.registry.pauses.instead = async (path, body, ask) => {
      if (path !== "/fence") return ask();
      const { grounds } = JSON.parse(body) as { grounds: readonly Ground[] };
      return JSON.stringify(await copy.ask(grounds));
    };
    return async () => {
      delete hub.registry.pauses.instead;
      clearInterval(timer);
      await copy.close();
    };
  },

  "with a log that is written after the answer": async ({ copies }, forMs) => {
    const sql = (text: string) => copies.sql("consent", text);
    await sql("create table late_record (at timestamptz not null default clock_timestamp(), row jsonb not null)");
    await sql(`create function keep_late() returns trigger language plpgsql as $$ begin
      if current_setting('late.is_over', true) = 'yes' then return new; end if;
      insert into late_record (row) values (to_jsonb(new)); return null; end $$`);
    await sql("create trigger late before insert on decision_record for each row execute function keep_late()");
    const write = (olderThanMs: number) =>
      sql(`with over as (select set_config('late.is_over', 'yes', true) as is_over),
        due as (delete from late_record where at < clock_timestamp() - interval '${olderThanMs} ms' returning row)
        insert into decision_record overriding system value
          select (jsonb_populate_record(null::decision_record, due.row)).* from due, over where is_over = 'yes'`);
    const timer = setInterval(() => write(forMs).catch(() => undefined), forMs / 4);
    return async () => {
      clearInterval(timer);
      await sql("drop trigger late on decision_record");
      await write(0);
      await sql("drop function keep_late");
      await sql("drop table late_record");
    };
  },
} satisfies Record<string, Break>;

export type BrokenBuild = keyof typeof brokenBuilds;

function answering(make: (hub: FencedHub, forMs: number) => Instead): Break {
  return async (hub, forMs) => {
    hub.registry.pauses.instead = make(hub, forMs);
    return async () => {
      delete hub.registry.pauses.instead;
    };
  };
}

/** The registry's own statement, asked of the database as it was so many milliseconds ago at the least. */
function laggingCopy(em: EntityManager, lagMs: number) {
  const snapshots: { readonly takenAt: number; readonly em: EntityManager }[] = [];
  let isClosed = false;
  let refreshing = Promise.resolve();
  const take = async () => {
    if (isClosed) return;
    const copy = em.fork();
    await copy.begin({ isolationLevel: "repeatable read" as never });
    // A transaction sees the database as it was at its first statement.
    await copy.execute("select 1 from person limit 1");
    snapshots.push({ takenAt: performance.now(), em: copy });
    const old = snapshots.filter(({ takenAt }) => takenAt < performance.now() - lagMs);
    for (const { em: unused } of snapshots.splice(0, Math.max(0, old.length - 2))) await unused.rollback();
  };
  return {
    refresh: () => {
      refreshing = refreshing.then(take);
      return refreshing;
    },
    ask: (grounds: readonly Ground[]) => {
      const old = snapshots.findLast(({ takenAt }) => takenAt < performance.now() - lagMs) ?? snapshots[0]!;
      return fence(old.em, null, grounds);
    },
    async close() {
      isClosed = true;
      await refreshing;
      for (const { em: unused } of snapshots) await unused.rollback();
    },
  };
}
