import { isDeepStrictEqual } from "node:util";
import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Organization } from "../entities/organization.ts";
import { mayRecordTerritory } from "../policies/internal-roles.ts";
import { type Area, areaOf, type NamedArea } from "../policies/territory.ts";
import { isOperator } from "../repositories/people.ts";
import { findAreas, lockOrganization, replaceAreas } from "../repositories/territories.ts";

/**
 * The operator records where an organisation works: these areas, or its whole département when there are none. Where it worked
 * before stays on record. Recording the same again changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT (an area there is none of, or twice)
 */
export async function recordOrganizationTerritory(
  { em, viewer }: ConsentContext,
  input: { organization: string; areas: readonly NamedArea[] },
): Promise<Organization> {
  if (!viewer || !mayRecordTerritory(viewer) || !(await isOperator(em, viewer)))
    throw new Refusal("FORBIDDEN", "Only the data-protection officer of the hub's operator says where others work.");
  const areas = input.areas.map(checked).toSorted(byCode);
  if (new Set(areas.map(({ code }) => code)).size < areas.length)
    throw new Refusal("BAD_USER_INPUT", "Name each area once.", ["areas"]);
  return em.transactional(async (transaction) => {
    const organization = await lockOrganization(transaction, input.organization);
    if (!organization) throw new Refusal("NOT_FOUND", "There is no such organisation in the hub.", ["organization"]);
    const former = (await findAreas(transaction, [organization.id])).map(wordsOf).toSorted(byCode);
    if (isDeepStrictEqual(former, areas)) return organization;
    await replaceAreas(transaction, { organizationId: organization.id, actorSubject: viewer.subject }, areas);
    return organization;
  });
}

function checked(named: NamedArea, index: number): Area {
  const area = areaOf(named);
  if (area) return area;
  throw new Refusal(
    "BAD_USER_INPUT",
    "There is no such area: give an INSEE code, or a SIREN number with the communes of the intercommunality.",
    ["areas", String(index)],
  );
}

const wordsOf = ({ kind, code, departmentCode, communes }: Area): Area => ({ kind, code, departmentCode, communes });

const byCode = (one: Area, other: Area): number => (one.code < other.code ? -1 : 1);
