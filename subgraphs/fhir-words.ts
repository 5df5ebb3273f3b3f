import type { Bundle, Coding, Extension, FhirResource, Identifier, Reference } from "fhir/r4.js";
import type { DataCategory, Purpose } from "./protection.ts";

/** Where our own identifiers, codes and extensions are named; a name only, nothing is served there. */
const HOME = "https://passerelle.example/fhir";

/** What the hub knows by an identifier of its own; none of them is a NIR or an INS, and none ever shall be. */
type Noun =
  | "person"
  | "organization"
  | "consent"
  | "plan"
  | "plan-extract"
  | "prescription"
  | "care-offer"
  | "professional"
  | "proxy-authority"
  | "application";

export const identifierOf = (noun: Noun, value: string): Identifier => ({ system: `${HOME}/sid/${noun}`, value });

/** Names something by its identifier: the hub offers no FHIR address at which it could be read without being asked for. */
export const referenceTo = (type: FhirResource["resourceType"], noun: Noun, value: string): Reference => ({
  type,
  identifier: identifierOf(noun, value),
});
export const patient = (person: string): Reference => referenceTo("Patient", "person", person);
export const organization = (id: string): Reference => referenceTo("Organization", "organization", id);

/** A code of one of the hub's closed lists, with the words it stands for where they are short. */
export const ownCode = (list: string, code: string, display?: string): Coding => ({
  system: `${HOME}/CodeSystem/${list}`,
  code,
  ...(display ? { display } : {}),
});
export const purposeCode = (purpose: Purpose): Coding => ownCode("purpose", purpose);

/** What of a record FHIR has no element for. */
export const ownExtension = (name: string, value: Omit<Extension, "url">): Extension => ({
  url: `${HOME}/StructureDefinition/${name}`,
  ...value,
});

/** Several resources that refer to each other by type and id. */
export const collectionOf = (...resources: FhirResource[]): Bundle => ({
  resourceType: "Bundle",
  type: "collection",
  entry: resources.map((resource) => ({ fullUrl: `${HOME}/${resource.resourceType}/${resource.id}`, resource })),
});

const confidentiality = (code: "N" | "R"): Coding => ({
  system: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
  code,
});
const sensitivity = (code: "ETH" | "PSY"): Coding => ({
  system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
  code,
});

/** How each category is labelled for those who do not know our words: only labels of the advanced option of IHE PCF. */
export const securityLabels: Readonly<Record<DataCategory, Coding>> = {
  IDENTITY_CONTACT: confidentiality("N"),
  SOCIAL_RIGHTS: confidentiality("R"),
  APPOINTMENTS_LOGISTICS: confidentiality("N"),
  CARE_NAVIGATION: confidentiality("R"),
  HEALTH_PLAN_FULL: confidentiality("R"),
  EMPLOYMENT_EXTRACT: confidentiality("R"),
  HEALTH_OBSERVATION: confidentiality("R"),
  EXPERT_ADVICE: confidentiality("R"),
  MENTAL_HEALTH: sensitivity("PSY"),
  ADDICTION: sensitivity("ETH"),
  DISABILITY_STATUS: confidentiality("R"),
  CONTRACT_TERMS: confidentiality("N"),
  EVALUATION_INDICATOR: confidentiality("N"),
};
