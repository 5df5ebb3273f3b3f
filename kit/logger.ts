import pino, { type Logger } from "pino";

export type { Logger } from "pino";

/**
 * One JSON line an event on standard output. Errors are reduced to their class and code: messages and stacks may quote
 * values of people's records, so they never reach a log.
 */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    base: { process: name },
    serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
  });
}

function describeError(error: unknown): { type: string; code?: string } {
  const { name, code } = error as { name?: string; code?: string };
  return { type: name ?? "Error", ...(code ? { code: String(code) } : {}) };
}
