import type { Coding, Consent, ConsentProvision } from "fhir/r4.js";

/** Labels of the value set of the advanced option. */
const LABELS = [
  "http://terminology.hl7.org/CodeSystem/v3-Confidentiality#N",
  "http://terminology.hl7.org/CodeSystem/v3-Confidentiality#R",
  ...["ETH", "ETHUD", "OPIOIDUD", "PSY", "SEX", "HIV"].map(
    (code) => `http://terminology.hl7.org/CodeSystem/v3-ActCode#${code}`,
  ),
];
const wordOf = ({ system, code }: Coding) => `${system}#${code}`;

/**
 * What of a consent is against IHE Privacy Consent on FHIR 1.1: the constraints of its foundation, then those of the advanced
 * option, then the hub's own (all is denied but for permits). Structure alone is judged elsewhere.
 */
export function pcfProblems(consent: Consent): string[] {
  const { provision } = consent;
  const exceptions = provision?.provision ?? [];
  const all: ConsentProvision[] = [...(provision ? [provision] : []), ...exceptions];
  const sources = [consent.sourceAttachment, consent.sourceReference].filter((source) => source !== undefined);
  const rules: Record<string, boolean> = {
    "scope is patient-privacy":
      consent.scope.coding?.some(
        (coding) => wordOf(coding) === "http://terminology.hl7.org/CodeSystem/consentscope#patient-privacy",
      ) ?? false,
    "a patient": consent.patient !== undefined,
    "a dateTime": consent.dateTime !== undefined,
    "a performer": (consent.performer ?? []).length > 0,
    "an organization": (consent.organization ?? []).length > 0,
    "one source": sources.length === 1,
    "policies by their uri alone":
      consent.policy?.length === 1 && consent.policy.every(({ uri, authority }) => uri && authority === undefined),
    "no policyRule": consent.policyRule === undefined,
    "no verification": consent.verification === undefined,
    "no action, class or code": all.every((one) => !one.action && !one.class && !one.code),
    "no third level": exceptions.every((one) => one.provision === undefined),
    "every provision has a type": all.every(({ type }) => type === "permit" || type === "deny"),
    "every recipient is an information recipient": all.every(({ actor = [] }) =>
      actor.every(({ role }) =>
        role.coding?.some(
          (coding) => wordOf(coding) === "http://terminology.hl7.org/CodeSystem/v3-ParticipationType#IRCP",
        ),
      ),
    ),
    "labels of the value set alone": all.every(({ securityLabel = [] }) =>
      securityLabel.every((label) => LABELS.includes(wordOf(label))),
    ),
    "data of each meaning once": all.every(
      ({ data = [] }) => new Set(data.map(({ meaning }) => meaning)).size === data.length,
    ),
    "the root denies": provision?.type === "deny",
    "each permit names one recipient, one source, one purpose and one label": exceptions
      .filter(({ type }) => type === "permit")
      .every(
        ({ actor, data, purpose, securityLabel }) =>
          actor?.length === 1 &&
          data?.some(({ meaning }) => meaning === "authoredby") &&
          purpose?.length === 1 &&
          securityLabel?.length === 1,
      ),
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}
