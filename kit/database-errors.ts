import { DatabaseError } from "pg";

/** PostgreSQL's codes for a transaction that gave way to another: made again, it may well succeed. */
const LOST_IN_CONFLICT = new Set(["40001", "40P01"]);

/** Classes of errors that come with the end of a connection or of the server: what was asked last may have been done. */
const BROKEN_CONNECTION = /^(08|57P|58|XX)/;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

/** True when the database undid a transaction in favour of another one. */
export const isLostInConflict = (error: unknown): boolean => LOST_IN_CONFLICT.has(codeOf(error));

/** True when a COMMIT that failed with this error has changed nothing: PostgreSQL itself said no, over a sound connection. */
export const isUndoneForSure = (error: unknown): boolean =>
  error instanceof DatabaseError && !BROKEN_CONNECTION.test(codeOf(error));

/** True when nothing was sent: others kept every connection of the pool for as long as one may be waited for. */
export const isPoolExhausted = (error: unknown): boolean =>
  // The pool's only word for it: pg-pool gives it no code. One that could not be opened is told in other words.
  error instanceof Error && error.message === "timeout exceeded when trying to connect";
