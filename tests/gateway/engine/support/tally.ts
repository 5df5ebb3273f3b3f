import { type FaultReason, tryFault } from "./faulty-trial.ts";
import type { Case } from "./generated-cases.ts";
import { type Reason, tryHealthy } from "./healthy-trial.ts";
import { faults } from "./injected-faults.ts";
import { openSupergraph } from "./opened.ts";

/** What came of the cases that were tried. */
export class Tally {
  readonly supergraphs = new Set<string>();
  readonly reasons: Partial<Record<Reason, number>> = {};
  readonly faultReasons: Partial<Record<FaultReason, number>> = {};
  readonly kinds: Record<string, number> = {};

  /** Tries one case with all sources well, then under each of its faults; throws where an answer is wrong. */
  async try({ schemas, asked, injected }: Case): Promise<void> {
    const opened = await openSupergraph(schemas);
    this.supergraphs.add(JSON.stringify(schemas));
    const reason = await tryHealthy(opened, asked);
    this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
    if (reason === "unplanned") return;
    for (const { source, kind, salt } of injected) {
      const fault = faults.find((one) => one.kind === kind)!;
      const cost = await tryFault(opened, asked, source, fault, salt);
      this.faultReasons[cost] = (this.faultReasons[cost] ?? 0) + 1;
      this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    }
  }
}
