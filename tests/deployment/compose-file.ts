import { readFileSync } from "node:fs";
import { parse } from "yaml";

export interface ComposeService {
  readonly build?: { readonly target?: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string }>>;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
}

/** The compose file with its anchors and merge keys resolved; `${…}` is left as written. */
export function readComposeFile(path: string): ComposeFile {
  return parse(readFileSync(path, "utf8"), { merge: true }) as ComposeFile;
}

/** A value as a process receives it when every variable without default is set to the word "filled". */
export function filledIn(value: string): string {
  return value.replace(/\$\{\w+(?::?-([^}]*)|:?\?[^}]*)?\}/g, (_whole, fallback?: string) => fallback ?? "filled");
}

/** Names of the variables that the file takes from the environment of the one who starts it. */
export function variablesAskedFor(value: string): string[] {
  return [...value.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? "");
}
