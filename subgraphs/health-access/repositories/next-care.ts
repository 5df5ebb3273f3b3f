import type { EntityManager } from "@mikro-orm/postgresql";
import { loadByKey } from "../../../kit/load-by-key.ts";
import { Appointment } from "../entities/appointment.ts";
import { PlanStep } from "../entities/plan-step.ts";

/** What comes next for a person in each of her supports that go on. */
export interface NextCare {
  readonly personId: string;
  readonly appointments: readonly Appointment[];
  readonly steps: readonly PlanStep[];
}

/** By the clock of the database, since what has begun is next no more. */
const APPOINTMENTS = `
  select distinct on (a.support_id) a.* from appointment a join health_support s on s.id = a.support_id
  where a.person_id = any (string_to_array(?, ' ')::uuid[]) and a.status = 'PLANNED' and a.starts_at > clock_timestamp()
    and s.ended_on is null
  order by a.support_id, a.starts_at, a.id`;

/** Of the version in force; one without a day comes last. */
const STEPS = `
  select distinct on (p.id) step.* from plan_step step
    join plan_goal g on g.id = step.goal_id join health_action_plan_version v on v.id = g.version_id
    join health_action_plan p on p.id = v.plan_id and p.current_version = v.number
    join health_support s on s.id = p.support_id
  where step.person_id = any (string_to_array(?, ' ')::uuid[]) and step.status in ('PLANNED', 'IN_PROGRESS')
    and s.ended_on is null
  order by p.id, step.starts_on nulls last, g.position, step.position`;

/**
 * Both are read together, so that what the registry is asked about them leaves in one call. Each row passes its own rule, and
 * no row hides another: there is one for each support.
 */
export const loadNextCare = (em: EntityManager) =>
  loadByKey(
    async (people) => {
      const [appointments, steps] = await Promise.all(
        [APPOINTMENTS, STEPS].map((statement) => em.execute<object[]>(statement, [people.join(" ")])),
      );
      const byPerson = {
        appointments: Map.groupBy(
          appointments!.map((row) => em.map(Appointment, row)),
          ({ personId }) => personId,
        ),
        steps: Map.groupBy(
          steps!.map((row) => em.map(PlanStep, row)),
          ({ personId }) => personId,
        ),
      };
      return people.map(
        (personId): NextCare => ({
          personId,
          appointments: (byPerson.appointments.get(personId) ?? []).toSorted(
            (one, other) => one.startsAt.getTime() - other.startsAt.getTime(),
          ),
          steps: byPerson.steps.get(personId) ?? [],
        }),
      );
    },
    ({ personId }) => personId,
  );
