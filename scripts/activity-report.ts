import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { asCsv } from "./activity-report/as-csv.ts";
import { asHtml } from "./activity-report/as-html.ts";
import { createAskStored, PartUnavailable } from "./export/ask-hub.ts";

const USAGE = `npm run -s token -- claire | npm run -s activity-report -- --organization ID --from DAY --to DAY [OPTIONS]
writes what an association did from a day to a day, for a spreadsheet or for the printer

The access token of one of its health professionals is read from standard input.

  --organization ID   the association
  --from DAY          the first day counted, written YYYY-MM-DD
  --to DAY            the last day counted
  --sector ID         one of its sectors alone
  --format FORMAT     csv or html (csv)
  --url URL           where the hub takes operations (http://localhost:4000/graphql)
  --out FILE          where to write (standard output)
  --help              this text

Exit code 0: written. 1: the hub gave no report. 2: a mistake of use.
`;

const formats = { csv: asCsv, html: asHtml } as const;

async function run(words: string[]): Promise<number> {
  const asked = readOptions(words);
  if (asked?.help) return say(process.stdout, USAGE, 0);
  const format = asked && Object.hasOwn(formats, asked.format) ? formats[asked.format as keyof typeof formats] : null;
  if (!format || !asked?.organization || !asked.from || !asked.to || !URL.canParse(asked.url))
    return say(process.stderr, USAGE, 2);
  const token = (await text(process.stdin)).trim();
  if (token === "") return say(process.stderr, USAGE, 2);
  const { url, out, organization, from, to, sector = null } = asked;
  try {
    const ask = createAskStored({ endpoint: url, token });
    const { activityReport } = await ask("association/activity-report", { organization, from, to, sector });
    if (!activityReport) return say(process.stderr, "The hub has no such report for you.\n", 1);
    const written = format(activityReport);
    if (out === undefined) return say(process.stdout, written, 0);
    writeFileSync(out, written);
    return 0;
  } catch (error) {
    if (!(error instanceof PartUnavailable)) throw error;
    return say(process.stderr, `The hub gave no report (${error.code}).\n`, 1);
  }
}

function readOptions(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        organization: { type: "string" },
        from: { type: "string" },
        to: { type: "string" },
        sector: { type: "string" },
        format: { type: "string", default: "csv" },
        url: { type: "string", default: "http://localhost:4000/graphql" },
        out: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch {
    return null;
  }
}

function say(stream: NodeJS.WriteStream, words: string, code: number): number {
  stream.write(words);
  return code;
}

process.exitCode = await run(process.argv.slice(2));
