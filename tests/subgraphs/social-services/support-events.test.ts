import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { claire, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
  hub.permitAccompaniment(people.amina);
  hub.permitAssociation();
  hub.permitFeedback();
});
afterAll(() => hub.close());
beforeEach(() => hub.sql("truncate prescription, prescription_transition, prescription_outcome, received_event"));

async function accepted(): Promise<string> {
  const input = {
    person: people.amina,
    recipient: organizations.association,
    reasons: ["HEALTH_COVER"],
    requestKey: randomUUID(),
  };
  const { prescription } = await hub.act(sophie, "prescribeHealthSupport", input, "prescription { id }");
  await hub.act(claire, "acceptPrescription", { prescription: prescription.id }, "prescription { id }");
  return prescription.id;
}

const started = (prescription: string) => ({ id: randomUUID(), type: "support.started", data: { prescription } });
const ended = (prescription: string, outcome: string | null) => ({
  id: randomUUID(),
  type: "support.ended",
  data: { prescription, outcome },
});
const statuses = async () =>
  (await hub.sql(`select "to" from prescription_transition order by version`)).map(({ to }) => to);
const read = async (prescription: string) =>
  (
    await hub.ask(
      sophie,
      `{ prescription(id: "${prescription}") { status outcome { code } history { to actorRole actorOrganization { id } } } }`,
    )
  ).data.prescription;

describe("what happens on the health side", () => {
  test("moves a prescription to in progress, then to done with its outcome, in the association's name", async () => {
    const id = await accepted();
    await hub.send(started(id));
    expect(await read(id)).toMatchObject({ status: "IN_PROGRESS", outcome: null });
    await hub.send(ended(id, "GOALS_REACHED"));
    const { status, outcome, history } = await read(id);
    expect([status, outcome]).toEqual(["DONE", { code: "GOALS_REACHED" }]);
    expect(history[3]).toEqual({
      to: "DONE",
      actorRole: null,
      actorOrganization: { id: organizations.association },
    });
  });

  test("ends with an outcome that is not shared when none is told, or in a word unknown here", async () => {
    for (const outcome of [null, "SOMETHING_ELSE", "toString"]) {
      const id = await accepted();
      await hub.send(ended(id, outcome));
      expect(await read(id)).toMatchObject({ status: "DONE", outcome: { code: "OUTCOME_NOT_SHARED" } });
    }
  });

  test("changes nothing when it is told again, late, or out of order", async () => {
    const id = await accepted();
    const [first, last] = [started(id), ended(id, "HANDED_ON")];
    await Promise.all([hub.send(first), hub.send(first), hub.send(first)]);
    for (const event of [first, started(id), last, last, ended(id, "NEVER_CAME"), started(id)]) await hub.send(event);
    expect(await statuses()).toEqual(["REQUESTED", "ACCEPTED", "IN_PROGRESS", "DONE"]);
    expect((await read(id)).outcome).toEqual({ code: "HANDED_ON" });
  });

  test("changes nothing in a prescription that was not accepted, and is taken in when it is about none", async () => {
    const id = await accepted();
    const cancel = { prescription: id, reason: "NO_LONGER_NEEDED" };
    await hub.act(sophie, "cancelPrescription", cancel, "prescription { id }");
    for (const prescription of [id, randomUUID(), "none"]) {
      await hub.send(started(prescription));
      await hub.send(ended(prescription, "GOALS_REACHED"));
    }
    expect(await statuses()).toEqual(["REQUESTED", "ACCEPTED", "CANCELLED"]);
    expect(await hub.sql("select 1 from prescription_outcome")).toEqual([]);
    expect(await hub.sql("select 1 from received_event")).toHaveLength(6);
  });

  test("is believed of the health side alone, in its own name and under types known here", async () => {
    const id = await accepted();
    await expect(hub.send({ ...started(id), type: "support.renamed" })).rejects.toThrow();
    await expect(hub.send({ ...started(id), source: "consent" } as never)).rejects.toThrow();
    await hub.send(started(id), "resource-directory");
    expect((await read(id)).status).toBe("ACCEPTED");
  });
});

describe("a consumer killed in the middle of an event", () => {
  /** Raises at the last write of the transaction, once; a sequence is not undone with it. */
  const KILL_ONCE = `
    create sequence killed;
    create function kill_once() returns trigger language plpgsql as $$
    begin
      if nextval('killed') = 1 then raise exception 'killed'; end if;
      return new;
    end $$;
    create trigger kill_once before insert on prescription_outcome for each row execute function kill_once()`;

  beforeAll(async () => {
    for (const statement of KILL_ONCE.split(/;\n {4}(?=create)/)) await hub.sql(statement);
  });
  afterAll(() => hub.sql("drop trigger kill_once on prescription_outcome"));

  test("leaves nothing half-written, and the next delivery has its effect exactly once", async () => {
    const id = await accepted();
    const event = ended(id, "GOALS_REACHED");
    await expect(hub.send(event)).rejects.toThrow();
    expect(await statuses()).toEqual(["REQUESTED", "ACCEPTED"]);
    expect(await read(id)).toMatchObject({ status: "ACCEPTED", outcome: null });
    expect(await hub.sql("select 1 from received_event union all select 1 from prescription_outcome")).toEqual([]);

    await hub.send(event);
    await hub.send(event);
    expect(await statuses()).toEqual(["REQUESTED", "ACCEPTED", "DONE"]);
    expect(await read(id)).toMatchObject({ status: "DONE", outcome: { code: "GOALS_REACHED" } });
    expect(await hub.sql("select id from received_event")).toEqual([{ id: event.id }]);
    expect(await hub.sql("select last_value::int as tries from killed")).toEqual([{ tries: 2 }]);
  });
});
