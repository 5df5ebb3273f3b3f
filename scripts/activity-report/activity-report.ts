import type { SupportActKind, SupportOutcome } from "../../subgraphs/health-access/policies/support-words.ts";

/** A time in hours. */
interface Hours {
  readonly hours: number;
}

interface SectorName {
  readonly code: string;
  readonly label: string;
}

/** The answer to clients/association/activity-report.graphql; days are `YYYY-MM-DD`. */
export interface ActivityReport {
  readonly organization: { readonly id: string; readonly name: string | null };
  readonly from: string;
  readonly to: string;
  readonly sector: SectorName | null;
  readonly proposals: number;
  readonly oriented: number;
  readonly carriedOver: number;
  readonly opened: number;
  readonly followed: number;
  readonly ended: number;
  readonly outcomes: readonly { readonly outcome: SupportOutcome; readonly supports: number }[];
  readonly acts: readonly {
    readonly kind: SupportActKind;
    readonly count: number;
    readonly held: Hours;
    readonly travel: Hours;
  }[];
  readonly network: readonly {
    readonly sector: SectorName;
    readonly meetings: number;
    readonly months: number;
    readonly time: Hours;
  }[];
  readonly supervision: {
    readonly sessions: number;
    readonly months: number;
    readonly professionals: number;
    readonly time: Hours;
  };
  readonly satisfaction: {
    readonly answers: number;
    readonly verySatisfied: number;
    readonly satisfied: number;
    readonly dissatisfied: number;
    readonly veryDissatisfied: number;
  };
  readonly time: Readonly<Record<"proposals" | "followUp" | "network" | "supervision" | "total", Hours>>;
}
