const LOOK_EVERY_MS = 25;
const WAIT_MS = 15_000;

/** Waits until `isSo`, for what arrives through a queue or comes with a round; fails after fifteen seconds. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await isSo()); ) {
    if (Date.now() > end) throw new Error("It did not come about in time.");
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
