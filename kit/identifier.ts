const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * False for what cannot be a key of ours: asking PostgreSQL with it would fail every key of the batch. Ours are written in
 * small letters alone, so that two identifiers are equal exactly when their texts are.
 */
export const isIdentifier = (key: unknown): key is string => typeof key === "string" && UUID.test(key);
