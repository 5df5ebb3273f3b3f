/** Loaded before every contestant: tells its parent what it has used so far, and ends when its parent is gone. */
export interface Usage {
  /** Processor time of all its threads since its start, in microseconds. */
  readonly cpu: number;
  /** Memory it holds now, in bytes. */
  readonly memory: number;
}

process.on("message", (message: { tellUsage?: true }) => {
  if (!message.tellUsage) return;
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpu: user + system, memory: process.memoryUsage.rss() };
  process.send?.({ usage });
});
process.once("disconnect", () => process.exit(0));
