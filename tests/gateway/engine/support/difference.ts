/** An answer that is not what it must be, with what is needed to see why. */
export class Difference extends Error {
  constructor(what: string, details: object) {
    super(`${what}\n${JSON.stringify(details, undefined, 1)}`);
  }
}
