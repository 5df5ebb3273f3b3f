import type { EntityManager } from "@mikro-orm/postgresql";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { RuptureAcknowledgement } from "../entities/rupture-acknowledgement.ts";
import { RuptureAlert } from "../entities/rupture-alert.ts";
import { RuptureThresholds } from "../entities/rupture-thresholds.ts";
import type { Navigator } from "../policies/internal-roles.ts";
import { DEFAULT_THRESHOLDS, type RuptureKind } from "../policies/rupture-words.ts";

const { daysWithoutContact, missedInARow, daysBeforeAgreementEnds } = DEFAULT_THRESHOLDS;

/** An alert as the statement gives it. */
interface Row {
  readonly support_id: string;
  readonly prescription_id: string;
  readonly person_id: string;
  readonly organization_id: string;
  readonly kind: RuptureKind;
  readonly since_on: string;
  /** Milliseconds since 1970, since an instant of a day with an offset is read unlike one of a column. */
  readonly latest_fact_ms: string;
  readonly count: number;
}

/** What is in the scope of one question; a support that ended alerts nobody. */
const SUPPORT = (scope: string) => `
  support as (
    select s.id, s.prescription_id, s.person_id, s.organization_id, s.opened_on, ?::date as today,
      coalesce(t.days_without_contact, ${daysWithoutContact}) as days_allowed,
      coalesce(t.missed_in_a_row, ${missedInARow}) as missed_allowed,
      coalesce(t.days_before_agreement_ends, ${daysBeforeAgreementEnds}) as days_before_end
    from health_support s left join rupture_thresholds t on t.organization_id = s.organization_id
    where s.status <> 'ENDED' and ${scope})`;

/** A meeting of professionals about her is no contact with her. */
const NO_CONTACT = `
  select s.id, 'NO_CONTACT' as kind, c.last_on as since_on,
    c.last_on::timestamp at time zone 'Europe/Paris' as latest_fact_at, (s.today - c.last_on)::int as count
  from support s cross join lateral (
    select greatest(s.opened_on,
      (select max(a.held_on) from support_act a where a.support_id = s.id and a.kind <> 'TEAM_MEETING'),
      (select max((k.starts_at at time zone 'Europe/Paris')::date) from appointment k
        where k.support_id = s.id and k.status = 'KEPT')) as last_on) c
  where c.last_on <= s.today - s.days_allowed`;

const MISSED_APPOINTMENTS = `
  select s.id, 'MISSED_APPOINTMENTS', min(m.starts_at at time zone 'Europe/Paris')::date, max(m.changed_at), count(*)::int
  from support s join appointment m on m.support_id = s.id and m.status = 'MISSED'
  where m.starts_at > coalesce(
    (select max(k.starts_at) from appointment k where k.support_id = s.id and k.status = 'KEPT'), '-infinity')
  group by s.id, s.missed_allowed having count(*) >= s.missed_allowed`;

const PLAN_STEP_OVERDUE = `
  select s.id, 'PLAN_STEP_OVERDUE', min(e.ends_on), max(e.ends_on)::timestamp at time zone 'Europe/Paris', count(*)::int
  from support s join health_action_plan p on p.support_id = s.id
    join health_action_plan_version v on v.plan_id = p.id and v.number = p.current_version
    join plan_goal g on g.version_id = v.id join plan_step e on e.goal_id = g.id
  where e.ends_on < s.today and e.status in ('PLANNED', 'IN_PROGRESS', 'ON_HOLD')
  group by s.id`;

/** As long as no other agreement follows: a support that goes on without one alerts until it ends or is agreed anew. */
const AGREEMENT_ENDING = `
  select s.id, 'AGREEMENT_ENDING', g.ends_on - s.days_before_end, g.ends_on::timestamp at time zone 'Europe/Paris',
    greatest(g.ends_on - s.today, 0)::int
  from support s cross join lateral (
    select max(a.ends_on) as ends_on from support_agreement a where a.support_id = s.id) g
  where g.ends_on - s.days_before_end <= s.today`;

const ALERTS = (scope: string) => `
  with ${SUPPORT(scope)}, alert as (${[NO_CONTACT, MISSED_APPOINTMENTS, PLAN_STEP_OVERDUE, AGREEMENT_ENDING].join(" union all ")})
  select s.id as support_id, s.prescription_id, s.person_id, s.organization_id, a.kind, a.since_on::text,
    (extract(epoch from date_trunc('milliseconds', a.latest_fact_at)) * 1000)::bigint::text as latest_fact_ms, a.count
  from alert a join support s on s.id = a.id`;

const IS_NOT_SILENCED = `not exists (
  select from rupture_acknowledgement k where k.support_id = a.id and k.kind = a.kind and k.act_before_on >= s.today
    and k.latest_fact_at >= date_trunc('milliseconds', a.latest_fact_at))`;

/** What risks breaking, from the records and the clock: no job writes it and nothing is stored. */
export class RuptureAlerts {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  readonly acknowledgementsOf = loadManyByKey(
    async (supports) =>
      this.#em.find(
        RuptureAcknowledgement,
        { supportId: { $in: supports } },
        { orderBy: { acknowledgedAt: "asc", id: "asc" } },
      ),
    (acknowledgement) => acknowledgement.supportId,
  );

  /** All alerts of supports the viewer's organisation holds or prescribed; each is still to be permitted. */
  async ofOrganization(today: string, kind: RuptureKind | null): Promise<RuptureAlert[]> {
    const organization = this.#viewer?.organization;
    if (!organization) return [];
    return this.#read(
      `${ALERTS("? in (s.organization_id, s.prescriber_organization_id)")}
       where ${IS_NOT_SILENCED} and (?::text is null or a.kind = ?)`,
      [today, organization, kind, kind],
    );
  }

  /** The alert of one kind of one support, silenced or not; null where nothing alerts. */
  async find(supportId: string, kind: RuptureKind, today: string): Promise<RuptureAlert | null> {
    const [alert] = await this.#read(`${ALERTS("s.id = ?")} where a.kind = ?`, [today, supportId, kind]);
    return alert ?? null;
  }

  /** When the navigator's association is alerted. */
  async thresholdsOf({ organization }: Navigator): Promise<RuptureThresholds> {
    const set = await this.#em.findOne(RuptureThresholds, { organizationId: organization });
    return set ?? Object.assign(new RuptureThresholds(), { organizationId: organization, ...DEFAULT_THRESHOLDS });
  }

  /** Sets them; what was set before is replaced. */
  async setThresholds(thresholds: RuptureThresholds): Promise<RuptureThresholds> {
    return this.#em.upsert(RuptureThresholds, thresholds);
  }

  async findAcknowledgement(
    decided: Pick<RuptureAcknowledgement, "supportId" | "kind" | "latestFactAt" | "nextAction" | "actBeforeOn">,
  ): Promise<RuptureAcknowledgement | null> {
    return this.#em.findOne(RuptureAcknowledgement, decided);
  }

  async #read(statement: string, values: unknown[]): Promise<RuptureAlert[]> {
    const rows = await this.#em.execute<Row[]>(statement, values);
    return rows.map((row) =>
      Object.assign(new RuptureAlert(), {
        supportId: row.support_id,
        prescriptionId: row.prescription_id,
        personId: row.person_id,
        organizationId: row.organization_id,
        kind: row.kind,
        sinceOn: row.since_on,
        latestFactAt: new Date(Number(row.latest_fact_ms)),
        count: row.count,
      }),
    );
  }
}
