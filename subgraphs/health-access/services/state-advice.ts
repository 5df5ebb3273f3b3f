import type { EntityManager } from "@mikro-orm/postgresql";
import { stateWork } from "../../work.ts";
import type { WorkName } from "../../work-kinds.ts";
import type { AdviceRequest } from "../entities/advice-request.ts";
import type { AdviceStatus } from "../policies/advice-words.ts";

const kinds = { ASKED: ["ADVICE_TO_GIVE"], ANSWERED: ["ADVICE_GIVEN"], WITHDRAWN: [] } as const satisfies Record<
  AdviceStatus,
  readonly WorkName[]
>;

/** States for whom in the association a request waits, as of its status now. */
export async function stateAdvice(em: EntityManager, request: AdviceRequest): Promise<void> {
  const { organizationId: organization, status } = request;
  const work = kinds[status].map((kind) => ({ kind, organization, appearsAt: new Date() }));
  await stateWork(em, "health-access", request, work);
}
