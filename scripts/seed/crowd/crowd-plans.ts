import type { EntityManager } from "@mikro-orm/postgresql";
import { HealthActionPlan } from "../../../subgraphs/health-access/entities/health-action-plan.ts";
import { PlanExtract } from "../../../subgraphs/health-access/entities/plan-extract.ts";
import { PlanTransmission } from "../../../subgraphs/health-access/entities/plan-transmission.ts";
import { writePlanVersion } from "../../../subgraphs/health-access/services/write-plan-version.ts";
import { stateWork } from "../../../subgraphs/work.ts";
import { organizations } from "../../development/world.ts";
import { instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { type ExtractPast, planPastOf } from "./plan-past.ts";
import type { SupportPast } from "./support-past.ts";

const { association, insertionDoubs } = organizations;

/** Her plan in all its versions, the extracts that were derived, and those she let be sent to the insertion service. */
export async function addPlan(em: EntityManager, person: CrowdPerson, { id: supportId }: SupportPast): Promise<void> {
  const past = planPastOf(person);
  if (!past) return;
  const held = { personId: person.id, organizationId: association };
  const plan = Object.assign(new HealthActionPlan(), { ...held, id: past.id, supportId });
  em.persist(plan);
  for (const [place, { content, writtenAgo, extract }] of past.versions.entries()) {
    writePlanVersion(em, plan, place + 1, content).writtenAt = instantAgo(writtenAgo);
    if (extract) await addExtract(em, plan, extract, crowdId(29, person.index, place));
  }
}

async function addExtract(
  em: EntityManager,
  { id: planId, personId, organizationId }: HealthActionPlan,
  { id, lines, text, contentHash, askedAgo, sentAgo }: ExtractPast,
  transmissionId: string,
): Promise<void> {
  const owner = { personId, organizationId };
  const content = { lines: [...lines], text, contentHash, derivedAt: instantAgo(askedAgo) };
  em.persist(Object.assign(new PlanExtract(), { id, planId, ...owner, ...content }));
  if (sentAgo === null) return;
  const sentAt = instantAgo(sentAgo);
  const sent = { id: transmissionId, extractId: id, recipientOrganizationId: insertionDoubs, sentAt };
  em.persist(Object.assign(new PlanTransmission(), { ...owner, ...sent }));
  const proposed = { kind: "PLAN_PROPOSED" as const, organization: insertionDoubs, appearsAt: sentAt };
  await stateWork(em, "health-access", { id, ...owner, contentHash }, [proposed]);
}
