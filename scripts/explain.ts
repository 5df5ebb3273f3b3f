import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { explainFile, type ToExplain } from "./explain/explain-file.ts";

const usage = `Tells what an operation would need, from the schema alone: sources in order, consent rules, limits.

  npm run explain -- FILE.graphql [--operation NAME] [--variables JSON]

What a real hub says besides depends on who asks: POST /explain.
`;

process.exitCode = await run(process.argv.slice(2));

async function run(words: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { operation: { type: "string" }, variables: { type: "string", default: "{}" } },
    });
    const [file, ...others] = positionals;
    if (!file || others.length > 0) return print(process.stderr, usage, 2);
    const asked: ToExplain = {
      query: readFileSync(file, "utf8"),
      operationName: values.operation,
      variables: JSON.parse(values.variables),
    };
    return print(process.stdout, await explainFile(asked), 0);
  } catch (error) {
    return print(process.stderr, `${(error as Error).message}\n\n${usage}`, 2);
  }
}

function print(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}
