/** For the running transaction: reading all of a table takes longer than a client may wait. */
export const LONG_STATEMENT = "set local statement_timeout = '30s'";
