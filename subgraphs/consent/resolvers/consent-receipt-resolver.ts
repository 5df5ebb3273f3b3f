import { createPublicKey } from "node:crypto";
import { SignJWT } from "jose";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { Consent } from "../entities/consent.ts";
import { consentReceipt } from "../policies/consent-receipt.ts";
import { gatherFacts } from "../policies/receipt-facts.ts";
import { keyIdOf } from "../policies/tree-head.ts";

/** What a receipt says it is, so that it is taken for no other token (RFC 8725). */
const RECEIPT_TYPE = "consent-receipt+jwt";

@Resolver(() => Consent)
export class ConsentReceiptResolver {
  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Signed receipt of a consent that was given, for whoever keeps it: a compact JWS that verifies with the registry's published keys; absent for one that was never given.",
  })
  async receipt(@Root() consent: Consent, @Ctx() context: ConsentContext): Promise<string | null> {
    const grants = await context.grantsOfConsent.load(consent.id);
    const ids = new Set([
      consent.organizationId,
      ...grants.flatMap(({ sourceOrganizationId, granteeOrganizationId }) => [
        sourceOrganizationId,
        granteeOrganizationId,
      ]),
    ]);
    const parties = await Promise.all([...ids].map((id) => context.organizations.load(id)));
    const organizations = new Map(parties.map((party) => [party!.id, party!]));
    const notice = await context.notices.load(consent.noticeId);
    const evidence = await context.evidenceOfConsent.load(consent.id);
    const facts = gatherFacts(consent, grants, notice!, evidence, organizations, new Date());
    if (!facts) return null;
    const key = await context.receiptKey();
    return new SignJWT({ ...consentReceipt(facts) })
      .setProtectedHeader({ alg: "EdDSA", typ: RECEIPT_TYPE, kid: keyIdOf(createPublicKey(key)) })
      .setIssuedAt(facts.issuedAt)
      .sign(key);
  }
}
