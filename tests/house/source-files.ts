import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url).pathname;

export interface SourceFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** The TypeScript sources below these folders of the project. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
    )
    .filter((path) => /\.m?ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(root + path, "utf8") }));
}
