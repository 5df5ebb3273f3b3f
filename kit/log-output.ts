import { writeSync } from "node:fs";
import pino, { type DestinationStream } from "pino";

/** Where the lines of a process go; losing them never stops the process. */
export interface LogOutput extends DestinationStream {
  /** How often a line could not be written since the start. */
  readonly failures: number;
}

/** What is kept to be written once the disk has room again. */
const KEPT_BYTES = 1024 * 1024;

/**
 * Writes lines to an open file, such as standard output. When it is full or closed, the first failure is told on standard
 * error, further ones are only counted: a process that cannot log still serves.
 */
export function openLogOutput(fd: number): LogOutput {
  const file = pino.destination({ fd, sync: true, maxLength: KEPT_BYTES });
  let failures = 0;
  let isClosed = false;
  const noteFailure = (error?: NodeJS.ErrnoException) => {
    failures += 1;
    // Nobody reads any more: the library stops writing by itself and reports nothing further.
    isClosed ||= error?.code === "EPIPE";
    if (failures === 1) warn(`The log cannot be written (${error?.code ?? "full"}); the process goes on without it.\n`);
  };
  file.on("error", noteFailure);
  file.on("drop", () => noteFailure());
  return {
    write(line) {
      if (isClosed) failures += 1;
      else file.write(line);
    },
    get failures() {
      return failures;
    },
  };
}

function warn(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Standard error may be as full as the log.
  }
}
