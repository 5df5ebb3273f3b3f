import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import type { Harness } from "../../support/harness.ts";
import type { PermitGrant } from "../../support/registry.ts";

export const EXTRACT = "0d000000-0000-4000-8000-00000000e001";
export const OTHER_EXTRACT = "0d000000-0000-4000-8000-00000000e002";
export const HASH = "f".repeat(64);
export const UNKNOWN = "0c000000-0000-4000-8000-0000000000ff";

/** Every value of a contract that a client can ask for. */
export const EVERYTHING = `id kind status startsOn endsOn signedOn closedOn orientationNotifiedOn signatureDeadlineOn
  weeklyHours isHoursAdjusted commitments version toReplaceBefore person { id } organization { id }
  replaces { id } replacedBy { id }
  viewerMay awaitingVersion { number awaitedParties }
  versions { number kind reason status textHash signatures { party medium signedOn } effectiveOn endsOn weeklyHours isHoursAdjusted commitments recordedAt }`;

export const accompaniment = (grantee: string, person: string = people.amina): PermitGrant => ({
  person,
  grantee,
  category: "IDENTITY_CONTACT",
  purpose: "CARE_ACCESS_COORDINATION",
});

export const integration = (
  resource: string = EXTRACT,
  grantee: string = organizations.insertionDoubs,
): PermitGrant => ({
  person: people.amina,
  grantee,
  category: "EMPLOYMENT_EXTRACT",
  purpose: "CONTRACT_INTEGRATION",
  operations: ["READ", "INTEGRATE"],
  resource,
  contentHash: HASH,
});

export const contractTerms = (grantee: string): PermitGrant => ({
  person: people.amina,
  grantee,
  category: "CONTRACT_TERMS",
  purpose: "CARE_ACCESS_COORDINATION",
});

/** Runs one mutation and gives its payload. */
export async function act(
  hub: Harness,
  viewer: Viewer | null,
  mutation: string,
  input: Record<string, unknown>,
  selection = EVERYTHING,
) {
  const inputType = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const answer = await hub.ask(
    "employment-contracts",
    viewer,
    `mutation ($input: ${inputType}) { ${mutation}(input: $input) {
      employmentContract { ${selection} } userErrors { code field message } } }`,
    { input },
  );
  return answer.data?.[mutation] ?? answer;
}
