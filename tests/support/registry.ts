import type { DecisionRequest, Operation } from "../../kit/decision.ts";
import type { DecisionQuestions } from "../../kit/decision-client.ts";
import { SeenTokens, verifyHop } from "../../kit/hop-token.ts";
import { createHttpService } from "../../kit/http-service.ts";
import { peerKeysAt } from "../../kit/peer-keys.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import type { Viewer } from "../../kit/viewer.ts";
import type { DataCategory, Purpose } from "../../subgraphs/protection.ts";
import type { Harness } from "./harness.ts";

export interface PermitGrant {
  person: string;
  /** Holding organisation; undefined: any. */
  source?: string;
  grantee: string;
  category: DataCategory;
  purpose: Purpose;
  operations?: Operation[];
  resource?: string;
  contentHash?: string;
}

/** Answers decisions from the grants given, over HTTP and with hops verified, and always permits the person herself. */
export async function startRegistry(hub: Harness) {
  const grants: PermitGrant[] = [];
  const calls: DecisionRequest[][] = [];
  const keys = peerKeysAt(hub.peers);
  const seen = new SeenTokens();
  const service = createHttpService({
    logger: hub.logger,
    signingKey: await loadSigningKey(),
    bodyLimit: 4_000_000,
    readiness: {},
  });
  service.post("/decisions", async (request) => {
    const token = (request.headers.authorization ?? "").replace("Hub ", "");
    const hop = await verifyHop(
      token,
      keys,
      { audience: "consent", issuers: Object.keys(hub.peers), body: request.body as Buffer },
      seen,
    );
    const { viewerToken, requests } = JSON.parse((request.body as Buffer).toString()) as DecisionQuestions;
    const { viewer } = await verifyHop(viewerToken, keys, { audience: hop.issuer, issuers: ["gateway"] });
    calls.push([...requests]);
    return { permitted: requests.map((question) => isPermitted(question, viewer)) };
  });
  const isPermitted = (question: DecisionRequest, viewer: Viewer | null) => {
    if (!viewer) return false;
    if (viewer.dataSubject === question.subject) return true;
    const recipients = new Set([viewer.organization ?? "nobody", ...(question.receivers ?? [])]);
    recipients.delete(question.holder ?? "");
    return [...recipients].every((grantee) => grants.some((grant) => matches(grant, question, grantee)));
  };
  hub.peers.consent = await service.listen({ host: "127.0.0.1", port: 0 });
  return {
    calls,
    permit: (grant: PermitGrant) => void grants.push(grant),
    revokeAll: () => void grants.splice(0),
    close: () => service.close(),
  };
}

function matches(grant: PermitGrant, question: DecisionRequest, grantee: string): boolean {
  return (
    grant.person === question.subject &&
    grant.grantee === grantee &&
    grant.category === question.category &&
    grant.purpose === question.purpose &&
    (grant.source === undefined || question.holder === null || grant.source === question.holder) &&
    (grant.operations ?? ["READ"]).includes(question.operation) &&
    (grant.resource === undefined || grant.resource === question.resource) &&
    (grant.contentHash === undefined || grant.contentHash === question.contentHash)
  );
}
