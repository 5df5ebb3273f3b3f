import type { MandateEndReason } from "../../../subgraphs/social-services/policies/file-words.ts";
import { fixedId } from "../fixed-id.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";

/** A mandate of référent about one of the crowd, told in days before today. */
export interface MandatePast {
  readonly id: string;
  readonly referentId: string | null;
  readonly startedAgo: number;
  readonly endedAgo: number | null;
  readonly endReason: MandateEndReason | null;
  readonly takenOverFromId: string | null;
}

/** Who takes over inside the centre: Sophie, by her identifier in the registry. */
const SUCCESSOR = fixedId(2, 1);
const [STARTED_AGO, ENDED_AGO] = [180, 60];

/** The mandates of the centre about her, the earliest first; one that was handed over has its successor. */
export function mandatePastsOf({ index, mandate }: CrowdPerson): readonly MandatePast[] {
  if (mandate === "NONE") return [];
  const running = {
    id: crowdId(16, index),
    referentId: null,
    startedAgo: STARTED_AGO,
    endedAgo: null,
    endReason: null,
    takenOverFromId: null,
  };
  if (mandate === "ACTIVE") return [running];
  const ended = { ...running, endedAgo: ENDED_AGO, endReason: mandate };
  if (mandate !== "HANDED_OVER") return [ended];
  const next = { id: crowdId(16, index, 1), referentId: SUCCESSOR, startedAgo: ENDED_AGO, takenOverFromId: ended.id };
  return [ended, { ...running, ...next }];
}
