import type { Logger } from "../kit/logger.ts";

/** The libraries' own messages may quote values: the log keeps only that they complained, and how it began. */
export function quiet(logger: Logger) {
  const beginning = (message: unknown) => String(message).split(/[:\n]/)[0]!.slice(0, 100);
  return {
    debug() {},
    info() {},
    warn: (message: unknown) => logger.warn(beginning(message)),
    error: (message: unknown) => logger.error(beginning(message)),
  };
}
