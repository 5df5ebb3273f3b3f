import pino, { type DestinationStream, type Logger } from "pino";
import { openLogOutput } from "./log-output.ts";
import { currentRequest } from "./request-scope.ts";

export type { Logger } from "pino";

/** The log of this process, shared by all that runs in it. */
export const logOutput = openLogOutput(1);

/**
 * One JSON line an event on standard output; a line written while a request is served carries its id. Errors are reduced to
 * their class and code: messages and stacks may quote values of people's records, so they never reach a log.
 */
export function createLogger(name: string, level: string, output: DestinationStream = logOutput): Logger {
  return pino(
    {
      name,
      level,
      base: { process: name },
      mixin: () => ({ requestId: currentRequest()?.requestId }),
      serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
    },
    output,
  );
}

function describeError(error: unknown): { type: string; code?: string } {
  const { name, code } = error as { name?: string; code?: string };
  return { type: name ?? "Error", ...(code ? { code: String(code) } : {}) };
}
