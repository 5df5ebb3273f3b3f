import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ImportFileError } from "./import-file-error.ts";

/** The text of a file, chunk by chunk; a name that ends in `.gz` is decompressed on the way. */
export function readChunks(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith(".gz")) return file.setEncoding("utf8");
  const text = createGunzip();
  file.on("error", (error) => text.destroy(error));
  return file.pipe(text).setEncoding("utf8");
}

/** SHA-256 of the bytes of a file, read in chunks. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new ImportFileError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}): check its name.`);
  }
  return hash.digest("hex");
}
