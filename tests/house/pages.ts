import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const root = new URL("../../", import.meta.url).pathname;

/** The pages of documentation among these files and below these folders, each by its path from the root. */
export function pages(...places: readonly string[]): { path: string; text: string }[] {
  return places
    .flatMap((place) => filesIn(join(root, place)))
    .flatMap((file) =>
      file.endsWith(".md") ? [{ path: relative(root, file), text: readFileSync(file, "utf8") }] : [],
    );
}

const filesIn = (place: string): string[] =>
  statSync(place).isFile() ? [place] : readdirSync(place, { recursive: true }).map((name) => join(place, String(name)));
