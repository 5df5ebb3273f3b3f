import type { EntityManager } from "@mikro-orm/postgresql";
import type { MandateGroundAnswer, MandateGroundQuestion } from "../../mandate-ground.ts";
import { type MandateGround, mayHoldMandate, partOf } from "../policies/territory.ts";
import { findTerritories } from "./territories.ts";

type KnownGround = Omit<MandateGround, "handedOverBy">;

/**
 * Whether organisations may be given people's mandates by where they work and where the people live. As many statements for
 * many questions as for one.
 */
export async function judgeMandateGrounds(
  em: EntityManager,
  questions: readonly MandateGroundQuestion[],
): Promise<MandateGroundAnswer[]> {
  const named = questions.flatMap(({ organization, handedOverBy }) => [organization, handedOverBy ?? []].flat());
  const [territories, grounds] = await Promise.all([findTerritories(em, named), findGrounds(em, questions)]);
  return questions.map(({ organization: id, handedOverBy, areaCodes }, index) => {
    const organization = territories.get(id);
    if (!organization) return "OUTSIDE";
    const area = areaCodes.length > 0 ? partOf(organization, areaCodes) : organization;
    if (!area) return "NO_PART";
    const former = (handedOverBy && territories.get(handedOverBy)) || null;
    return mayHoldMandate(area, { ...grounds[index]!, handedOverBy: former }) ? "WITHIN" : "OUTSIDE";
  });
}

/**
 * What is known of where each person lives, by the last invitation somebody took up, and whether she invited the organisation
 * herself and is accompanied by it now.
 */
async function findGrounds(em: EntityManager, questions: readonly MandateGroundQuestion[]): Promise<KnownGround[]> {
  return em.execute<KnownGround[]>(
    `select (select i.commune_code from accompaniment_invitation i
        where i.person_id = q.person and i.accompaniment_id is not null and i.commune_code is not null
        order by i.made_at desc, i.id limit 1) as "communeCode",
      exists (select from accompaniment_invitation i join accompaniment a on a.id = i.accompaniment_id
        where i.person_id = q.person and i.organization_id is null and a.organization_id = q.organization
          and a.ended_on is null) as "isInvitedByHer"
     from jsonb_to_recordset(?::jsonb) as q(ordinal int, person uuid, organization uuid) order by q.ordinal`,
    [JSON.stringify(questions.map(({ person, organization }, ordinal) => ({ ordinal, person, organization })))],
  );
}
