import { rule } from "../../protection.ts";
import type { SocialServicesContext } from "../context.ts";
import type { ReferentMandate } from "../entities/referent-mandate.ts";
import { actingAs, mandateKeepers, mayActOn } from "../policies/actor.ts";

const IDENTITY = rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION");
const FOLLOW_UP = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");

/** Whether `giveReferentMandate` would be refused for none of its rules, without an area of its own. */
export async function mayGiveMandate(context: SocialServicesContext, person: string): Promise<boolean> {
  const { viewer, enforcement, mandatesOfPerson, mandateGrounds } = context;
  const actor = actingAs(viewer, mandateKeepers);
  if (!actor || !(await enforcement.isReadable({ subject: person, holder: null }, IDENTITY))) return false;
  const mandates = await mandatesOfPerson.load(person);
  if (mandates.some(({ endedOn }) => endedOn === null)) return false;
  const question = { person, organization: actor.organizationId, handedOverBy: null, areaCodes: [] };
  return (await mandateGrounds.load(question)) === "WITHIN";
}

/** Whether `handOverReferentMandate` to this organisation would be refused for none of its rules, without an area of its own. */
export async function mayHandOverTo(
  { viewer, enforcement, mandateGrounds }: SocialServicesContext,
  mandate: ReferentMandate,
  organization: string,
): Promise<boolean> {
  const { personId: person, organizationId: holder } = mandate;
  if (mandate.endedOn !== null || !mayActOn(viewer, mandateKeepers, mandate)) return false;
  const record = { subject: person, holder };
  if (!(await enforcement.isPermitted(record, FOLLOW_UP, "NOTIFY", [organization]))) return false;
  if (organization === holder) return true;
  return (await mandateGrounds.load({ person, organization, handedOverBy: holder, areaCodes: [] })) === "WITHIN";
}
