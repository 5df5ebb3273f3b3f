/** An object whose keys come from outside: any name may be among them, `__proto__` and `constructor` included. */
export type Fields = Record<string, unknown>;

/** Inherits nothing, so every name is free. An engine keeps such an object as fast as a literal; `Object.create(null)` it does not. */
const Bare = function Bare() {} as unknown as new () => Fields;
Bare.prototype = Object.create(null);

/** An empty object in which any key, `__proto__` too, is an ordinary one. */
export const newFields = (): Fields => new Bare();

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value an object itself holds; never one it inherits. */
export function own(object: Fields, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an ordinary property, also where the name means something to the language. */
export function setOwn(object: Fields, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
