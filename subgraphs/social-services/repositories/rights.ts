import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import type { RightsKind } from "../../rights-kinds.ts";
import { DisabilityRequest } from "../entities/disability-request.ts";
import { DisabilityRequestChange } from "../entities/disability-request-change.ts";
import { RightsRequest } from "../entities/rights-request.ts";
import { RightsRequestChange } from "../entities/rights-request-change.ts";
import type { SocialFile } from "../entities/social-file.ts";
import type { DisabilityKind } from "../policies/file-words.ts";

const NEWEST_FIRST = { requestedOn: "desc", id: "asc" } as const;
const IN_ORDER = { version: "asc" } as const;

/** Requests for rights and their histories in a viewer's name. */
export class Rights {
  constructor(
    private readonly em: EntityManager,
    private readonly viewer: Viewer | null,
  ) {}

  async requestsOf(fileIds: string[]): Promise<RightsRequest[]> {
    if (!this.viewer) return [];
    return this.em.find(RightsRequest, { socialFileId: fileIds }, { orderBy: NEWEST_FIRST });
  }

  async changesOf(requestIds: string[]): Promise<RightsRequestChange[]> {
    if (!this.viewer) return [];
    return this.em.find(RightsRequestChange, { requestId: requestIds }, { orderBy: IN_ORDER });
  }

  async disabilityRequestsOf(fileIds: string[]): Promise<DisabilityRequest[]> {
    if (!this.viewer) return [];
    return this.em.find(DisabilityRequest, { socialFileId: fileIds }, { orderBy: NEWEST_FIRST });
  }

  async disabilityChangesOf(requestIds: string[]): Promise<DisabilityRequestChange[]> {
    if (!this.viewer) return [];
    return this.em.find(DisabilityRequestChange, { requestId: requestIds }, { orderBy: IN_ORDER });
  }

  /** The same request made the same day, which a retry finds. */
  async same(file: SocialFile, kind: RightsKind, label: string, requestedOn: string): Promise<RightsRequest | null> {
    return this.em.findOne(RightsRequest, { socialFileId: file.id, kind, label, requestedOn });
  }

  async sameOfDisability(file: SocialFile, kind: DisabilityKind, label: string, requestedOn: string) {
    return this.em.findOne(DisabilityRequest, { socialFileId: file.id, kind, label, requestedOn });
  }
}
