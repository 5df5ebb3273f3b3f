import { randomUUID } from "node:crypto";
import { supportActKinds, supportOutcomes } from "../../../subgraphs/health-access/policies/support-words.ts";
import type { Draw } from "../../gateway/engine/support/draws.ts";

const DAYS = 80;
/** The day with a number, from the last weeks of a year into the next. */
export const dayOf = (number: number): string => new Date(Date.UTC(2016, 10, 21 + number)).toISOString().slice(0, 10);

type Rows = Record<string, unknown>[];

/** What an association recorded, as rows by table. */
export interface ActivityWorld {
  readonly organization: string;
  readonly sectors: readonly string[];
  readonly tables: Readonly<Record<string, Rows>>;
}

/** An association with whatever happened to it, on days that lie close enough together to meet every edge of a period. */
export function drawWorld(draw: Draw): ActivityWorld {
  const organization = randomUUID();
  const upTo = (most: number) => Array.from({ length: draw(most + 1) }, (_, index) => index);
  const among = <Item>(items: readonly Item[]): Item => items[draw(items.length)]!;
  const sectors = upTo(3).map((index) => ({
    id: randomUUID(),
    organization_id: organization,
    code: `S${index}`,
    label: `Secteur ${index}`,
  }));
  const ids = sectors.map(({ id }) => id);
  const people = Array.from({ length: 4 }, () => randomUUID());
  const supports = upTo(14).map(() => {
    const opened = draw(DAYS);
    const hasEnded = draw(2) === 0;
    return {
      id: randomUUID(),
      person_id: among(people),
      organization_id: organization,
      prescription_id: randomUUID(),
      prescriber_organization_id: randomUUID(),
      sector_id: draw(3) === 0 ? null : (among([...ids, null]) ?? null),
      status: hasEnded ? "ENDED" : "OPEN",
      opened_on: dayOf(opened),
      ended_on: hasEnded ? dayOf(opened + draw(DAYS - opened)) : null,
      outcome: hasEnded ? among(Object.keys(supportOutcomes)) : null,
    };
  });
  const acts = supports.flatMap(({ id, person_id }) =>
    upTo(8).map((index) => ({
      id: randomUUID(),
      support_id: id,
      person_id,
      organization_id: organization,
      author_subject: "development|nurse",
      kind: among(Object.keys(supportActKinds)),
      minutes: 1 + draw(200),
      travel_minutes: draw(90),
      held_on: dayOf(draw(DAYS)),
      rank_of_day: index + 1,
    })),
  );
  const nurses = Array.from({ length: 3 }, () => randomUUID());
  const attended = () => ({
    minutes_per_attendant: 1 + draw(300),
    attendants: nurses.slice(0, 1 + draw(3)),
  });
  const distinctDays = (most: number) => [...new Set(upTo(most).map(() => dayOf(draw(DAYS))))];
  return {
    organization,
    sectors: ids,
    tables: {
      sector: sectors,
      health_support: supports,
      support_act: acts,
      network_meeting: ids.flatMap((sector_id) =>
        distinctDays(6).map((held_on) => ({ id: randomUUID(), sector_id, held_on, ...attended() })),
      ),
      supervision_session: distinctDays(6).map((held_on) => ({
        id: randomUUID(),
        organization_id: organization,
        held_on,
        ...attended(),
      })),
      satisfaction_collection: ids.flatMap((sector_id) =>
        distinctDays(3).map((collected_on) => ({
          id: randomUUID(),
          sector_id,
          collected_on,
          very_satisfied: draw(5),
          satisfied: draw(5),
          dissatisfied: draw(3),
          very_dissatisfied: draw(2),
        })),
      ),
    },
  };
}

/** What a report must say, counted day by day with nothing of how the product counts. */
export function countByHand({ tables }: ActivityWorld, from: string, to: string, sector: string | null) {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  const rows = (table: string): any[] => tables[table]!;
  const isWithin = (day: string | null) => day !== null && day >= from && day <= to;
  const isOfSector = (row: { sector_id: string | null }) => sector === null || row.sector_id === sector;
  const supports = rows("health_support").filter(isOfSector);
  const opened = supports.filter((support) => isWithin(support.opened_on));
  const carriedOver = supports.filter(
    (support) => support.opened_on < from && (support.ended_on ?? "9999-12-31") >= from,
  );
  const ended = supports.filter((support) => isWithin(support.ended_on));
  const acts = rows("support_act").filter(
    (act) => isWithin(act.held_on) && supports.some(({ id }) => id === act.support_id),
  );
  const minutesOf = (list: typeof acts) =>
    list.reduce((total, act) => total + act.minutes + act.travel_minutes, 0) as number;
  const attended = (list: typeof acts) =>
    list.reduce((total, one) => total + one.minutes_per_attendant * one.attendants.length, 0) as number;
  const meetings = rows("network_meeting").filter((meeting) => isWithin(meeting.held_on) && isOfSector(meeting));
  const sessions = sector === null ? rows("supervision_session").filter((one) => isWithin(one.held_on)) : [];
  const answers = rows("satisfaction_collection").filter((one) => isWithin(one.collected_on) && isOfSector(one));
  const monthsOf = (list: typeof acts) => new Set(list.map(({ held_on }) => held_on.slice(0, 7))).size;
  const isProposal = ({ kind }: { kind: string }) => kind === "PROPOSAL";
  const minutes = {
    proposals: minutesOf(acts.filter(isProposal)),
    followUp: minutesOf(acts.filter((act) => !isProposal(act))),
    network: attended(meetings),
    supervision: attended(sessions),
  };
  return {
    proposals: acts.filter(isProposal).length,
    oriented: new Set(opened.map(({ person_id }) => person_id)).size,
    carriedOver: carriedOver.length,
    opened: opened.length,
    followed: carriedOver.length + opened.length,
    ended: ended.length,
    outcomes: Object.keys(supportOutcomes).map((outcome) => ({
      outcome,
      supports: ended.filter((support) => support.outcome === outcome).length,
    })),
    acts: Object.keys(supportActKinds).map((kind) => {
      const ofKind = acts.filter((act) => act.kind === kind);
      return {
        kind,
        count: ofKind.length,
        held: { minutes: ofKind.reduce((total, act) => total + act.minutes, 0) },
        travel: { minutes: ofKind.reduce((total, act) => total + act.travel_minutes, 0) },
      };
    }),
    network: rows("sector")
      .filter(({ id }) => sector === null || id === sector)
      .map(({ id, code }) => {
        const held = meetings.filter(({ sector_id }) => sector_id === id);
        return { sector: { code }, meetings: held.length, months: monthsOf(held), time: { minutes: attended(held) } };
      }),
    supervision: {
      sessions: sessions.length,
      months: monthsOf(sessions),
      professionals: new Set(sessions.flatMap(({ attendants }) => attendants)).size,
      time: { minutes: minutes.supervision },
    },
    satisfaction: {
      answers: answers.reduce(
        (total, one) => total + one.very_satisfied + one.satisfied + one.dissatisfied + one.very_dissatisfied,
        0,
      ),
      verySatisfied: answers.reduce((total, one) => total + one.very_satisfied, 0),
    },
    time: {
      proposals: { minutes: minutes.proposals },
      followUp: { minutes: minutes.followUp },
      network: { minutes: minutes.network },
      supervision: { minutes: minutes.supervision },
      total: { minutes: minutes.proposals + minutes.followUp + minutes.network + minutes.supervision },
    },
  };
}
