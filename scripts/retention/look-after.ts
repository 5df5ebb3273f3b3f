import pino from "pino";
import { openDatabase } from "../../kit/database.ts";
import type { RetainedRule } from "../../kit/erasure.ts";
import { countStanding } from "../../kit/retention/count-kept.ts";
import { erasePast } from "../../kit/retention/erase-past.ts";

/** Long enough to be worth beginning, short enough to say how far it has come. */
const PASS_MS = 20_000;

/**
 * Says of each organisation and kind, in counts alone, what is past its time and what stays; with `isApplied` erases the
 * former first.
 * @returns whether nothing past its time was left that should have gone
 */
export async function lookAfter(
  name: string,
  rules: readonly RetainedRule[],
  url: string,
  isApplied: boolean,
  tell: (line: string) => void,
): Promise<boolean> {
  const orm = await openDatabase({ entities: [], migrations: [], url });
  try {
    let failed = 0;
    for (let isDone = !isApplied; !isDone; ) {
      const pass = await erasePast(orm.em.fork(), rules, PASS_MS, pino({ level: "silent" }));
      if (!pass) {
        tell(`${name}: another process is at it`);
        return true;
      }
      tell(`${name}: erased ${pass.erased}${pass.isDone ? "" : ", and goes on"}`);
      failed += pass.failed;
      isDone = pass.isDone;
    }
    const standing = await orm.em.fork().transactional((transaction) => countStanding(transaction, rules));
    for (const { organization, kind, past, underWay, inTime } of standing)
      tell(`${name} ${organization} ${kind}: past ${past}, under way ${underWay}, in time ${inTime}`);
    if (failed > 0) tell(`${name}: the records of ${failed} could not be erased and are tried again in the next run`);
    return failed === 0;
  } finally {
    await orm.close();
  }
}
