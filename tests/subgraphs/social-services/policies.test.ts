import { describe, expect, test } from "@jest/globals";
import { dataCategories, roles } from "../../../subgraphs/protection.ts";
import { capacityStatusOf } from "../../../subgraphs/social-services/policies/capacity-words.ts";
import { type RequestState, requestStates } from "../../../subgraphs/social-services/policies/file-words.ts";
import { isInternalReadAllowed } from "../../../subgraphs/social-services/policies/internal-roles.ts";
import {
  currentStatus,
  isReminderDue,
  nextStatuses,
  type Party,
  reasonsOf,
} from "../../../subgraphs/social-services/policies/prescription-transitions.ts";
import {
  type PrescriptionStatus,
  prescriptionStatuses,
} from "../../../subgraphs/social-services/policies/prescription-words.ts";
import { nextStates } from "../../../subgraphs/social-services/policies/request-transitions.ts";
import { sophie } from "../../support/viewers.ts";

const statuses = Object.keys(prescriptionStatuses) as PrescriptionStatus[];

describe("a prescription", () => {
  const table: Record<Party, Partial<Record<PrescriptionStatus, string[]>>> = {
    PRESCRIBER: {
      REQUESTED: ["CANCELLED"],
      ACCEPTED: ["ON_HOLD", "CANCELLED"],
      IN_PROGRESS: ["ON_HOLD", "CANCELLED"],
      ON_HOLD: ["ACCEPTED", "IN_PROGRESS", "CANCELLED"],
    },
    RECIPIENT: { REQUESTED: ["ACCEPTED", "REFUSED"], ACCEPTED: ["DONE"], IN_PROGRESS: ["DONE"], ON_HOLD: ["DONE"] },
    HUB: { ACCEPTED: ["IN_PROGRESS", "DONE"], IN_PROGRESS: ["DONE"], ON_HOLD: ["IN_PROGRESS", "DONE"] },
  };

  test.each(Object.keys(table) as Party[])("is moved by %s along the closed table alone", (party) => {
    for (const status of statuses)
      expect([status, nextStatuses(status, party)]).toEqual([status, table[party][status] ?? []]);
  });

  test("expires thirty days after it was sent, and only while nobody answered", () => {
    const requestedAt = new Date("2026-10-01T08:00:00Z");
    const [before, after] = [new Date("2026-10-31T07:59:59.999Z"), new Date("2026-10-31T08:00:00Z")];
    expect(currentStatus("REQUESTED", requestedAt, before)).toBe("REQUESTED");
    expect(currentStatus("REQUESTED", requestedAt, after)).toBe("EXPIRED");
    for (const status of statuses)
      if (status !== "REQUESTED" && status !== "EXPIRED")
        expect(currentStatus(status, requestedAt, after)).toBe(status);
  });

  test("calls for a reminder from the tenth day to the thirtieth, and only while it waits", () => {
    const requestedAt = new Date("2026-10-01T08:00:00Z");
    const due = (day: string, recorded: "REQUESTED" | "ACCEPTED" = "REQUESTED") =>
      isReminderDue(recorded, requestedAt, new Date(day));
    expect(due("2026-10-11T07:59:59.999Z")).toBe(false);
    expect(due("2026-10-11T08:00:00Z")).toBe(true);
    expect(due("2026-10-31T07:59:59.999Z")).toBe(true);
    expect(due("2026-10-31T08:00:00Z")).toBe(false);
    expect(due("2026-10-20T08:00:00Z", "ACCEPTED")).toBe(false);
  });

  test("needs a reason wherever it stops", () => {
    expect(Object.keys(reasonsOf).sort()).toEqual(["CANCELLED", "ON_HOLD", "REFUSED"]);
  });
});

describe("the capacity of an association", () => {
  test.each([
    [10, 0, null, "ACCEPTING"],
    [10, 7, null, "ACCEPTING"],
    [10, 8, null, "LIMITED"],
    [10, 10, null, "FULL"],
    [10, 12, null, "FULL"],
    [0, 0, null, "FULL"],
    [10, 0, "2026-12-04", "ACCEPTING"],
    [10, 0, "2026-12-03", "FULL"],
  ])("%i places, %i taken, open until %s: %s", (places, taken, openUntil, status) => {
    expect(capacityStatusOf({ places, taken, openUntil }, "2026-12-04")).toBe(status);
  });
});

test("a request for a right that is granted or given up is closed; a refusal may be appealed", () => {
  const states = Object.keys(requestStates) as RequestState[];
  const final = states.filter((state) => nextStates(state).length === 0);
  expect(final).toEqual(["ACCEPTED", "CLOSED_BY_BENEFICIARY"]);
  expect(nextStates("REFUSED")).toEqual(["WAITING_ADDITIONAL_INFORMATION", "INVESTIGATION_ONGOING"]);
  for (const state of states) expect(nextStates(state)).not.toContain(state);
});

test("members read of their own organisation's rows what their role needs, and no more", () => {
  const allowed = Object.keys(roles).flatMap((role) =>
    Object.keys(dataCategories)
      .filter((category) => isInternalReadAllowed({ ...sophie, roles: [role] }, category))
      .map((category) => `${role} ${category}`),
  );
  expect(allowed).toEqual([
    "INSERTION_REFERENT SOCIAL_RIGHTS",
    "SOCIAL_WORKER SOCIAL_RIGHTS",
    "SOCIAL_WORKER CARE_NAVIGATION",
    "SOCIAL_WORKER DISABILITY_STATUS",
    "SOCIAL_WORKER EVALUATION_INDICATOR",
    "HEALTH_NAVIGATOR CARE_NAVIGATION",
  ]);
});
