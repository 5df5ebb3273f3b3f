import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { Barrier } from "../entities/barrier.ts";
import { BarrierAction } from "../entities/barrier-action.ts";
import { BarrierActionChange } from "../entities/barrier-action-change.ts";
import { HousingStageReached } from "../entities/housing-stage-reached.ts";
import type { WorkTable } from "./open-work.ts";

/** Actions as work that is open until it is done or given up. */
export const barrierActions: WorkTable<BarrierAction> = {
  entity: BarrierAction,
  table: "barrier_action",
  over: { property: "endedOn", column: "ended_on" },
};

/**
 * Barriers, what is done about them and how far each has come, in a viewer's name: nobody reads nothing. What others hold is
 * filtered by the rule of its type before it leaves.
 */
export class BarrierActions {
  constructor(
    private readonly em: EntityManager,
    private readonly viewer: Viewer | null,
  ) {}

  async barriersById(ids: string[]): Promise<Barrier[]> {
    return this.viewer ? this.em.find(Barrier, { id: ids }) : [];
  }

  /** The one due first first. */
  async ofBarriers(barrierIds: string[]): Promise<BarrierAction[]> {
    if (!this.viewer) return [];
    return this.em.find(BarrierAction, { barrierId: barrierIds }, { orderBy: { dueOn: "asc", id: "asc" } });
  }

  async changesOf(actionIds: string[]): Promise<BarrierActionChange[]> {
    if (!this.viewer) return [];
    return this.em.find(BarrierActionChange, { actionId: actionIds }, { orderBy: { version: "asc" } });
  }

  /** The latest first; of one day, the one recorded last. */
  async stagesOf(barrierIds: string[]): Promise<HousingStageReached[]> {
    if (!this.viewer) return [];
    const orderBy = [{ reachedOn: "desc" }, { recordedAt: "desc" }, { id: "asc" }] as const;
    return this.em.find(HousingStageReached, { barrierId: barrierIds }, { orderBy: [...orderBy] });
  }

  /** The action of this identifier, whoever holds it: a key that was used is not used again. */
  async known(id: string): Promise<BarrierAction | null> {
    return this.em.findOne(BarrierAction, id);
  }

  async isStageRecorded(stage: Pick<HousingStageReached, "barrierId" | "stage" | "reachedOn">): Promise<boolean> {
    return (await this.em.count(HousingStageReached, stage)) > 0;
  }

  /** How many actions about a barrier are neither done nor given up. */
  async countOpen(barrierId: string): Promise<number> {
    return this.em.count(BarrierAction, { barrierId, endedOn: null });
  }
}
