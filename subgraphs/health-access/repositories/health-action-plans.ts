import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import { HealthActionPlan } from "../entities/health-action-plan.ts";
import { HealthActionPlanVersion } from "../entities/health-action-plan-version.ts";
import { PlanConstraint } from "../entities/plan-constraint.ts";
import { PlanGoal } from "../entities/plan-goal.ts";
import { PlanStep } from "../entities/plan-step.ts";
import type { Navigator } from "../policies/internal-roles.ts";
import type { PlanContent } from "../policies/plan-content.ts";

/** Plans and what they hold. Their rows are reached from a support or an extract only, and each passes its own rule. */
export class HealthActionPlans {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  readonly ofSupport = loadByKey(
    async (supports) => this.#em.find(HealthActionPlan, { supportId: { $in: supports } }),
    (plan) => plan.supportId,
  );

  /** Oldest first. */
  readonly versionsOf = loadManyByKey(
    async (plans) => this.#em.find(HealthActionPlanVersion, { planId: { $in: plans } }, { orderBy: { number: "asc" } }),
    (version) => version.planId,
  );

  readonly goalsOf = loadManyByKey(
    async (versions) => this.#em.find(PlanGoal, { versionId: { $in: versions } }, { orderBy: { position: "asc" } }),
    (goal) => goal.versionId,
  );

  readonly stepsOf = loadManyByKey(
    async (goals) => this.#em.find(PlanStep, { goalId: { $in: goals } }, { orderBy: { position: "asc" } }),
    (step) => step.goalId,
  );

  readonly constraintsOf = loadManyByKey(
    async (versions) =>
      this.#em.find(PlanConstraint, { versionId: { $in: versions } }, { orderBy: { position: "asc" } }),
    (constraint) => constraint.versionId,
  );

  /** Locks a plan of the navigator's association until the transaction ends; null for any other, known or not. */
  async lockHeld(navigator: Navigator, id: string): Promise<HealthActionPlan | null> {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: navigator.organization };
    return this.#em.findOne(HealthActionPlan, held, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** A step of the navigator's association with the plan it belongs to, locked, and the number of its version. */
  async lockHeldStep(navigator: Navigator, id: string) {
    if (!isIdentifier(id)) return null;
    const step = await this.#em.findOne(PlanStep, { id, organizationId: navigator.organization });
    if (!step) return null;
    const goal = await this.#em.findOneOrFail(PlanGoal, step.goalId);
    const version = await this.#em.findOneOrFail(HealthActionPlanVersion, goal.versionId);
    const plan = await this.lockHeld(navigator, version.planId);
    await this.#em.refresh(step);
    return plan && { step, plan, versionNumber: version.number };
  }

  async findVersion(planId: string, number: number): Promise<HealthActionPlanVersion | null> {
    return this.#em.findOne(HealthActionPlanVersion, { planId, number });
  }

  /** What the version in force holds now, steps with their present status. */
  async contentOf(plan: HealthActionPlan): Promise<PlanContent> {
    const version = await this.#em.findOneOrFail(HealthActionPlanVersion, {
      planId: plan.id,
      number: plan.currentVersion,
    });
    const goals = await this.goalsOf.load(version.id);
    const steps = await this.stepsOf.loadMany(goals.map(({ id }) => id));
    const constraints = await this.constraintsOf.load(version.id);
    return {
      goals: goals.map((goal, index) => ({ label: goal.code, steps: stepsIn(steps[index]) })),
      constraints: constraints.map(({ code, startsOn, endsOn, hoursGround }) => ({
        label: code,
        startsOn,
        endsOn,
        hoursGround,
      })),
    };
  }
}

function stepsIn(loaded: PlanStep[] | Error | undefined) {
  if (!Array.isArray(loaded)) throw loaded ?? new Error("The steps of a goal were not read.");
  return loaded.map(({ code, status, startsOn, endsOn, weeklyHours }) => ({
    label: code,
    status,
    startsOn,
    endsOn,
    weeklyHours,
  }));
}
