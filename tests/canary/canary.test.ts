import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { Enforcement } from "../../kit/enforcement.ts";
import { people } from "../../scripts/development/world.ts";
import { askInTime } from "../support/ask-in-time.ts";
import { type CanaryHub, openCanaryHub } from "./support/canary-hub.ts";
import { members, Walk } from "./support/walk.ts";

/** `npm run canary` goes on with other seeds for as long as it is told. */
const SEED = 20261126;

/** Hundreds of operations, and a machine may have other things to do. */
jest.setTimeout(180_000);

let canary: CanaryHub;
let walk: Walk;
beforeAll(async () => {
  canary = await openCanaryHub(SEED);
  walk = new Walk(canary, SEED);
});
afterAll(() => canary?.close());

const sql = (text: string, values: unknown[] = []) => canary.hub.sql("consent", text, values);
const plantedOn = () => canary.planted.tables.flatMap(({ columns }) => columns);
/** The coordinates whose column holds canaries that are values, and not mere identifiers. */
const planted = () =>
  new Set(
    [...canary.planted.canaries.entries()].flatMap(([, { kind, homes }]) =>
      kind === "identifier" ? [] : homes.flatMap(({ coordinate }) => coordinate ?? []),
    ),
  );
const unseenBy = (ground: string) => {
  const shown = canary.oracle.shown.get(ground as never) ?? new Set();
  return [...planted()].filter((coordinate) => !shown.has(coordinate));
};

describe("the canaries", () => {
  it("stand in every column about a person, but for those that hold nothing of her own words, days or numbers", () => {
    expect(canary.planted.canaries.size).toBeGreaterThan(400);
    const reasons = new Set(plantedOn().map(({ planting }) => (typeof planting === "object" ? planting.not : "")));
    expect([...reasons].filter((reason) => !reason.startsWith("is shown to nobody")).sort()).toEqual([
      "",
      "decides by the clock whether the row is shown",
      "is counted by",
      "is of a closed list",
      "is true or false",
      "refers to another row",
    ]);
    const shown = plantedOn().flatMap(({ planting, coordinate }) =>
      typeof planting !== "object" && planting !== "identifier" && coordinate ? [coordinate] : [],
    );
    expect(shown.filter((coordinate) => !planted().has(coordinate))).toEqual([]);
  });
});

describe("whatever is asked, by whoever it is, no value is given away without a permit that is on record", () => {
  afterEach(() => {
    expect(canary.oracle.takeLeaks()).toEqual([]);
  });

  it.each(members)("%s asks for every field of the schema", async (who) => {
    for (let asked = 0; asked < 240 && walk.unasked.get(who)!.size > 0; asked += 1) await walk.ask(who);
    expect([...walk.unasked.get(who)!]).toEqual([]);
  });

  it("the person is shown, by herself, every value that is stored about her", async () => {
    canary.taps.reach("in one process");
    for (let asked = 0; asked < 240 && unseenBy("SELF").length > 0; asked += 1) {
      walk.wanted = new Set(unseenBy("SELF"));
      await walk.ask(asked % 2 ? "amina" : "bruno");
    }
    expect(unseenBy("SELF")).toEqual([]);
  });

  it("an organisation that is trusted with everything is shown it, and others what they are trusted with", async () => {
    const isHalfSeen = () => unseenBy("GRANT").length < planted().size / 2;
    for (let asked = 0; asked < 360 && (asked < 12 || !isHalfSeen()); asked += 1) {
      walk.wanted = new Set(unseenBy("GRANT"));
      await walk.ask(asked % 3 ? "paul" : "leo");
    }
    expect(isHalfSeen()).toBe(true);
  });

  it("so it is for the queries of clients/", async () => {
    for (let asked = 0; asked < 27; asked += 1) await walk.askStored(members[asked % members.length]!);
  });

  it("so it is when a source is asked for entities and roots, as the gateway could", async () => {
    for (let asked = 0; asked < 54; asked += 1) await walk.askSource(members[asked % members.length]!);
  });
});

describe("a hub that is broken is found out", () => {
  afterEach(async () => {
    jest.restoreAllMocks();
    await sql("drop trigger if exists broken on decision_record");
    expect(canary.oracle.takeLeaks().length).toBeGreaterThan(0);
  });

  const askUntilFound = async () => {
    for (let asked = 0; asked < 40 && !canary.oracle.hasLeaks; asked += 1)
      await walk.ask(members[asked % members.length]!);
  };
  const breakLog = async (statement: string) => {
    await sql(
      `create or replace function break_log() returns trigger language plpgsql as $$ begin ${statement} return new; end $$`,
    );
    await sql("create trigger broken before insert on decision_record for each row execute function break_log()");
    await askUntilFound();
  };

  it("that permits without asking", async () => {
    jest.spyOn(Enforcement.prototype, "isReadable").mockImplementation(async () => true);
    await askUntilFound();
  });

  it("that hands a person her records without asking", async () => {
    jest.spyOn(Enforcement.prototype, "isPermitted").mockImplementation(async () => true);
    const query = "{ me { employmentContractsRecords(first: 100) { edges { node { content } } } } }";
    canary.oracle.ask({ who: "amina", query, text: query });
    await askInTime(canary.hub.ask, "amina", query);
  });

  it("that permits without keeping a record", () => breakLog("return null;"));
  it("that records another category than it shows", () => breakLog("new.category := 'ADDICTION';"));
  it("that records somebody else than who is shown it", () => breakLog("new.actor_subject := 'nobody';"));
  it("that records another person", () => breakLog(`new.person_id := '${crypto.randomUUID()}';`));
  it("that records a refusal and shows it all the same", () => breakLog("new.is_permitted := false;"));
});

describe("who has left", () => {
  it("sees nothing from the next request on, and what she may again when she is back", async () => {
    const { oracle } = canary;
    const seen = async () => {
      const { body } = await askInTime(
        canary.hub.ask,
        "karim",
        "{ employmentContracts { edges { node { endsOn } } } }",
      );
      return canary.planted.canaries.findIn(body).size;
    };
    oracle.ask({ who: "karim", query: "", text: "" });
    expect(await seen()).toBeGreaterThan(0);
    const member = "from professional p where p.id = m.professional_id and p.subject = 'development|karim'";
    await sql(`update membership m set ended_at = now() ${member}`);
    expect(await seen()).toBe(0);
    await sql(`update membership m set ended_at = null, role = 'DIRECTORY_EDITOR' ${member}`);
    expect(await seen()).toBe(0);
    await sql(`update membership m set role = 'INSERTION_REFERENT' ${member}`);
    expect(await seen()).toBeGreaterThan(0);
    expect(oracle.takeLeaks()).toEqual([]);
  });
});

describe("the person herself", () => {
  it.each(["amina", "bruno"] as const)("%s is told of every permit and every refusal about her, once", async (name) => {
    const told: { id: string; isPermitted: boolean }[] = [];
    let after: string | null = null;
    let count = 0;
    do {
      const query =
        "query ($after: String) { me { disclosures(first: 100, after: $after) { totalCount edges { node { id isPermitted } } pageInfo { hasNextPage endCursor } } } }";
      const { data } = await askInTime(canary.hub.ask, name, query, { after });
      const { edges, pageInfo, totalCount } = data.me.disclosures;
      told.push(...edges.map(({ node }: { node: (typeof told)[number] }) => node));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      count = totalCount;
    } while (after);
    const kept = await sql(
      `select id::text as id, is_permitted as "isPermitted" from decision_record where person_id = ? and reason <> 'SELF' order by decision_record.id desc`,
      [people[name]],
    );
    expect(told).toEqual(kept);
    expect(count).toBe(kept.length);
    expect(new Set(told.map(({ isPermitted }) => isPermitted)).size).toBe(2);
  });
});

describe("whatever is changed, by whoever it is", () => {
  it("no answer holds a value without a permit that is on record", async () => {
    for (let asked = 0; asked < 36; asked += 1) await walk.change(members[asked % members.length]!);
    expect(canary.oracle.takeLeaks()).toEqual([]);
  });
});

describe("after all of this", () => {
  it("no line of a log and no metric holds a value", async () => {
    expect(canary.lines.length).toBeGreaterThan(500);
    for (const line of canary.lines) canary.oracle.judgeTelling("a log", line);
    for (const [name, url] of Object.entries(canary.hub.metricsUrls))
      canary.oracle.judgeTelling(`the metrics of ${name}`, await (await fetch(url!)).text());
    expect(canary.oracle.takeLeaks()).toEqual([]);
  });
});
