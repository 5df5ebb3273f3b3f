/** The file cannot be imported as it is; the message says what to do. */
export class ImportFileError extends Error {
  override readonly name = "ImportFileError";
}
