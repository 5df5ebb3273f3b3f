import { describe, expect, test } from "@jest/globals";
import {
  type ConsentAct,
  ConsentState,
  consentStates,
  isOver,
  OFFER_LIFETIME_DAYS,
  stateAfter,
  stateAt,
} from "../../../subgraphs/consent/policies/consent-state.ts";

const OVER = ["REFUSED", "LAPSED", "SUPERSEDED", "WITHDRAWN", "EXPIRED", "INVALIDATED", "ENTERED_IN_ERROR"];
const same = (...states: string[]) => Object.fromEntries(states.map((state) => [state, state]));

/** Each act with the states it is possible from, and where it leads. From any other it is refused. */
const table: Record<ConsentAct, Record<string, string>> = {
  offer: { DRAFT: "OFFERED", OFFERED: "OFFERED" },
  give: { OFFERED: "ACTIVE" },
  refuse: { OFFERED: "REFUSED" },
  narrow: same("DRAFT", "OFFERED", "ACTIVE", "SUSPENDED", ...OVER),
  supersede: { ACTIVE: "SUPERSEDED", SUSPENDED: "SUPERSEDED" },
  suspend: { ACTIVE: "SUSPENDED", SUSPENDED: "SUSPENDED" },
  reconfirm: { SUSPENDED: "ACTIVE" },
  withdraw: { DRAFT: "REFUSED", OFFERED: "REFUSED", ACTIVE: "WITHDRAWN", SUSPENDED: "WITHDRAWN", ...same(...OVER) },
  invalidate: { ACTIVE: "INVALIDATED", SUSPENDED: "INVALIDATED" },
  cancel: { DRAFT: "ENTERED_IN_ERROR", OFFERED: "ENTERED_IN_ERROR" },
};
const states = Object.values(ConsentState);

test.each(Object.entries(table) as [ConsentAct, Record<string, string>][])(
  "to %s leads from where it may to where it must, and from nowhere else",
  (act, from) => {
    expect(Object.fromEntries(states.map((state) => [state, stateAfter(act, state)]))).toEqual(
      Object.fromEntries(states.map((state) => [state, from[state]])),
    );
  },
);

test("what is over is what no act leads out of, and every state is described", () => {
  expect(states.filter(isOver).sort()).toEqual([...OVER].sort());
  expect(Object.keys(consentStates).sort()).toEqual([...states].sort());
  for (const sentence of Object.values(consentStates)) expect(sentence).toMatch(/^[A-Z].+\.$/);
});

describe("by the clock", () => {
  const now = new Date("2026-11-26T12:00:00Z");
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const month = OFFER_LIFETIME_DAYS * 86_400_000;
  const at = (state: string, offeredAt: Date | null, notAfter: Date) =>
    stateAt({ state: state as ConsentState, offeredAt, notAfter }, now);

  test.each(["ACTIVE", "SUSPENDED"])("what is %s ends at its end and not before", (state) => {
    expect(at(state, after(-2 * month), after(1))).toBe(state);
    expect(at(state, after(-2 * month), after(0))).toBe("EXPIRED");
    expect(at(state, after(-2 * month), after(-1))).toBe("EXPIRED");
  });

  test.each([
    ["ACTIVE", "SUSPENDED"],
    ["SUSPENDED", "SUSPENDED"],
    ["WITHDRAWN", "WITHDRAWN"],
  ])("what is %s is %s once who stood for her may not do so any more", (state, then) => {
    const under = (authorityEndsAt: Date | null, notAfter = after(1)) =>
      stateAt({ state: state as ConsentState, offeredAt: null, notAfter, authorityEndsAt }, now);
    expect([under(null), under(after(1))]).toEqual([state, state]);
    expect([under(after(0)), under(after(-1))]).toEqual([then, then]);
    expect(under(after(-1), after(0))).toBe(state === "WITHDRAWN" ? state : "EXPIRED");
  });

  test("an offer lapses after thirty days and not before, whatever its end", () => {
    expect(OFFER_LIFETIME_DAYS).toBe(30);
    expect(at("OFFERED", after(1 - month), after(-1))).toBe("OFFERED");
    expect(at("OFFERED", after(-month), after(1))).toBe("LAPSED");
    expect(at("OFFERED", null, after(1))).toBe("OFFERED");
  });

  test.each(["DRAFT", ...OVER])("what is %s stays so", (state) => {
    expect(at(state, after(-2 * month), after(-1))).toBe(state);
  });
});
