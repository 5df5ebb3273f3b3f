/** One variable of the environment: what it means for the operator, its default and how its text is read. */
export interface Variable<Value> {
  readonly description: string;
  /** Absent: the process refuses to start without it. */
  readonly default?: Value;
  /** Throws an Error whose message completes "<NAME> …", for example "must be a port number". */
  readonly read: (text: string) => Value;
}

type Values<Variables> = { [Name in keyof Variables]: Variables[Name] extends Variable<infer Value> ? Value : never };

/** The configuration is wrong; the message names the variable and says what to do. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Reads a declared set of variables; the only place of the hub that looks at `process.env`. */
export function readEnvironment<const Variables extends Record<string, Variable<unknown>>>(
  variables: Variables,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Values<Variables> {
  const entries = Object.entries(variables).map(([name, variable]) => [
    name,
    readOne(name, variable, environment[name]),
  ]);
  return Object.fromEntries(entries) as Values<Variables>;
}

function readOne(name: string, variable: Variable<unknown>, text: string | undefined): unknown {
  if (text === undefined || text === "") {
    if ("default" in variable) return variable.default;
    throw new EnvironmentError(`${name} is not set: ${variable.description}`);
  }
  try {
    return variable.read(text);
  } catch (error) {
    throw new EnvironmentError(`${name} ${(error as Error).message}. It is ${variable.description}`);
  }
}

export const asText = (text: string): string => text;

export function asPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error("must be a port number from 0 to 65535");
  return port;
}

export function asPositiveInteger(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number <= 0) throw new Error("must be a whole number above 0");
  return number;
}

export function asBoolean(text: string): boolean {
  if (text !== "true" && text !== "false") throw new Error("must be true or false");
  return text === "true";
}

export function asLogLevel(text: string): string {
  if (!["error", "warn", "info", "debug"].includes(text)) throw new Error("must be error, warn, info or debug");
  return text;
}

export function asUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error("must be a URL");
  return text;
}

/** `name=value;name=value`, as for the peers of a process. */
export function asNamedUrls(text: string): Record<string, string> {
  const pairs = text.split(";").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const separator = pair.indexOf("=");
      if (separator < 1) throw new Error('must look like "name=https://…;name=https://…"');
      return [pair.slice(0, separator).trim(), asUrl(pair.slice(separator + 1).trim())];
    }),
  );
}
