import type { DocumentNode } from "graphql";
import type { PeerLink } from "../kit/peer-link.ts";
import type { Limits } from "./limits.ts";
import { checkListSizes } from "./operation-limits.ts";
import { checkTexts } from "./operation-texts.ts";
import type { RequestRecord } from "./request-record.ts";
import { recogniseViewer } from "./viewer-registry.ts";

export interface AdmissionOptions {
  readonly limits: Limits;
  readonly registry: PeerLink;
}

/**
 * Last checks before an operation is planned and run, cheapest first: its lists are bounded, its texts can be kept, the
 * registry knows who asks. Throws `RequestRefused`.
 */
export async function admit(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> | undefined,
  record: RequestRecord,
  { limits, registry }: AdmissionOptions,
): Promise<void> {
  checkListSizes(document, variables, limits.listSize);
  checkTexts(document, variables);
  const { viewer, isVerified } = await recogniseViewer(registry, record.identity, {
    organization: record.claimedOrganization,
    requestId: record.requestId,
    timeoutMs: limits.registryTimeoutMs,
  });
  record.viewer = viewer;
  record.isViewerVerified = isVerified;
}
