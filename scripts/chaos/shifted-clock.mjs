// Loaded before a process of the hub to set its clock off, as a machine's own can be.
const offset = Number(process.env.CHAOS_CLOCK_OFFSET_MS ?? 0);
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
