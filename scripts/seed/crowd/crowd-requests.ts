import type { EntityManager } from "@mikro-orm/postgresql";
import { DisabilityRequest } from "../../../subgraphs/social-services/entities/disability-request.ts";
import { DisabilityRequestChange } from "../../../subgraphs/social-services/entities/disability-request-change.ts";
import { RightsRequest } from "../../../subgraphs/social-services/entities/rights-request.ts";
import { RightsRequestChange } from "../../../subgraphs/social-services/entities/rights-request-change.ts";
import { disabilityKinds } from "../../../subgraphs/social-services/policies/file-words.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";

const { medicoSocialCentre } = organizations;
const REQUESTED_AGO = 200;
const DECIDED_AGO = 160;

/** A request for a right in the state her number says, with its history; one in four asks for a right of another kind too. */
export function addRequests(em: EntityManager, person: CrowdPerson, socialFileId: string): void {
  const { index, rightsKind } = person;
  const fields = { ...held(person), socialFileId, label: "", requestedOn: dayAgo(REQUESTED_AGO) };
  const asked = { ...fields, id: crowdId(12, index), kind: rightsKind };
  em.persist(Object.assign(new RightsRequest(), asked, standing(person)));
  for (const change of changes(person, asked.id, 13)) em.persist(Object.assign(new RightsRequestChange(), change));
  if (index % 4 !== 3) return;
  const kind = nth(
    words(disabilityKinds).filter((word) => word !== "OTHER"),
    index,
  );
  const too = { ...fields, id: crowdId(18, index), kind };
  em.persist(Object.assign(new DisabilityRequest(), too, standing(person)));
  for (const change of changes(person, too.id, 19)) em.persist(Object.assign(new DisabilityRequestChange(), change));
}

const held = ({ id: personId }: CrowdPerson) => ({ personId, organizationId: medicoSocialCentre });
const standing = (person: CrowdPerson) => ({ state: person.requestState, version: statesOf(person).length });

/** It is examined, then comes where it stands. */
const statesOf = ({ requestState: state }: CrowdPerson) =>
  state === "INVESTIGATION_ONGOING" ? [state] : (["INVESTIGATION_ONGOING", state] as const);

const changes = (person: CrowdPerson, requestId: string, kind: number) =>
  statesOf(person).map((state, place) => ({
    ...held(person),
    id: crowdId(kind, person.index, place),
    requestId,
    version: place + 1,
    state,
    reason: place > 0 ? "Décision fictive." : null,
    happenedOn: dayAgo(place > 0 ? DECIDED_AGO : REQUESTED_AGO),
    recordedAt: instantAgo(place > 0 ? DECIDED_AGO : REQUESTED_AGO),
    actorRole: "SOCIAL_WORKER" as const,
    actorOrganizationId: medicoSocialCentre,
  }));
