import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { createAskStored } from "./export/ask-hub.ts";
import { writeArchive } from "./export/write-archive.ts";

const USAGE = `npm run -s token -- amina | npm run -s export -- [OPTIONS]   writes all that is held about a person into one ZIP file

Her own access token is read from standard input: nobody else sees it, and the hub keeps no copy of what it gives.

  --url URL    where the hub takes operations (http://localhost:4000/graphql)
  --out FILE   where to write (mes-donnees.zip)
  --help       this text

Exit code 0: everything is there. 1: a part could not answer, and the file is called .partiel.zip. 2: a mistake of use.
`;

async function run(words: string[]): Promise<number> {
  const values = readOptions(words);
  if (!values || !URL.canParse(values.url)) return say(process.stderr, USAGE, 2);
  if (values.help) return say(process.stdout, USAGE, 0);
  const token = (await text(process.stdin)).trim();
  if (token === "") return say(process.stderr, USAGE, 2);
  const { path, parts } = await writeArchive(createAskStored({ endpoint: values.url, token }), values.out);
  for (const { title, missing, records } of parts)
    process.stdout.write(missing ? `✗ ${title}: ${missing}\n` : `✓ ${title}: ${records}\n`);
  return say(process.stdout, `${path}\n`, parts.every(({ missing }) => missing === null) ? 0 : 1);
}

function readOptions(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        url: { type: "string", default: "http://localhost:4000/graphql" },
        out: { type: "string", default: "mes-donnees.zip" },
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
