import type { EntityManager } from "@mikro-orm/postgresql";
import { Barrier } from "../../../subgraphs/social-services/entities/barrier.ts";
import { BarrierAction } from "../../../subgraphs/social-services/entities/barrier-action.ts";
import { BarrierActionChange } from "../../../subgraphs/social-services/entities/barrier-action-change.ts";
import { HousingStageReached } from "../../../subgraphs/social-services/entities/housing-stage-reached.ts";
import {
  type BarrierActionStatus,
  barrierActionKinds,
  barrierActionStatuses,
  housingStages,
  isActionFor,
} from "../../../subgraphs/social-services/policies/barrier-action-words.ts";
import { actionStepOf } from "../../../subgraphs/social-services/services/barrier-action-step.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";

const { medicoSocialCentre, association } = organizations;
const actor = { organizationId: medicoSocialCentre, role: "SOCIAL_WORKER" } as const;
const OPENED_AGO = 240;
const LIFTED_AGO = 30;
/** The way of an action to each status, and on which day, in days before today. */
const ways: Readonly<Record<BarrierActionStatus, readonly (readonly [BarrierActionStatus, number])[]>> = {
  PLANNED: [["PLANNED", 100]],
  IN_PROGRESS: [
    ["PLANNED", 100],
    ["IN_PROGRESS", 80],
  ],
  DONE: [
    ["PLANNED", 100],
    ["IN_PROGRESS", 80],
    ["DONE", 50],
  ],
  ABANDONED: [
    ["PLANNED", 100],
    ["ABANDONED", 60],
  ],
};

/** What keeps her from employment, what is done about it, and how far a threat to her home has come. */
export function addBarrier(em: EntityManager, person: CrowdPerson, socialFileId: string): void {
  const barrier = Object.assign(new Barrier(), {
    personId: person.id,
    organizationId: medicoSocialCentre,
    id: crowdId(11, person.index),
    socialFileId,
    kind: person.barrierKind,
    openedOn: dayAgo(OPENED_AGO),
    liftedOn: person.isBarrierLifted ? dayAgo(LIFTED_AGO) : null,
  });
  em.persist(barrier);
  addAction(em, person.index, barrier);
  if (barrier.kind === "HOUSING") addStages(em, person.index, barrier);
}

function addAction(em: EntityManager, index: number, { id: barrierId, kind, personId, organizationId }: Barrier): void {
  // One of the kind OTHER has a name of its own, which nobody here needs.
  const kinds = words(barrierActionKinds).filter((word) => word !== "OTHER" && isActionFor(word, kind));
  const way = ways[nth(words(barrierActionStatuses), index)];
  const action = Object.assign(new BarrierAction(), {
    id: crowdId(60, index),
    personId,
    organizationId,
    barrierId,
    assigneeId: nth([medicoSocialCentre, association], Math.floor(index / 4)),
    kind: nth(kinds, Math.floor(index / 14)),
    label: null,
    plannedOn: dayAgo(way[0]![1]),
    // One in three is late.
    dueOn: dayAgo(index % 3 === 1 ? 5 : -25),
    endedOn: null as string | null,
  });
  em.persist(action);
  for (const [place, [status, daysAgo]] of way.entries()) {
    Object.assign(action, { status, version: place + 1 });
    if (status === "DONE" || status === "ABANDONED") action.endedOn = dayAgo(daysAgo);
    const reason = status === "ABANDONED" ? "Motif fictif." : null;
    const step = actionStepOf(action, actor, dayAgo(daysAgo), instantAgo(daysAgo), reason);
    em.persist(Object.assign(new BarrierActionChange(), { ...step, id: crowdId(61, index, place) }));
  }
}

/** Two stages, one after the other; together the crowd has met them all. */
function addStages(em: EntityManager, index: number, { id: barrierId, personId, organizationId }: Barrier): void {
  const first = Math.floor(index / 14) * 2;
  for (const [place, daysAgo] of [200, 120].entries())
    em.persist(
      Object.assign(new HousingStageReached(), {
        id: crowdId(62, index, place),
        personId,
        organizationId,
        barrierId,
        stage: nth(words(housingStages), first + place),
        reachedOn: dayAgo(daysAgo),
        recordedAt: instantAgo(daysAgo),
      }),
    );
}
