import type { EntityManager } from "@mikro-orm/postgresql";
import { SupportAgreement } from "../../../subgraphs/health-access/entities/support-agreement.ts";
import { addDays, lastDayOf } from "../../../subgraphs/health-access/policies/agreement-period.ts";
import { stateAgreementEnd } from "../../../subgraphs/health-access/services/state-agreement-end.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import type { SupportPast } from "./support-past.ts";

/**
 * Six months agreed on after the diagnosis, which run, end soon or are over as the support is old; of those that are over,
 * every other one was renewed ten days before. What ends soon is stated as the act itself states it.
 */
export async function addAgreements(
  em: EntityManager,
  { index, id: personId }: CrowdPerson,
  { id: supportId, openedAgo, endedAgo }: SupportPast,
): Promise<void> {
  const owner = { personId, organizationId: organizations.association };
  const startsOn = dayAgo(openedAgo - 11);
  const first = agreement(0, startsOn, startsOn, null);
  const isRenewed = endedAgo === null && first.endsOn < dayAgo(0) && index % 2 === 0;
  const renewal = isRenewed ? [agreement(1, addDays(first.endsOn, -10), addDays(first.endsOn, 1), first.id)] : [];
  const agreements = [first, ...renewal];
  em.persist(agreements);
  if (endedAgo === null) await stateAgreementEnd(em, { id: supportId, ...owner }, agreements.at(-1)!);

  function agreement(place: number, signedOn: string, from: string, renewsId: string | null): SupportAgreement {
    const period = { signedOn, startsOn: from, endsOn: lastDayOf(from), renewsId };
    return Object.assign(new SupportAgreement(), { id: crowdId(25, index, place), supportId, ...owner, ...period });
  }
}
