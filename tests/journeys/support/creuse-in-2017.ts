import { randomUUID } from "node:crypto";

/** An association and its two nurses, one in each sector: their accounts, and who they are in the registry. */
interface Team {
  readonly organization: string;
  readonly accounts: readonly [string, string];
  readonly professionals: readonly string[];
}

type Row = Record<string, unknown>;

const DAY_MS = 86_400_000;
const dayAfter = (first: string, days: number) =>
  new Date(Date.parse(`${first}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const inMonth = (month: number, day: number) =>
  `2017-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** What the part with a number gets of a whole: as even as whole numbers can be, and together exactly the whole. */
const share = (whole: number, parts: number, part: number) =>
  Math.floor(((part + 1) * whole) / parts) - Math.floor((part * whole) / parts);

/**
 * What two nurses did in two sectors of the Creuse in 2017, event by event, with what came before and after and must not be
 * counted. Rows by table, in the order in which they refer to each other; the same days at each run.
 */
export function creuseIn2017(team: Team): Readonly<Record<string, Row[]>> {
  const { organization } = team;
  const sectors = ["EST", "OUEST"].map((code) => ({
    id: randomUUID(),
    organization_id: organization,
    code,
    label: `Creuse ${code === "EST" ? "est" : "ouest"} (fictif)`,
  }));
  const supports = [
    // Before the year and over before it, or after it: nobody's of 2017.
    ...listOf(20, (index) => supportFrom("2016-01-04", index * 3, index, 200)),
    ...listOf(9, (index) => supportFrom("2018-01-01", index * 5, index, null)),
    // Open when the year began, the first of which ended on its first day; 40 of them ended in it.
    ...listOf(79, (index) => supportFrom("2016-09-01", index, index, index < 40 ? 122 - index + index * 8 : null)),
    // Oriented in the year, from its first day to its last; 32 of them ended in it, the last on the day it was opened.
    ...listOf(63, (index) =>
      supportFrom(
        "2017-01-01",
        Math.floor((index * 364) / 62),
        index,
        index % 2 === 1 || index === 62 ? Math.floor(untilEnd(index) / 2) : null,
      ),
    ),
  ];
  const rankOf = new Map<string, number>();
  const acts = [
    ...listOf(63, (index) => {
      const support = supports.filter(({ opened_on }) => opened_on.startsWith("2017"))[index]!;
      return actOf(support, "PROPOSAL", support.opened_on, 60, 0);
    }),
    ...accompaniments(),
    ...["2016-12-31", "2018-01-01"].map((day) => actOf(supports[0]!, "HOME_VISIT", day, 500, 100)),
  ];

  return {
    sector: sectors,
    health_support: supports,
    support_act: acts,
    network_meeting: [
      ...sectors.flatMap(({ id }, place) =>
        listOf(12, (month) =>
          meetingOf({ sector_id: id }, inMonth(month + 1, 10 + place), share(5370, 24, place * 12 + month)),
        ),
      ),
      meetingOf({ sector_id: sectors[0]!.id }, "2016-12-10", 240),
    ],
    supervision_session: [
      ...listOf(12, (month) => meetingOf({ organization_id: organization }, inMonth(month + 1, 20), 550)),
      meetingOf({ organization_id: organization }, "2018-01-20", 550),
    ],
    satisfaction_collection: sectors.map(({ id }) => ({
      id: randomUUID(),
      sector_id: id,
      collected_on: "2017-12-15",
      very_satisfied: 20,
      satisfied: 9,
      dissatisfied: 2,
      very_dissatisfied: 0,
    })),
  };

  function supportFrom(first: string, days: number, index: number, lasting: number | null) {
    const opened_on = dayAfter(first, days);
    return {
      id: randomUUID(),
      person_id: randomUUID(),
      organization_id: organization,
      prescription_id: randomUUID(),
      prescriber_organization_id: randomUUID(),
      sector_id: sectors[index % 2]!.id,
      status: lasting === null ? "STARTED" : "ENDED",
      opened_on,
      started_on: opened_on,
      ended_on: lasting === null ? null : dayAfter(opened_on, lasting),
      outcome: lasting === null ? null : ["GOALS_REACHED", "HANDED_ON", "PERSON_STOPPED"][index % 3]!,
    };
  }

  function untilEnd(index: number) {
    return 364 - Math.floor((index * 364) / 62);
  }

  /** Acts with and for people, spread over the year among those whose support was open that day, in 1 820 hours. */
  function accompaniments(): Row[] {
    const kinds = [
      ...listOf(349, () => "ACCOMPANIED_APPOINTMENT"),
      ...listOf(472, () => "HOME_VISIT"),
      ...listOf(170, () => "EXTERNAL_INTERVIEW"),
    ];
    return kinds.map((kind, index) => {
      const day = dayAfter("2017-01-01", (index * 37) % 365);
      const open = supports.filter(({ opened_on, ended_on }) => opened_on <= day && (ended_on ?? day) >= day);
      const travel = 15 + (index % 4) * 10;
      return actOf(open[index % open.length]!, kind, day, share(1820 * 60, kinds.length, index) - travel, travel);
    });
  }

  function actOf(
    support: { id: string; person_id: string; sector_id: string },
    kind: string,
    day: string,
    minutes: number,
    travel: number,
  ) {
    const author = team.accounts[support.sector_id === sectors[0]!.id ? 0 : 1]!;
    const key = [support.id, author, kind, day].join();
    const rank = (rankOf.get(key) ?? 0) + 1;
    rankOf.set(key, rank);
    return {
      id: randomUUID(),
      support_id: support.id,
      person_id: support.person_id,
      organization_id: organization,
      author_subject: author,
      kind,
      minutes,
      travel_minutes: travel,
      held_on: day,
      rank_of_day: rank,
    };
  }

  function meetingOf(of: Row, day: string, minutes: number): Row {
    return {
      id: randomUUID(),
      ...of,
      held_on: day,
      minutes_per_attendant: minutes,
      attendants: team.professionals,
    };
  }
}

const listOf = <Item>(length: number, item: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => item(index));
