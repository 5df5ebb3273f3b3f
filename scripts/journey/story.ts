import { contracts, people } from "../development/world.ts";
import type { Answer, Ask } from "./hub-client.ts";
import { expectThat } from "./steps.ts";

/** What a story has come to know, step after step. */
export interface Story {
  readonly ask: Ask;
  /** The person it is about: her name in the cast, her identifier, her contract. */
  readonly person: { readonly name: "amina" | "bruno"; readonly id: string; readonly contract: string };
  prescription: string;
  support: string;
  plan: string;
  extract: { id: string; contentHash: string; labels: string[] };
  consent: string;
  /** What Karim's contract looked like before any plan was linked, to the byte. */
  contractWithoutPlan: string;
}

export function newStory(ask: Ask, name: Story["person"]["name"] = "amina"): Story {
  return {
    ask,
    person: { name, id: people[name], contract: contracts[name] },
    prescription: "",
    support: "",
    plan: "",
    extract: { id: "", contentHash: "", labels: [] },
    consent: "",
    contractWithoutPlan: "",
  };
}

export const SEARCH = `query ($after: String) {
  careOffers(
    near: { communeCode: "25056" }, radiusKm: 30, first: 3, after: $after
    filter: { themes: [SANTE__SANTE_MENTALE], fees: [GRATUIT], receptionModes: [EN_PRESENTIEL], audiences: [BENEFICIAIRES_DES_MINIMAS_SOCIAUX] }
  ) { totalCount edges { distanceKm node { id name fee } } pageInfo { hasNextPage endCursor } }
}`;

export const CONTRACT = `query ($id: ID!) {
  employmentContract(id: $id) { kind status planExtract { contentHash lines { kind label weeklyHours startsOn endsOn } } }
}`;

export const DISCLOSURES = `query ($after: String) {
  me { disclosures(first: 100, after: $after) { totalCount edges { node { decidedAt isPermitted category purpose actorRoles organization { name } } } } }
}`;

/** The payload of a mutation that must have succeeded. */
export function accepted(answer: Answer, mutation: string) {
  const payload = answer.data?.[mutation];
  expectThat(!answer.errors && payload?.userErrors.length === 0, `${mutation} to succeed`, answer);
  return payload;
}

/** The same bytes but for the request's own number. */
export const withoutRequestId = (body: string): string => body.replace(/"requestId":"[^"]*"/g, '"requestId":""');

/** The day of an instant in Paris, where people keep their calendars: near midnight it is not that of Greenwich. */
const dayOf = (instant: Date): string => instant.toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });

export const today = (): string => dayOf(new Date());

/** A day some days ahead, or before when negative. */
export const inDays = (days: number): string => dayOf(new Date(Date.now() + days * 86_400_000));

/** A day some months ahead. */
export function inMonths(months: number): string {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() + months);
  return dayOf(day);
}
