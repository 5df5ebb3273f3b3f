import { setTimeout as pause } from "node:timers/promises";
import { startLoad } from "../load.ts";
import { learnReads, tellingTexts } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { Share } from "../share.ts";

export const logRefused: Scenario = {
  id: "R18",
  promise: "the log of decisions cannot be written: nothing is disclosed untraced, public data are served",
  async run(hub, { seconds }) {
    const broken = new Set<string>();
    const reads = await learnReads(hub);
    const texts = tellingTexts(reads);
    const publicAnswers = new Share();
    await hub.sql(
      "consent",
      `create function refuse_log() returns trigger language plpgsql as $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$;
       create trigger refuse_log before insert on decision_record for each row execute function refuse_log()`,
    );
    const countRows = async () => Number((await hub.sql("consent", "select count(*) from decision_record"))[0].count);
    const before = await countRows();
    const load = startLoad(hub, reads, {
      onAnswer(read, { body, codes }) {
        if (!read.isDisclosure) return publicAnswers.note(codes);
        if ([...texts].some((text) => body.includes(text)))
          broken.add("something about somebody was shown without its row");
        if (!codes.includes("CONSENT_UNVERIFIABLE")) broken.add("it was not told unverifiable");
      },
    });
    await pause(seconds * 1000);
    const { calls, codes, mistakes } = await load.end();
    if ((await countRows()) !== before) broken.add("rows were written");
    await hub.sql("consent", "drop trigger refuse_log on decision_record; drop function refuse_log");
    const backAfter = await untilWhole(hub, reads);
    if (backAfter === undefined) broken.add("not everything is served again");
    return {
      broken: [...broken, ...mistakes, ...publicAnswers.mistakes("public data")],
      facts: { calls, lost: Object.keys(codes).join(" "), servedAfterMs: backAfter ?? "never" },
    };
  },
};
