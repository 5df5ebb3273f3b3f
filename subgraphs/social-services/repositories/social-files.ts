import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Barrier } from "../entities/barrier.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { SocialFile } from "../entities/social-file.ts";
import type { BarrierKind } from "../policies/file-words.ts";

/**
 * Social files, barriers and mandates in a viewer's name: nobody reads nothing. What others hold is filtered by the rule of
 * its type before it leaves.
 */
export class SocialFiles {
  constructor(
    private readonly em: EntityManager,
    private readonly viewer: Viewer | null,
  ) {}

  /** Files about these people, oldest first. */
  async ofPeople(personIds: string[]): Promise<SocialFile[]> {
    if (!this.viewer) return [];
    return this.em.find(SocialFile, { personId: personIds }, { orderBy: { openedOn: "asc", id: "asc" } });
  }

  /** The file the viewer's own organisation keeps. */
  async own(fileId: string): Promise<SocialFile | null> {
    if (!this.viewer?.organization || !isIdentifier(fileId)) return null;
    return this.em.findOne(SocialFile, { id: fileId, organizationId: this.viewer.organization });
  }

  async ownAbout(personId: string): Promise<SocialFile | null> {
    if (!this.viewer?.organization) return null;
    return this.em.findOne(SocialFile, { personId, organizationId: this.viewer.organization });
  }

  async barriersOf(fileIds: string[]): Promise<Barrier[]> {
    if (!this.viewer) return [];
    return this.em.find(Barrier, { socialFileId: fileIds }, { orderBy: { openedOn: "asc", id: "asc" } });
  }

  async openBarrier(file: SocialFile, kind: BarrierKind): Promise<Barrier | null> {
    return this.em.findOne(Barrier, { socialFileId: file.id, kind, liftedOn: null });
  }

  async mandatesById(ids: string[]): Promise<ReferentMandate[]> {
    return this.viewer ? this.em.find(ReferentMandate, { id: ids }) : [];
  }

  /** Every mandate about these people, the newest first. */
  async mandatesOf(personIds: string[]): Promise<ReferentMandate[]> {
    if (!this.viewer) return [];
    const orderBy = [{ endedOn: "desc nulls first" }, { startedOn: "desc" }, { id: "asc" }] as const;
    return this.em.find(ReferentMandate, { personId: personIds }, { orderBy: [...orderBy] });
  }

  /** The mandate that makes a second one impossible, whoever holds it. */
  async activeMandate(personId: string): Promise<ReferentMandate | null> {
    return this.em.findOne(ReferentMandate, { personId, endedOn: null });
  }

  async successorOf(mandate: ReferentMandate): Promise<ReferentMandate | null> {
    return this.em.findOne(ReferentMandate, { takenOverFromId: mandate.id });
  }
}
