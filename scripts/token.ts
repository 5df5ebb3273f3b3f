import { parseArgs } from "node:util";
import { castMember, describeCast, UnknownCastMember } from "./development/cast-member.ts";
import { fetchToken, IssuerUnavailable } from "./development/fetch-token.ts";
import { DEVELOPMENT_ISSUER_URL } from "./development/issuer-configuration.ts";

const usage = `Prints a bearer token for a member of the development cast.

  npm run -s token -- NAME [--issuer URL]

NAME is one of:
${describeCast()}

--issuer URL  the development issuer to ask (default ${DEVELOPMENT_ISSUER_URL})
`;

process.exitCode = await run(process.argv.slice(2));

async function run(words: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        issuer: { type: "string", default: DEVELOPMENT_ISSUER_URL },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return print(process.stdout, usage, 0);
    const [name, ...others] = positionals;
    if (!name || others.length > 0) return print(process.stderr, usage, 2);
    return print(process.stdout, `${await fetchToken(values.issuer, castMember(name).name)}\n`, 0);
  } catch (error) {
    if (error instanceof IssuerUnavailable) return print(process.stderr, `${error.message}\n`, 1);
    if (error instanceof UnknownCastMember || isArgumentError(error)) {
      return print(process.stderr, `${(error as Error).message}\n\n${usage}`, 2);
    }
    throw error;
  }
}

function print(stream: NodeJS.WriteStream, words: string, code: number): number {
  stream.write(words);
  return code;
}

function isArgumentError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
}
