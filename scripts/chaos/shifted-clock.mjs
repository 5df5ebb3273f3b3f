// Loaded before a process of the hub to set its clock off, as a machine's own can be.
// By how much is said in its own address: shifted-clock.mjs?offset=MILLISECONDS
const offset = Number(new URL(import.meta.url).searchParams.get("offset"));
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(RightDate.now() + offset);
    else super(...given);
  }
  static now() {
    return RightDate.now() + offset;
  }
};
