/** Looks whether one thing a process needs can serve; gives the reason, a word of a closed list, when it cannot. */
export type Check = () => Promise<string | undefined>;

type Checks = Readonly<Record<string, Check>>;

export interface Readiness {
  /** Without any one of these the process serves nothing of use. */
  readonly needed?: Checks;
  /** Without these it serves all but the part named by the key, which it refuses. */
  readonly parts?: Readonly<Record<string, Checks>>;
  /** Reasons, by name, that are only told: what asks for these is answered without them. */
  readonly told?: () => Readonly<Record<string, string | undefined>>;
}

/** What `/ready` answers. */
export interface ReadinessReport {
  readonly status: "ok" | "degraded" | "unavailable";
  /** Parts that cannot be served. */
  readonly degraded?: readonly string[];
  readonly checks: Readonly<Record<string, CheckReport>>;
}

interface CheckReport {
  readonly status: "ok" | "unavailable";
  readonly reason?: string;
}

/** The reason of a check that failed in a way nobody foresaw. */
export const CHECK_FAILED = "CHECK_FAILED";

/** Runs every check at once. Names and reasons are all that is told: no address, no error of a library. */
export async function reportReadiness({ needed = {}, parts = {}, told }: Readiness): Promise<ReadinessReport> {
  const ofParts = Object.entries(parts);
  const asked = await runAll({ ...needed, ...Object.assign({}, ...Object.values(parts)) });
  const isWhole = (names: object) => Object.keys(names).every((name) => asked[name]?.status === "ok");
  const checks = { ...asked, ...reportAll(told?.() ?? {}) };
  if (!isWhole(needed)) return { status: "unavailable", checks };
  const degraded = ofParts.filter(([, one]) => !isWhole(one)).map(([name]) => name);
  return degraded.length > 0 ? { status: "degraded", degraded, checks } : { status: "ok", checks };
}

async function runAll(checks: Checks): Promise<Record<string, CheckReport>> {
  const reasons = Object.entries(checks).map(
    async ([name, check]) => [name, await check().catch(() => CHECK_FAILED)] as const,
  );
  return reportAll(Object.fromEntries(await Promise.all(reasons)));
}

function reportAll(reasons: Readonly<Record<string, string | undefined>>): Record<string, CheckReport> {
  const entries = Object.entries(reasons).map(([name, reason]): [string, CheckReport] => [
    name,
    reason === undefined ? { status: "ok" } : { status: "unavailable", reason },
  ]);
  return Object.fromEntries(entries);
}
