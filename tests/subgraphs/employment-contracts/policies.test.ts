import { describe, expect, test } from "@jest/globals";
import {
  addMonths,
  dayOf,
  isDay,
  nextDay,
  wholeMonths,
} from "../../../subgraphs/employment-contracts/policies/calendar.ts";
import { type ContractKind, contractKinds } from "../../../subgraphs/employment-contracts/policies/contract-kind.ts";
import { isAdmitted, statusOn } from "../../../subgraphs/employment-contracts/policies/contract-status.ts";
import { lasts } from "../../../subgraphs/employment-contracts/policies/contract-type.ts";
import { reviewDueOn } from "../../../subgraphs/employment-contracts/policies/review.ts";
import {
  findEndProblem,
  findOrientationProblem,
  findSignatureProblem,
  signatureDeadline,
} from "../../../subgraphs/employment-contracts/policies/signature.ts";
import { versionStatus } from "../../../subgraphs/employment-contracts/policies/signing.ts";
import {
  findCommitmentsProblem,
  findHoursProblem,
  findOpeningProblem,
  findPeriodProblem,
} from "../../../subgraphs/employment-contracts/policies/terms.ts";

const formerKinds = (Object.keys(contractKinds) as ContractKind[]).filter((kind) => kind !== "CONTRAT_ENGAGEMENT");
const TODAY = "2026-11-23";
const terms = { endsOn: "2026-12-31", weeklyHours: 15, isHoursAdjusted: false, commitments: [] };

describe("a calendar month later", () => {
  test.each([
    ["2026-11-23", 1, "2026-12-23"],
    ["2026-12-31", 1, "2027-01-31"],
    ["2023-01-31", 1, "2023-02-28"],
    ["2024-01-31", 1, "2024-02-29"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2100-01-31", 1, "2100-02-28"],
    ["2026-03-31", 1, "2026-04-30"],
    ["2026-11-30", 2, "2027-01-30"],
    ["2026-03-31", -1, "2026-02-28"],
  ])("%s plus %i is %s: the same day, or the last of a shorter month", (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  test.each([
    ["2024-02-28", "2024-02-29"],
    ["2026-12-31", "2027-01-01"],
  ])("the day after %s is %s", (day, expected) => {
    expect(nextDay(day)).toBe(expected);
  });

  test.each([
    ["2026-12-31T22:59:59Z", "2026-12-31"],
    ["2026-12-31T23:00:00Z", "2027-01-01"],
    ["2026-06-30T22:00:00Z", "2026-07-01"],
  ])("%s is %s in France, winter and summer", (instant, expected) => {
    expect(dayOf(new Date(instant))).toBe(expected);
  });
});

describe("the kinds that the contrat d'engagement replaces", () => {
  test.each(formerKinds)("a %s begins no more on or after 2025-01-01", (kind) => {
    expect(findOpeningProblem(kind, "2024-12-31", TODAY)).toBeNull();
    expect(findOpeningProblem(kind, "2025-01-01", TODAY)?.field).toBe("startsOn");
    expect(findOpeningProblem(kind, "2026-11-23", TODAY)?.field).toBe("startsOn");
  });

  test.each(formerKinds)("a %s runs until 2027-01-01 and no further", (kind) => {
    expect(findPeriodProblem(kind, "2026-01-02", "2027-01-01")).toBeNull();
    expect(findPeriodProblem(kind, "2026-01-02", "2027-01-02")?.field).toBe("endsOn");
  });

  test("a contrat d'engagement knows neither day", () => {
    expect(findOpeningProblem("CONTRAT_ENGAGEMENT", "2026-11-23", TODAY)).toBeNull();
    expect(findPeriodProblem("CONTRAT_ENGAGEMENT", "2026-11-23", "2027-11-22")).toBeNull();
  });
});

test.each([
  ["2026-11-23", "2026-11-22"],
  ["2026-11-23", "2026-11-23"],
  ["2026-11-23", "2028-11-24"],
  ["2026-11-23", "2206-11-23"],
])("no period runs from %s to %s: unordered, or longer than anyone meant", (startsOn, endsOn) => {
  expect(findPeriodProblem("CONTRAT_ENGAGEMENT", startsOn, endsOn)?.field).toBe("endsOn");
});

test.each(["0000-01-01", "1924-09-02", "2027-11-24"])("no contract begins on %s: the year must be mistyped", (day) => {
  expect(findOpeningProblem("CONTRAT_ENGAGEMENT", day, TODAY)?.field).toBe("startsOn");
});

test.each(["2026-02-30", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", 20260101, null])(
  "%j is no day",
  (text) => {
    expect(isDay(text)).toBe(false);
  },
);

describe("weekly hours", () => {
  test.each([
    ["CONTRAT_ENGAGEMENT", 15, false, null],
    ["CONTRAT_ENGAGEMENT", 14.5, false, "weeklyHours"],
    ["CONTRAT_ENGAGEMENT", null, false, "weeklyHours"],
    ["CONTRAT_ENGAGEMENT", null, true, "weeklyHours"],
    ["CONTRAT_ENGAGEMENT", 6, true, null],
    ["CONTRAT_ENGAGEMENT", 0, true, null],
    ["CONTRAT_ENGAGEMENT", 15, true, "isHoursAdjusted"],
    ["CER", null, false, null],
    ["CER", 4, false, null],
    ["CER", 4, true, "isHoursAdjusted"],
  ] as const)("of a %s: %s hours, adjusted %s, is refused at %s", (kind, weeklyHours, isHoursAdjusted, field) => {
    expect(findHoursProblem(kind, { ...terms, weeklyHours, isHoursAdjusted })?.field ?? null).toBe(field);
  });
});

describe("the signature", () => {
  const orientation = (orientationNotifiedOn: string | null) => ({
    kind: "CONTRAT_ENGAGEMENT" as const,
    orientationNotifiedOn,
    endsOn: "2026-12-31",
  });

  test("is due one month after the notified orientation, for a contrat d'engagement alone", () => {
    expect(signatureDeadline(orientation("2026-01-31"))).toBe("2026-02-28");
    expect(signatureDeadline(orientation(null))).toBeNull();
    expect(signatureDeadline({ kind: "CER", orientationNotifiedOn: "2024-01-31" })).toBeNull();
  });

  test.each([
    ["2026-10-31", "2026-11-23", null],
    ["2026-10-23", "2026-11-23", null],
    ["2026-10-22", "2026-11-23", "signedOn"],
    ["2026-11-20", "2026-11-19", "signedOn"],
    ["2026-11-20", "2026-11-24", "signedOn"],
  ])("of an orientation notified on %s is recorded on %s, refused at %s", (notifiedOn, signedOn, field) => {
    expect(findSignatureProblem(orientation(notifiedOn), signedOn, "2026-11-23")?.field ?? null).toBe(field);
  });

  test.each([
    [null, "2026-11-23", null],
    [null, "2026-11-24", "orientationNotifiedOn"],
    ["2026-10-01", "2026-11-01", null],
    ["2026-10-01", "2026-09-30", "orientationNotifiedOn"],
  ])("after an orientation on %s one notified on %s is refused at %s", (before, notifiedOn, field) => {
    expect(findOrientationProblem(before, notifiedOn, "2026-11-23")?.field ?? null).toBe(field);
  });
});

test("a contract is not signed after its end", () => {
  const contract = { kind: "CER" as const, orientationNotifiedOn: null, endsOn: "2026-06-30" };
  expect(findSignatureProblem(contract, "2026-06-30", TODAY)).toBeNull();
  expect(findSignatureProblem(contract, "2026-07-01", TODAY)?.field).toBe("signedOn");
});

test.each([
  ["2026-01-10", "2026-06-30", "2026-06-30", null],
  ["2026-01-10", "2026-06-30", "2026-07-01", "endedOn"],
  ["2026-01-10", "2026-06-30", "2026-01-09", "endedOn"],
  ["2026-01-10", "2026-12-31", "2026-11-24", "endedOn"],
  [null, "2026-06-30", "2026-11-23", null],
  [null, "2026-06-30", "0026-11-23", "endedOn"],
])("a contract signed on %s until %s that ended on %s is refused at %s", (signedOn, endsOn, endedOn, field) => {
  expect(findEndProblem({ signedOn, endsOn }, endedOn, TODAY)?.field ?? null).toBe(field);
});

test.each([
  ["SIGNED", "2027-01-24", "SIGNED"],
  ["SIGNED", "2027-01-23", "TO_RENEW"],
  ["SIGNED", "2026-01-01", "TO_RENEW"],
  ["ENDED", "2026-01-01", "ENDED"],
  ["DRAFT", "2026-01-01", "DRAFT"],
] as const)(
  "a contract recorded as %s that ends on %s stands as %s by the clock",
  (recordedStatus, endsOn, expected) => {
    expect(statusOn({ recordedStatus, endsOn }, "2026-11-23")).toBe(expected);
  },
);

test.each(["ENDED", "CANCELLED", "REPLACED"] as const)("a contract that is %s admits no act", (status) => {
  const acts = ["NOTIFY_ORIENTATION", "SIGN", "AMEND", "RENEW", "REPLACE", "END", "LINK_PLAN"] as const;
  expect(acts.filter((act) => isAdmitted(act, status))).toEqual([]);
});

test.each([
  ["Meet the counsellor each month, from 9 to 12", null],
  ["Call 03 81 00 00 00 about the training of 12 01 2027", null],
  ["2 55 08 14 168 025 38", "commitments"],
  ["number 155081416802538.", "commitments"],
  ["1 84 12 2A 003 004", "commitments"],
])("of the commitment %j the social security number is refused at %s", (commitment, field) => {
  expect(findCommitmentsProblem({ ...terms, commitments: [commitment] })?.field ?? null).toBe(field);
});

describe("how long a contract lasts", () => {
  test.each([
    ["2026-12-01", "2027-05-31", 6],
    ["2026-12-01", "2027-05-30", 5],
    ["2026-12-01", "2027-06-01", 6],
    ["2026-08-31", "2027-02-27", 6],
    ["2026-12-01", "2026-12-02", 0],
  ])("from %s to %s: %i whole months", (startsOn, endsOn, months) => {
    expect(wholeMonths(startsOn, endsOn)).toBe(months);
  });

  test.each([
    ["2026-12-01", "2027-05-31", true],
    ["2026-12-01", "2027-06-01", true],
    ["2026-12-01", "2027-06-02", false],
    ["2026-12-01", "2027-05-30", false],
    ["2026-08-31", "2027-02-28", true],
  ])("from %s to %s is six months of a territory: %s", (startsOn, endsOn, isSo) => {
    expect(lasts(startsOn, endsOn, 6)).toBe(isSo);
  });
});

describe("the next review", () => {
  const contract = {
    recordedStatus: "SIGNED" as const,
    startsOn: "2026-06-01",
    endsOn: "2027-05-31",
    signedOn: "2026-05-28",
    reviewedOn: null,
  };
  test.each([
    [{}, "2026-09-01"],
    [{ signedOn: "2026-06-20" }, "2026-09-20"],
    [{ reviewedOn: "2026-11-30" }, "2027-02-28"],
    [{ endsOn: "2026-09-01" }, null],
    [{ recordedStatus: "ENDED" as const }, null],
    [{ recordedStatus: "AWAITING_SIGNATURE" as const, signedOn: null }, null],
  ])("%j: %s", (changes, due) => {
    expect(reviewDueOn({ ...contract, ...changes })).toBe(due);
  });
});

describe("where a version stands", () => {
  const signed = { recordedStatus: "SIGNED" as const, signedOn: "2026-05-28", version: 3, awaitingNumber: null };
  test.each([
    ["the first of a signed contract", signed, { number: 1, textHash: "h" }, 2, "SIGNED"],
    ["one signed by both", signed, { number: 2, textHash: "h" }, 2, "SIGNED"],
    ["one signed by one, then overtaken", signed, { number: 2, textHash: "h" }, 1, "GIVEN_UP"],
    ["one of before texts were kept", signed, { number: 2, textHash: null }, 0, "SIGNED"],
    ["the one proposed", { ...signed, awaitingNumber: 3 }, { number: 3, textHash: "h" }, 1, "AWAITING_SIGNATURES"],
    [
      "one proposed, then overtaken by an older program",
      { ...signed, version: 4, awaitingNumber: 3 },
      { number: 3, textHash: "h" },
      1,
      "GIVEN_UP",
    ],
    [
      "the first of a contract nobody signed yet",
      { ...signed, recordedStatus: "AWAITING_SIGNATURE" as const, signedOn: null, version: 1 },
      { number: 1, textHash: "h" },
      1,
      "AWAITING_SIGNATURES",
    ],
    [
      "the first of a contract given up",
      { ...signed, recordedStatus: "CANCELLED" as const, signedOn: null, version: 1 },
      { number: 1, textHash: "h" },
      1,
      "GIVEN_UP",
    ],
  ] as const)("%s", (_, contract, version, signatures, status) => {
    expect(versionStatus(contract, version, signatures)).toBe(status);
  });
});
