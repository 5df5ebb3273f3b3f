import { createHash } from "node:crypto";
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { Zip, ZipDeflate } from "fflate";

/** A file of the archive as its manifest names it. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A file of the archive that is being written. */
export interface OpenFile {
  write(text: string): void;
  close(): ArchivedFile;
}

/**
 * A ZIP file written as its content comes: whatever its size, no more than a page of it is in memory. It stands beside its
 * place until it is whole.
 */
export class ArchiveFile {
  readonly #draft: string;
  readonly #descriptor: number;
  readonly #zip: Zip;

  constructor(path: string) {
    this.#draft = `${path}.part`;
    // Whoever else uses this machine reads nothing of it.
    this.#descriptor = openSync(this.#draft, "w", 0o600);
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      writeSync(this.#descriptor, chunk);
    });
  }

  open(name: string): OpenFile {
    const file = new ZipDeflate(name, { level: 6 });
    this.#zip.add(file);
    const hash = createHash("sha256");
    let bytes = 0;
    return {
      write(text) {
        const content = Buffer.from(text);
        hash.update(content);
        bytes += content.length;
        file.push(content);
      },
      close() {
        file.push(new Uint8Array(), true);
        return { name, bytes, sha256: hash.digest("hex") };
      },
    };
  }

  add(name: string, text: string): ArchivedFile {
    const file = this.open(name);
    file.write(text);
    return file.close();
  }

  /** Ends the archive and puts it in its place. */
  finish(path: string): void {
    this.#zip.end();
    closeSync(this.#descriptor);
    renameSync(this.#draft, path);
  }

  /** Leaves nothing of it. */
  discard(): void {
    this.#zip.terminate();
    closeSync(this.#descriptor);
    rmSync(this.#draft, { force: true });
  }
}
