import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { receiveEvent } from "../../kit/events.ts";
import type { HubEvent } from "../../kit/hub-event.ts";
import { createLogger } from "../../kit/logger.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { inDays, withoutRequestId } from "../../scripts/journey/story.ts";
import { resourceDirectory } from "../../subgraphs/resource-directory/subgraph.ts";
import { readStoredOperations } from "../schema/support/stored-operations.ts";
import { countCalls } from "../support/count-calls.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const CALAIS = "62193";
const SANGATTE = "62774";
const TEAM = "Équipe mobile santé de Calais";
const stored = readStoredOperations();
const textOf = (path: string) => stored.get(path)!.text;

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub({ withDirectory: true });
});
afterAll(() => hub?.close());

/** A day ahead of all that may happen while this runs, and instants on it that are the same day in Paris. */
const DAY = inDays(10);
const at = (time: string, day = DAY) => `${day}T${time}:00.000Z`;
const plan = (startsAt: string, endsAt: string, more: object = {}) => ({
  placeName: "Maison de quartier du Beau-Marais",
  address: "Rue Fictive",
  communeCode: CALAIS,
  startsAt: at(startsAt),
  endsAt: at(endsAt),
  services: ["RIGHTS_OPENING", "NURSE_INTERVIEW"],
  isAtPartnerPremises: true,
  ...more,
});

async function change(who: string, file: string, input: object) {
  const { data, errors } = await hub.ask(who, textOf(`association/${file}`), { input });
  expect(errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of the payload
  return Object.values(data)[0] as any;
}
const roundOf = async (teamName = TEAM, heldOn = DAY) =>
  (await change("claire", "plan-round", { teamName, heldOn })).mobileRound.id as string;
async function stopOf(round: string, content: object) {
  const { roundStop, userErrors } = await change("claire", "add-stop", { round, plan: content });
  expect(userErrors).toEqual([]);
  return roundStop as { id: string; version: number };
}
const offerOf = ({ id }: { id: string }) => `passerelle--${id}`;

// biome-ignore lint/suspicious/noExplicitAny: rows of the answer
async function offered(near = CALAIS, day = DAY, who = "leo"): Promise<any[]> {
  const { data, errors } = await hub.ask(who, textOf("partner/what-is-offered-on-a-day"), {
    near: { communeCode: near },
    radiusKm: 1,
    day,
  });
  expect(errors).toBeUndefined();
  expect(data.careOffers.totalCount).toBe(data.careOffers.edges.length);
  return data.careOffers.edges.map(({ node }: { node: object }) => node);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await isSo()) return;
    await pause(100);
  }
  throw new Error(`It never happened that ${what}.`);
}
const untilOffered = (id: string, near?: string, day?: string) =>
  until("the stop was offered", async () => (await offered(near, day)).some((offer) => offer.id === id));

describe("a stop of a mobile unit", () => {
  let stop: { id: string; version: number };

  it("is a care offer of its day, which anybody finds near there, by its theme, its volet and its words", async () => {
    stop = await stopOf(await roundOf(), plan("08:30", "11:00"));
    await untilOffered(offerOf(stop));
    const [offer] = await offered();
    expect(offer).toEqual({
      id: offerOf(stop),
      source: "passerelle",
      name: "Équipe mobile santé de Calais – Maison de quartier du Beau-Marais",
      description:
        "Halte d’une équipe mobile, dans les locaux d’un partenaire, sans rendez-vous. Sur place : ouverture de droits ; entretien infirmier.",
      startsAt: at("08:30"),
      endsAt: at("11:00"),
      openingHours: expect.stringMatching(/^\d{4} [A-Z][a-z]{2} \d{2} (09:30-12:00|10:30-13:00)$/),
      themes: [
        "DIFFICULTES_ADMINISTRATIVES_OU_JURIDIQUES__ACCOMPAGNEMENT_POUR_LACCES_AUX_DROITS",
        "SANTE__ACCES_AUX_SOINS",
      ],
      volets: ["SANITAIRE", "SOCIAL"],
      // Nothing is assumed where the organiser says nothing.
      fee: null,
      place: { address: "Rue Fictive", commune: { name: "Calais" } },
      organization: { name: "Association d'accès à la santé de Besançon (fictive)" },
    });
    const found = async (filter: string) => {
      const query = `{ careOffers(near: { communeCode: "${CALAIS}" }, radiusKm: 1, ${filter}) { edges { node { id } } } }`;
      const { edges } = (await hub.ask("amina", query)).data.careOffers;
      // Offers given at a distance are found from everywhere.
      return edges.flatMap(({ node }: { node: { id: string } }) =>
        node.id.startsWith("passerelle--") ? [node.id] : [],
      );
    };
    for (const filter of [
      "filter: { themes: [SANTE__ACCES_AUX_SOINS] }",
      "filter: { volets: [SOCIAL] }",
      'filter: { sources: ["passerelle"] }',
      "filter: { audiences: [FEMMES], receptionModes: [EN_PRESENTIEL] }",
      'query: "entretien infirmier"',
    ])
      expect([filter, await found(filter)]).toEqual([filter, [offerOf(stop)]]);
    for (const filter of [
      "filter: { themes: [SANTE__ADDICTIONS] }",
      "filter: { volets: [FORMATION] }",
      `filter: { happensOn: "${inDays(11)}" }`,
    ])
      expect([filter, await found(filter)]).toEqual([filter, []]);
  });

  it("is at its new place and hour once moved, and nowhere else", async () => {
    const moved = { stop: stop.id, version: stop.version, plan: plan("13:00", "15:00", { communeCode: SANGATTE }) };
    const { roundStop, userErrors } = await change("claire", "move-stop", moved);
    expect([roundStop.version, userErrors]).toEqual([2, []]);
    // Whoever did not hear the answer sends it again: nothing more is changed.
    expect((await change("claire", "move-stop", moved)).roundStop.version).toBe(2);
    await untilOffered(offerOf(stop), SANGATTE);
    expect(await offered(CALAIS)).toEqual([]);
    expect((await offered(SANGATTE))[0]).toMatchObject({
      startsAt: at("13:00"),
      place: { commune: { name: "Sangatte" } },
    });
  });

  it("is withdrawn once cancelled: no search finds it, and whoever kept its identifier learns so", async () => {
    const cancelled = { stop: stop.id, reason: "WEATHER" };
    expect((await change("claire", "cancel-stop", cancelled)).roundStop).toMatchObject({
      version: 3,
      cancelReason: "WEATHER",
    });
    expect((await change("claire", "cancel-stop", cancelled)).roundStop.version).toBe(3);
    await until("it was withdrawn", async () => (await offered(SANGATTE)).length === 0);
    const { data } = await hub.ask("leo", `{ careOffer(id: "${offerOf(stop)}") { isWithdrawn endsAt } }`);
    expect(data.careOffer).toEqual({ isWithdrawn: true, endsAt: at("15:00") });
  });

  it("is offered no longer once it is over, by the clock alone", async () => {
    const over = await stopOf(await roundOf(), plan("16:00", "16:30"));
    await untilOffered(offerOf(over));
    const shift = "update care_offer set starts_at = now() - interval '2 hours', ends_at = now() + ? where id = ?";
    await hub.sql("resource-directory", shift.replace("?", "interval '1 hour'"), [offerOf(over)]);
    const everywhere = `{ careOffers(filter: { sources: ["passerelle"] }) { edges { node { id } } } }`;
    const ids = async () => JSON.stringify((await hub.ask("leo", everywhere)).data);
    expect(await ids()).toContain(offerOf(over));
    await hub.sql("resource-directory", shift.replace("?", "interval '-1 second'"), [offerOf(over)]);
    expect(await ids()).not.toContain(offerOf(over));
    const { data } = await hub.ask("leo", `{ careOffer(id: "${offerOf(over)}") { isWithdrawn } }`);
    expect(data.careOffer).toEqual({ isWithdrawn: false });
  });

  it("reaches the directory once that is back, when it was away while the stop was planned", async () => {
    const sound = hub.peers["resource-directory"]!;
    const day = inDays(12);
    hub.peers["resource-directory"] = "http://127.0.0.1:9";
    let late: { id: string };
    try {
      const round = await roundOf(TEAM, day);
      late = await stopOf(round, plan("08:00", "09:00", { startsAt: at("08:00", day), endsAt: at("09:00", day) }));
      const undelivered = "select attempts from graphile_worker.jobs where queue_name = ? and last_error is not null";
      await until("the delivery failed", async () => {
        return (await hub.sql("health-access", undelivered, [`resource-directory:${late.id}`])).length > 0;
      });
    } finally {
      hub.peers["resource-directory"] = sound;
    }
    await until("the directory answered", async () => {
      const { data } = await hub.ask("leo", `{ careOffer(id: "${offerOf(late)}") { id } }`);
      return data?.careOffer?.id === offerOf(late);
    });
    expect((await offered(CALAIS, day)).map(({ id }) => id)).toEqual([offerOf(late)]);
  });
});

describe("what the directory hears", () => {
  const hear = async (type: string, version: number, more: Record<string, string> = {}, source = "health-access") => {
    const event: HubEvent = {
      specversion: "1.0",
      id: randomUUID(),
      source,
      type,
      subject: more.offer ?? "",
      time: new Date().toISOString(),
      data: {
        version: String(version),
        organization: organizations.association,
        name: `Version ${version}`,
        commune: CALAIS,
        startsAt: at("08:00", inDays(20)),
        endsAt: at("09:00", inDays(20)),
        ...more,
      },
    };
    await hearAgain(event);
    return event;
  };
  const hearAgain = (event: HubEvent) =>
    receiveEvent(
      hub.subgraphs["resource-directory"]!.orm.em.fork(),
      event,
      resourceDirectory.consumers![event.type]!,
      createLogger("tests", "error"),
    );
  const kept = async (offer: string) =>
    hub.sql("resource-directory", "select name, is_withdrawn from care_offer where id = ?", [`passerelle--${offer}`]);

  it.each([
    ["in order", [1, 2, 3]],
    ["backwards", [3, 2, 1]],
    ["mixed up", [2, 3, 1]],
  ])("holds as the newest version says, heard %s and each twice", async (_order, versions) => {
    const offer = randomUUID();
    for (const version of versions) {
      const type = version === 3 ? "day-offer.withdrawn" : "day-offer.published";
      await hearAgain(await hear(type, version, { offer }));
    }
    expect(await kept(offer)).toEqual([{ name: "Version 3", is_withdrawn: true }]);
  });

  it.each([
    ["from a source that publishes none", {}, "social-services"],
    ["without a period", { endsAt: at("07:00", inDays(20)) }, "health-access"],
    ["without an organisation", { organization: "nobody" }, "health-access"],
  ])("is left aside when it comes %s", async (_case, more, source) => {
    const offer = randomUUID();
    await hear("day-offer.published", 1, { offer, ...more }, source);
    expect(await kept(offer)).toEqual([]);
  });
});

describe("a round", () => {
  it("is planned once by two who plan it at once, and its stop added once", async () => {
    const rounds = await Promise.all([1, 2, 3].map(() => roundOf("Équipe mobile d'Arras")));
    expect(new Set(rounds).size).toBe(1);
    const stops = await Promise.all([1, 2, 3].map(() => stopOf(rounds[0]!, plan("08:00", "09:00"))));
    expect(new Set(stops.map(({ id }) => id)).size).toBe(1);
    expect(await hub.sql("health-access", "select 1 from round_stop where round_id = ?", [rounds[0]])).toHaveLength(1);
  });

  it("is refused what cannot be, with the field that is wrong, and nothing is published", async () => {
    const round = await roundOf("Équipe des refus", inDays(14));
    const day = inDays(14);
    const good = plan("08:00", "10:00", { startsAt: at("08:00", day), endsAt: at("10:00", day) });
    const stop = await stopOf(round, good);
    const count = async () => (await hub.sql("health-access", "select count(*)::int as n from round_stop"))[0].n;
    const before = await count();
    const refusals = async (file: string, input: object) =>
      // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
      (await change("claire", file, input)).userErrors.map(({ code, field }: any) => [code, field?.join(".")]);
    const add = (more: object) => refusals("add-stop", { round, plan: { ...good, placeName: "Ailleurs", ...more } });
    expect(await add({})).toEqual([["CONFLICT_VERSION", "plan.startsAt"]]);
    expect(await add({ startsAt: at("08:00"), endsAt: at("10:00") })).toEqual([["BAD_USER_INPUT", "plan.startsAt"]]);
    expect(await add({ endsAt: at("07:00", day) })).toEqual([["BAD_USER_INPUT", "plan.endsAt"]]);
    expect(await add({ services: [] })).toEqual([["BAD_USER_INPUT", "plan.services"]]);
    expect(await refusals("plan-round", { teamName: TEAM, heldOn: inDays(-2) })).toEqual([
      ["BAD_USER_INPUT", "heldOn"],
    ]);
    expect(await refusals("plan-round", { teamName: " ", heldOn: day })).toEqual([["BAD_USER_INPUT", "teamName"]]);
    const stale = { stop: stop.id, version: 7, plan: { ...good, placeName: "Ailleurs" } };
    expect(await refusals("move-stop", stale)).toEqual([["CONFLICT_VERSION", "version"]]);
    await change("claire", "cancel-stop", { stop: stop.id, reason: "WEATHER" });
    expect(await refusals("cancel-stop", { stop: stop.id, reason: "OTHER" })).toEqual([["CONFLICT_VERSION", "stop"]]);
    expect(await refusals("move-stop", { ...stale, version: 2 })).toEqual([["CONFLICT_VERSION", "stop"]]);
    await hub.sql(
      "health-access",
      "update round_stop set cancel_reason = null, starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' where id = ?",
      [stop.id],
    );
    expect(await refusals("cancel-stop", { stop: stop.id, reason: "OTHER" })).toEqual([["CONFLICT_VERSION", "stop"]]);
    expect(await count()).toBe(before);
  });

  it("is its organisation's alone: to another one it does not exist, and others may plan none", async () => {
    const round = await roundOf("Équipe d'ici", inDays(15));
    const [member] = await hub.sql(
      "consent",
      "select m.* from membership m join professional p on p.id = m.professional_id where p.subject = 'development|paul'",
    );
    const insert = "insert into membership (id, professional_id, organization_id, role) values (?, ?, ?, ?)";
    const strange = { stop: randomUUID(), reason: "OTHER" };
    for (const who of ["paul", "amina", "leo", "sophie"])
      expect([who, (await change(who, "cancel-stop", strange)).userErrors[0].code]).toEqual([who, "FORBIDDEN"]);
    expect((await change("sophie", "plan-round", { teamName: TEAM, heldOn: DAY })).userErrors[0].code).toBe(
      "FORBIDDEN",
    );

    await hub.sql("consent", insert, [
      randomUUID(),
      member.professional_id,
      member.organization_id,
      "DIRECTORY_EDITOR",
    ]);
    const content = plan("08:00", "09:00", { startsAt: at("08:00", inDays(15)), endsAt: at("09:00", inDays(15)) });
    const stop = await stopOf(round, content);
    const asked: [string, (id: string) => object][] = [
      ["add-stop", (id) => ({ round: id, plan: content })],
      ["move-stop", (id) => ({ stop: id, version: 1, plan: content })],
      ["cancel-stop", (id) => ({ stop: id, reason: "OTHER" })],
    ];
    for (const [file, inputOf] of asked) {
      const body = async (id: string) =>
        withoutRequestId((await hub.ask("paul", textOf(`association/${file}`), { input: inputOf(id) })).body);
      const known = await body(file === "add-stop" ? round : stop.id);
      expect([file, known]).toEqual([file, await body(randomUUID())]);
      expect(known).toContain("NOT_FOUND");
    }
    const { data } = await hub.ask("paul", textOf("association/mobile-rounds"));
    expect(data.mobileRounds).toMatchObject({ totalCount: 0, edges: [] });
  });

  it("costs as many statements with many stops as with one, and one to count", async () => {
    const list = `query ($from: Date!) { mobileRounds(from: $from, first: 10) { edges { node { teamName heldOn stops { placeName services } } } } }`;
    const from = inDays(16);
    const cost = async () =>
      (await countCalls(hub, () => hub.ask("claire", list, { from }))).statements["health-access"];
    for (const [index, day] of [inDays(16), inDays(17), inDays(18)].entries()) {
      const round = await roundOf(TEAM, day);
      for (const hour of ["08", "09", "10"].slice(0, index + 1))
        await stopOf(round, plan("", "", { startsAt: at(`${hour}:00`, day), endsAt: at(`${hour}:30`, day) }));
      expect([day, await cost()]).toEqual([day, 2]);
    }
    const { data } = await hub.ask("claire", list, { from });
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    expect(data.mobileRounds.edges.map(({ node }: any) => node.stops.length)).toEqual([1, 2, 3]);
    const page = `query ($from: Date!, $after: String) { mobileRounds(from: $from, first: 2, after: $after) { totalCount edges { node { heldOn } } pageInfo { hasNextPage endCursor } } }`;
    const first = (await hub.ask("claire", page, { from })).data.mobileRounds;
    const next = (await hub.ask("claire", page, { from, after: first.pageInfo.endCursor })).data.mobileRounds;
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    const days = [...first.edges, ...next.edges].map(({ node }: any) => node.heldOn);
    expect([days, first.totalCount, next.pageInfo.hasNextPage]).toEqual([
      [inDays(16), inDays(17), inDays(18)],
      3,
      false,
    ]);
  });
});

describe("rounds that recur", () => {
  const SERIES = "Équipe mobile santé d'Arras";
  const ARRAS = "62041";
  const stops = [
    { placeName: "Place des Héros", communeCode: ARRAS, startTime: "09:30", endTime: "11:00" },
    { placeName: "Citadelle", communeCode: ARRAS, startTime: "11:00", endTime: "12:00" },
  ].map((stop) => ({ ...stop, services: ["LISTENING"], isAtPartnerPremises: false, fee: "GRATUIT" }));
  const recurring = (more: object = {}) => ({
    requestKey: randomUUID(),
    teamName: SERIES,
    startsOn: inDays(30),
    until: inDays(30 + 21),
    stops,
    ...more,
  });
  const planSeries = (input: object, who = "claire") => change(who, "plan-recurring-rounds", input);
  // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
  const daysIn = ({ roundSeries }: any): string[] => roundSeries.rounds.map(({ heldOn }: any) => heldOn);
  const inParis = (instant: string) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", timeStyle: "short" }).format(new Date(instant));

  it("are planned once under their key, on the weekday of the first but the days excepted, and each is found with its fee", async () => {
    const input = recurring({ exceptDays: [inDays(37), inDays(38)] });
    const [planned, ...again] = await Promise.all([1, 2, 3].map(() => planSeries(input)));
    expect(daysIn(planned)).toEqual([inDays(30), inDays(44), inDays(51)]);
    for (const one of again) expect(one).toEqual(planned);
    const [{ stops: made, id: round }] = planned.roundSeries.rounds;
    expect(made).toMatchObject([{ placeName: "Place des Héros", fee: "GRATUIT" }, { placeName: "Citadelle" }]);
    await untilOffered(offerOf(made[0]), ARRAS, inDays(30));
    expect((await offered(ARRAS, inDays(30)))[0].fee).toBe("GRATUIT");
    // From then on it is an ordinary round.
    const moved = {
      placeName: "Citadelle",
      communeCode: ARRAS,
      startsAt: at("13:00", inDays(30)),
      endsAt: at("14:00", inDays(30)),
    };
    const whole = { ...moved, services: ["LISTENING"], isAtPartnerPremises: false };
    const { roundStop } = await change("claire", "move-stop", { stop: made[1].id, version: 1, plan: whole });
    expect(roundStop.version).toBe(2);
    await stopOf(round, plan("", "", { startsAt: at("15:00", inDays(30)), endsAt: at("16:00", inDays(30)) }));
  });

  it("keep the hour that clocks show, in winter as in summer, up to a year of weeks", async () => {
    const input = recurring({ teamName: "Équipe de l'année", until: inDays(30 + 52 * 7), stops: stops.slice(0, 1) });
    const planned = await planSeries(input);
    expect(daysIn(planned)).toHaveLength(53);
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    const starts: string[] = planned.roundSeries.rounds.map((round: any) => round.stops[0].startsAt);
    expect(new Set(starts.map(inParis))).toEqual(new Set(["09:30"]));
    expect(new Set(starts.map((start) => start.slice(11, 16)))).toEqual(new Set(["07:30", "08:30"]));
    const fortnightly = recurring({ teamName: "Équipe d'une semaine sur deux", everyWeeks: 2 });
    expect(daysIn(await planSeries(fortnightly))).toEqual([inDays(30), inDays(44)]);
  });

  it("cost as many statements for many rounds as for one", async () => {
    const cost = async (until: string, teamName: string) =>
      (await countCalls(hub, () => planSeries(recurring({ teamName, until })))).statements["health-access"];
    const one = await cost(inDays(30), "Équipe d'un jour");
    expect(await cost(inDays(30 + 140), "Équipe de vingt semaines")).toBe(one);
  });

  it("are given up from a day on, which the directory follows; what was before stays, and a retry changes nothing", async () => {
    const planned = await planSeries(recurring({ teamName: "Équipe qui s'arrête", stops: stops.slice(0, 1) }));
    const cancelling = { roundSeries: planned.roundSeries.id, from: inDays(44), reason: "TEAM_UNAVAILABLE" };
    const given = await change("claire", "cancel-recurring-rounds", cancelling);
    expect(await change("claire", "cancel-recurring-rounds", cancelling)).toEqual(given);
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    const rounds: any[] = given.roundSeries.rounds;
    expect(rounds.map(({ stops: [stop] }) => [stop.version, stop.cancelReason])).toEqual([
      [1, null],
      [1, null],
      [2, "TEAM_UNAVAILABLE"],
      [2, "TEAM_UNAVAILABLE"],
    ]);
    const last = offerOf(rounds[3].stops[0]);
    await until("the last one was withdrawn", async () => {
      return (
        (await hub.ask("leo", `{ careOffer(id: "${last}") { isWithdrawn } }`)).data.careOffer?.isWithdrawn === true
      );
    });
    expect((await offered(ARRAS, inDays(37))).map(({ id }) => id)).toContain(offerOf(rounds[1].stops[0]));
  });

  it("are refused whole: a day that is taken, too many, none, stops at one time, and whoever plans none", async () => {
    const count = async () => (await hub.sql("health-access", "select count(*)::int as n from mobile_round"))[0].n;
    await roundOf("Équipe prise", inDays(37));
    const before = await count();
    const refused = async (more: object, who?: string) => {
      const { userErrors } = await planSeries(recurring({ teamName: "Équipe prise", ...more }), who);
      // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
      return userErrors.map(({ code, field }: any) => [code, field?.join(".")]);
    };
    expect(await refused({})).toEqual([["CONFLICT_VERSION", "exceptDays"]]);
    expect(await refused({ until: inDays(30 + 53 * 7) })).toEqual([["BAD_USER_INPUT", "until"]]);
    expect(await refused({ until: inDays(29) })).toEqual([["BAD_USER_INPUT", "until"]]);
    expect(await refused({ until: inDays(30), exceptDays: [inDays(30)] })).toEqual([["BAD_USER_INPUT", "until"]]);
    expect(await refused({ startsOn: inDays(-7) })).toEqual([["BAD_USER_INPUT", "startsOn"]]);
    const late = { ...stops[0], endTime: "09:00" };
    expect(await refused({ exceptDays: [inDays(37)], stops: [late] })).toEqual([["BAD_USER_INPUT", "plan.endsAt"]]);
    expect(await refused({ exceptDays: [inDays(37)], stops: [stops[0], stops[0]] })).toEqual([
      ["CONFLICT_VERSION", "plan.startsAt"],
    ]);
    for (const who of ["sophie", "karim", "amina", "leo"])
      expect([who, await refused({}, who)]).toEqual([who, [["FORBIDDEN", undefined]]]);
    expect(await count()).toBe(before);
    const known = recurring({ teamName: "Équipe d'une clé" });
    await planSeries(known);
    expect(await refused({ requestKey: known.requestKey })).toEqual([["CONFLICT_VERSION", "requestKey"]]);
    // Paul keeps his own organisation's directory entries by now: this series is not there for him.
    const strange = { from: inDays(30), reason: "OTHER" };
    for (const roundSeries of [known.requestKey, randomUUID()])
      expect((await change("paul", "cancel-recurring-rounds", { ...strange, roundSeries })).userErrors[0].code).toBe(
        "NOT_FOUND",
      );
    expect(await refused({ requestKey: known.requestKey }, "paul")).toEqual([["CONFLICT_VERSION", "requestKey"]]);
  });
});

describe("a home at risk", () => {
  const SOCIAL_FILE = "0f000000-0000-4000-8000-000000000001";
  const act = async (who: string, name: string, input: object, shown: string) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code } } }`;
    const { data, errors } = await hub.ask(who, query, { input });
    expect({ name, errors }).toEqual({ name, errors: undefined });
    return data[name];
  };
  const toDo = async (who: string, file = "association/barrier-actions") => {
    const { data, errors } = await hub.ask(who, textOf(file));
    expect(errors).toBeUndefined();
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    return data.barrierActions.edges.map(({ node }: any) => node);
  };
  const bring = (who: string, barrierAction: string, version: number, status: string) =>
    act(who, "changeBarrierActionStatus", { barrierAction, version, status }, "barrierAction { status version }");
  let action = "";
  let consent = "";

  it("is told by its social worker, who plans what the mobile team is to do; the team learns of it from nobody but the person", async () => {
    const declaring = { socialFile: SOCIAL_FILE, kind: "HOUSING" };
    const { barrier } = await act("sophie", "declareBarrier", declaring, "barrier { id }");
    await act(
      "sophie",
      "recordHousingStage",
      { barrier: barrier.id, stage: "COMMANDEMENT_DE_PAYER" },
      "barrier { id }",
    );
    action = randomUUID();
    const planned = {
      requestKey: action,
      barrier: barrier.id,
      kind: "LANDLORD_MEDIATION",
      assignee: organizations.association,
    };
    await act("sophie", "planBarrierAction", { ...planned, dueOn: inDays(20) }, "barrierAction { id }");
    expect(await toDo("claire")).toEqual([]);
    const unknown = await bring("claire", randomUUID(), 1, "DONE");
    expect(await bring("claire", action, 1, "DONE")).toEqual(unknown);

    const grants = [
      {
        recipient: organizations.association,
        purpose: "SOCIAL_FOLLOW_UP",
        category: "SOCIAL_RIGHTS",
        operations: ["READ"],
      },
    ];
    const drafting = { requestKey: randomUUID(), person: people.amina, grants };
    const drafted = await act("sophie", "draftConsent", drafting, "consent { id grants { id } }");
    consent = drafted.consent.id;
    await act("sophie", "offerConsent", { consent }, "consent { id }");
    const { data } = await hub.ask("amina", `{ consent(id: "${consent}") { notice { contentHash } } }`);
    const approvals = drafted.consent.grants.map(({ id }: { id: string }) => ({ grant: id }));
    await act(
      "amina",
      "giveConsent",
      { consent, noticeHash: data.consent.notice.contentHash, approvals },
      "consent { id }",
    );
    expect(await toDo("claire")).toMatchObject([
      {
        id: action,
        kind: "LANDLORD_MEDIATION",
        viewerCanChangeStatus: true,
        barrier: { kind: "HOUSING", housingStages: [{ stage: "COMMANDEMENT_DE_PAYER" }] },
      },
    ]);
    expect((await bring("claire", action, 1, "IN_PROGRESS")).barrierAction).toEqual({
      status: "IN_PROGRESS",
      version: 2,
    });
    expect(await toDo("amina", "person/my-barrier-actions")).toMatchObject([{ id: action, status: "IN_PROGRESS" }]);
  });

  it("is nothing to the side of the contract, nor to anybody whom she did not let, and to the team no more once she withdraws", async () => {
    const query = `{ person(id: "${people.amina}") { socialFiles { barriers { actions { id } housingStages { id } } } } }`;
    for (const who of ["karim", "paul", "leo", "bruno"]) {
      expect([who, (await toDo(who)).length]).toEqual([who, 0]);
      expect(JSON.stringify((await hub.ask(who, query)).data)).not.toContain(action);
    }
    expect((await hub.ask("claire", query)).body).toContain(action);
    await act("amina", "withdrawConsent", { consent }, "consent { id }");
    expect(await toDo("claire")).toEqual([]);
    expect((await hub.ask("claire", query)).body).not.toContain(action);
    expect((await bring("claire", action, 2, "DONE")).userErrors[0].code).toBe("NOT_FOUND");
    expect((await bring("sophie", action, 2, "DONE")).barrierAction.status).toBe("DONE");
  });
});
