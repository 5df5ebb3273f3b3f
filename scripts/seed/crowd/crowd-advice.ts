import type { EntityManager } from "@mikro-orm/postgresql";
import { AdviceAnswer } from "../../../subgraphs/health-access/entities/advice-answer.ts";
import { AdviceRequest } from "../../../subgraphs/health-access/entities/advice-request.ts";
import { type AdviceStatus, adviceThemes } from "../../../subgraphs/health-access/policies/advice-words.ts";
import { stateAdvice } from "../../../subgraphs/health-access/services/state-advice.ts";
import { organizations } from "../../development/world.ts";
import { instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";
import type { SupportPast } from "./support-past.ts";

const ASKED_ON = 12;

/** One in three is asked about: what nobody answered waits, and was taken back where the support ended. */
export async function addAdvice(em: EntityManager, person: CrowdPerson, support: SupportPast): Promise<void> {
  const { index, id: personId } = person;
  if (index % 3 !== 0) return;
  const { id: supportId, openedAgo, endedAgo } = support;
  const isAnswered = index % 2 === 0;
  const unanswered: AdviceStatus = endedAgo === null ? "ASKED" : "WITHDRAWN";
  const id = crowdId(70, index);
  const held = { personId, organizationId: organizations.association };
  const request = Object.assign(new AdviceRequest(), {
    ...held,
    id,
    requestKey: id,
    supportId,
    authorSubject: "development|claire",
    theme: nth(words(adviceThemes), index / 3),
    question: "À quoi être attentive pour préparer ce rendez-vous ? (question fictive)",
    status: isAnswered ? "ANSWERED" : unanswered,
    askedAt: instantAgo(openedAgo - ASKED_ON),
  });
  em.persist(request);
  if (isAnswered)
    em.persist(
      Object.assign(new AdviceAnswer(), {
        ...held,
        id: crowdId(71, index),
        requestId: id,
        authorSubject: "development|elise",
        text: "Laisser le temps de poser les questions par écrit, et venir accompagnée. (réponse fictive)",
        answeredAt: instantAgo(openedAgo - ASKED_ON - 1),
      }),
    );
  await stateAdvice(em, request);
}
