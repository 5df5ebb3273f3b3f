import type { EntityManager } from "@mikro-orm/postgresql";
import { publishEvent } from "../../../kit/events.ts";
import { MobileRound } from "../../../subgraphs/health-access/entities/mobile-round.ts";
import { RoundStop } from "../../../subgraphs/health-access/entities/round-stop.ts";
import { toEventContent } from "../../../subgraphs/health-access/policies/day-offer.ts";
import { outreachServices, stopCancelReasons } from "../../../subgraphs/health-access/policies/outreach-words.ts";
import { stopOffer } from "../../../subgraphs/health-access/policies/stop-offer.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";

/** Days of the rounds, those to come being negative. */
const days = [8, 1, -1, -3, -8, -10];
const places = [
  ["25056", "Place Cassin (fictive)"],
  ["25462", "Place Saint-Bénigne (fictive)"],
  ["25388", "Parking du Champ de foire (fictif)"],
  ["25411", "Cour de la gare (fictive)"],
  ["25434", "Halle du marché (fictive)"],
] as const;
/** When a unit is at each of its stops, in hours from noon in Greenwich. */
const hours = [-3, 0, 3] as const;
const STAYS = 2;

/** The rounds of the association's unit, once: each stop is told to the directory, and so is that it does not take place. */
export async function addRounds(em: EntityManager): Promise<void> {
  if ((await em.count(MobileRound, { id: crowdId(42, 0) })) > 0) return;
  for (const [index, daysAgo] of days.entries()) {
    const round = Object.assign(new MobileRound(), {
      id: crowdId(42, index),
      organizationId: organizations.association,
      teamName: "Équipe mobile santé (fictive)",
      heldOn: dayAgo(daysAgo),
    });
    em.persist(round);
    for (const rank of hours.keys()) await addStop(em, round, daysAgo, index * hours.length + rank);
  }
  await em.flush();
}

async function addStop(em: EntityManager, round: MobileRound, daysAgo: number, index: number): Promise<void> {
  const from = nth(hours, index);
  const [communeCode, placeName] = nth(places, index);
  const services = words(outreachServices);
  const cancelReason = index % 3 === 2 ? nth(words(stopCancelReasons), Math.floor(index / 3)) : null;
  const stop = Object.assign(new RoundStop(), {
    id: crowdId(43, index),
    roundId: round.id,
    organizationId: round.organizationId,
    placeName,
    communeCode,
    startsAt: instantAgo(daysAgo, from),
    endsAt: instantAgo(daysAgo, from + STAYS),
    services: [nth(services, index), nth(services, index + 1)],
    isAtPartnerPremises: index % 2 === 0,
    version: cancelReason ? 2 : 1,
    cancelReason,
  });
  em.persist(stop);
  const type = cancelReason ? "day-offer.withdrawn" : "day-offer.published";
  const data = toEventContent(stopOffer(round, stop));
  await publishEvent(em, "health-access", ["resource-directory"], { type, subject: stop.id, data });
}
