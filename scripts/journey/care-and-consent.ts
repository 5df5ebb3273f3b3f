import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { organizations } from "../development/world.ts";
import { consentFor, link, planOf, transmit } from "./acts.ts";
import { expectThat, type Step } from "./steps.ts";
import { accepted, CONTRACT, type Story, today } from "./story.ts";

/** From the prescription to the extract in the contract: what the professionals do, and what the person decides. */
export const careAndConsent: readonly Step<Story>[] = [
  {
    who: "Sophie, social worker",
    what: "prescribes a health support to the association",
    async run(story) {
      const answer = await story.ask(
        "sophie",
        "mutation ($input: PrescribeHealthSupportInput!) { prescribeHealthSupport(input: $input) { prescription { id status } userErrors { code message } } }",
        {
          input: {
            requestKey: randomUUID(),
            person: story.person.id,
            recipient: organizations.association,
            reasons: ["CARE_GIVEN_UP", "NO_TREATING_DOCTOR"],
          },
        },
      );
      const { prescription } = accepted(answer, "prescribeHealthSupport");
      story.prescription = prescription.id;
      return prescription.status;
    },
  },
  {
    who: "Claire, nurse",
    what: "accepts it, and her association's support opens",
    async run(story) {
      const accept = `mutation { acceptPrescription(input: { prescription: "${story.prescription}" }) { prescription { status } userErrors { code message } } }`;
      const { prescription } = accepted(await story.ask("claire", accept), "acceptPrescription");
      story.support = await waitForSupport(story);
      return prescription.status;
    },
  },
  {
    who: "Claire, nurse",
    what: "records a first interview and a diagnosis",
    async run(story) {
      const act = `mutation { recordSupportAct(input: { healthSupport: "${story.support}", kind: FIRST_INTERVIEW, minutes: 60, heldOn: "${today()}" }) { supportAct { id } userErrors { code message } } }`;
      accepted(await story.ask("claire", act), "recordSupportAct");
      const diagnosis = `mutation { recordDiagnosis(input: { healthSupport: "${story.support}", establishedOn: "${today()}", summary: "Renoncement aux soins, sommeil difficile." }) { diagnosis { id } userErrors { code message } } }`;
      accepted(await story.ask("claire", diagnosis), "recordDiagnosis");
      return "recorded";
    },
  },
  {
    who: "Claire, nurse",
    what: "builds the health action plan",
    async run(story) {
      const answer = await story.ask(
        "claire",
        "mutation ($input: CreateHealthActionPlanInput!) { createHealthActionPlan(input: $input) { healthActionPlan { id current { goals { label steps { label } } } } userErrors { code message } } }",
        { input: planOf(story.support) },
      );
      const { healthActionPlan } = accepted(answer, "createHealthActionPlan");
      story.plan = healthActionPlan.id;
      return `${healthActionPlan.current.goals.length} goals`;
    },
  },
  {
    who: "Claire, nurse",
    what: "derives the extract for the contract",
    async run(story) {
      const derive = `mutation { derivePlanExtract(input: { healthActionPlan: "${story.plan}" }) { planExtract { id contentHash lines { label } } userErrors { code message } } }`;
      const { planExtract } = accepted(await story.ask("claire", derive), "derivePlanExtract");
      story.extract = { ...planExtract, labels: planExtract.lines.map(({ label }: { label: string }) => label) };
      return `${story.extract.labels.length} lines, none of them a diagnosis`;
    },
  },
  {
    who: "Claire, nurse",
    what: "cannot transmit it without consent",
    async run(story) {
      const { data } = await story.ask("claire", transmit(story));
      const [refusal] = data?.transmitPlanExtract?.userErrors ?? [];
      expectThat(refusal?.code === "CONSENT_REQUIRED", "CONSENT_REQUIRED", data);
      return refusal.code;
    },
  },
  {
    who: "Claire, nurse",
    what: "offers a consent with its notice",
    async run(story) {
      const answer = await story.ask(
        "claire",
        "mutation ($input: DraftConsentInput!) { draftConsent(input: $input) { consent { id state } userErrors { code message } } }",
        { input: consentFor(story) },
      );
      story.consent = accepted(answer, "draftConsent").consent.id;
      const offer = `mutation { offerConsent(input: { consent: "${story.consent}" }) { consent { state } userErrors { code message } } }`;
      return accepted(await story.ask("claire", offer), "offerConsent").consent.state;
    },
  },
  {
    who: "The person",
    what: "reads the notice and that exact text, and gives it",
    run: giveWhatWasRead,
  },
  {
    who: "Claire, nurse",
    what: "transmits the extract",
    async run(story) {
      accepted(await story.ask("claire", transmit(story)), "transmitPlanExtract");
      return "sent to the insertion service";
    },
  },
  {
    who: "Karim, référent",
    what: "sees the proposal",
    async run(story) {
      const { data } = await story.ask(
        "karim",
        "{ planProposals(first: 100) { totalCount edges { node { id contentHash person { id } } } } }",
      );
      const nodes = (data?.planProposals?.edges ?? []).map(({ node }: { node: { id: string } }) => node);
      expectThat(
        nodes.some(({ id }: { id: string }) => id === story.extract.id),
        "the extract among the proposals",
        data,
      );
      return `${data.planProposals.totalCount} to read`;
    },
  },
  {
    who: "Karim, référent",
    what: "links it to the contract",
    async run(story) {
      const before = await story.ask("karim", CONTRACT, { id: story.person.contract });
      story.contractWithoutPlan = before.body;
      const { employmentContract } = accepted(await story.ask("karim", link(story)), "linkPlanExtract");
      return employmentContract.kind;
    },
  },
  {
    who: "Karim, référent",
    what: "reads exactly the extract in the contract",
    async run(story) {
      const { data, errors } = await story.ask("karim", CONTRACT, { id: story.person.contract });
      const extract = data?.employmentContract?.planExtract;
      const labels = extract?.lines.map(({ label }: { label: string }) => label);
      expectThat(
        !errors &&
          extract?.contentHash === story.extract.contentHash &&
          String(labels) === String(story.extract.labels),
        "the approved extract",
        data,
      );
      return labels.join("; ");
    },
  },
];

/** The event of the acceptance reaches health access a moment later. */
async function waitForSupport({ ask, prescription }: Story): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { data } = await ask(
      "claire",
      "{ healthSupports(first: 100) { edges { node { id prescription { id } } } } }",
    );
    const edges: { node: { id: string; prescription: { id: string } | null } }[] = data?.healthSupports?.edges ?? [];
    const found = edges.find(({ node }) => node.prescription?.id === prescription);
    if (found) return found.node.id;
    await pause(100);
  }
  expectThat(false, "the support to open within ten seconds", prescription);
  return "";
}

async function giveWhatWasRead({ ask, person, consent, extract }: Story): Promise<string> {
  const { data } = await ask(
    person.name,
    "query ($id: ID!) { consent(id: $id) { state notice { text contentHash } grants { id purpose category recipient { name } approvedContentHash planExtract { text contentHash } } } }",
    { id: consent },
  );
  const offered = data?.consent;
  const [grant] = offered?.grants ?? [];
  const hash = createHash("sha256")
    .update(grant?.planExtract?.text ?? "")
    .digest("hex");
  expectThat(
    offered?.state === "OFFERED" && hash === extract.contentHash && hash === grant.approvedContentHash,
    "the offered text with its own hash",
    data,
  );
  const give = `mutation { giveConsent(input: { consent: "${consent}", noticeHash: "${offered.notice.contentHash}", approvals: [{ grant: "${grant.id}", contentHash: "${hash}" }] }) { consent { state } userErrors { code message } } }`;
  const given = accepted(await ask(person.name, give), "giveConsent");
  return `${given.consent.state} for ${grant.recipient.name}, ${grant.purpose}, ${grant.category}`;
}
