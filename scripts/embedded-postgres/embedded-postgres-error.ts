/** Why an embedded server could not be started or stopped; stable, to be compared by callers. */
export type EmbeddedPostgresErrorCode =
  | "BINARIES_MISSING"
  | "BINARIES_UNUSABLE"
  | "DATA_FOLDER_FOREIGN"
  | "DATA_FOLDER_IN_USE"
  | "DATA_FOLDER_UNWRITABLE"
  | "INITIALISATION_FAILED"
  | "NODE_TOO_OLD"
  | "NO_UNPRIVILEGED_USER"
  | "PASSWORD_MISSING"
  | "PORT_IN_USE"
  | "START_FAILED"
  | "STOP_FAILED";

/**
 * A refusal of the embedded PostgreSQL. `message` is one sentence that says what to do;
 * `detail`, when present, holds the last lines the server or its tools printed (never a password).
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
  readonly code: EmbeddedPostgresErrorCode;
  readonly detail: string | undefined;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
  }
}

/** The `code` of a system error (`ENOENT`, `EACCES`, ...), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  // Not `instanceof Error`: an error of the file system comes from another realm when a test runner isolates modules.
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}
