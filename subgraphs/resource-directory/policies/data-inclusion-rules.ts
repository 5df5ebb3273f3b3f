import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Capacity } from "../entities/capacity.ts";
import { CareCategory } from "../entities/care-category.ts";
import type { RowProblem, ServiceV1, StructureV1 } from "./data-inclusion.ts";
import { HUB_SOURCE } from "./hub-source.ts";

const ajv = new Ajv2020({ allErrors: true, strict: false });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

interface OfficialSchema {
  required: string[];
  properties: Record<string, unknown>;
}

/** `absent` fields are required by the schema but not published by the source of an incomplete row. */
function compile(name: "service" | "structure", absent: readonly string[] = []): ValidateFunction {
  const file = new URL(`../assets/data-inclusion-v1/${name}.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(file, "utf8")) as OfficialSchema;
  const required = schema.required.filter((field) => !absent.includes(field));
  const properties = { ...schema.properties, ...(name === "service" ? { extra: extensionSchema } : {}) };
  return ajv.compile({ ...schema, required, properties });
}

const extensionSchema = {
  type: ["object", "null"],
  additionalProperties: true,
  properties: {
    care_category: { enum: [...Object.values(CareCategory), null] },
    capacity: { enum: [...Object.values(Capacity), null] },
    capacity_details: { type: ["string", "null"] },
    capacity_confirmed_on: { type: ["string", "null"], format: "date" },
  },
};

const NEVER_PUBLISHED = ["description", "date_maj"];
const validators = {
  service: { complete: compile("service"), incomplete: compile("service", NEVER_PUBLISHED) },
  structure: { complete: compile("structure"), incomplete: compile("structure", [...NEVER_PUBLISHED, "nom"]) },
};

/** Everything that keeps a service from being taken; empty for a good one. `today` is `YYYY-MM-DD`. */
export function serviceProblems(service: ServiceV1, today: string, isIncomplete = false): RowProblem[] {
  const problems = schemaProblems(validators.service[isIncomplete ? "incomplete" : "complete"], service);
  if (problems.length > 0) return problems;
  return [
    ...identifierProblems(service),
    ...dateProblems(service.date_maj, today),
    ...coordinateProblems(service),
    ...audienceProblems(service.publics),
  ];
}

/** Everything that keeps a structure from being taken; empty for a good one. */
export function structureProblems(structure: StructureV1, today: string, isIncomplete = false): RowProblem[] {
  const problems = schemaProblems(validators.structure[isIncomplete ? "incomplete" : "complete"], structure);
  if (problems.length > 0) return problems;
  return [
    ...identifierProblems(structure),
    ...dateProblems(structure.date_maj, today),
    ...coordinateProblems(structure),
  ];
}

function identifierProblems({ id, source }: { id: string; source: string }): RowProblem[] {
  if (source === HUB_SOURCE)
    return [{ reason: "source.reserved", message: `${HUB_SOURCE} is what organisations publish through the hub.` }];
  if (source !== "" && id.startsWith(`${source}--`) && id.length > source.length + 2) return [];
  return [{ reason: "id.source", message: "id must be the source, two dashes and the producer's identifier." }];
}

function dateProblems(day: string | null | undefined, today: string): RowProblem[] {
  if (!day) return [];
  if (day > today) return [{ reason: "date_maj.future", message: "date_maj lies in the future." }];
  if (day < "2000-01-01") return [{ reason: "date_maj.past", message: "date_maj must not be before 2000-01-01." }];
  return [];
}

function coordinateProblems({ latitude, longitude }: { latitude?: number | null; longitude?: number | null }) {
  if (Math.abs(latitude ?? 0) <= 90 && Math.abs(longitude ?? 0) <= 180) return [];
  return [{ reason: "coordinates.range", message: "latitude or longitude is not on Earth." }];
}

function audienceProblems(audiences: readonly string[] | null | undefined): RowProblem[] {
  if (!audiences?.includes("tous-publics") || audiences.length === 1) return [];
  return [{ reason: "publics.tous-publics", message: "publics: tous-publics must stand alone." }];
}

function schemaProblems(validate: ValidateFunction, row: unknown): RowProblem[] {
  if (validate(row)) return [];
  const byField = Map.groupBy((validate.errors ?? []).filter(isTelling), fieldOf);
  return [...byField].map(([field, errors]) => {
    // An element that fits none of several forms fails each of them: say that, not how it fails the first.
    const { keyword, message } = errors.find((error) => error.keyword === "anyOf") ?? errors[0]!;
    return { reason: `${field}.${keyword}`, message: `${field} ${message}.` };
  });
}

/** "May be null" is true of most fields and explains nothing when they are filled. */
function isTelling({ keyword, params, instancePath }: ErrorObject): boolean {
  const isOfWholeField = instancePath.split("/").length === 2;
  return !(keyword === "anyOf" && isOfWholeField) && !(keyword === "type" && params.type === "null");
}

function fieldOf({ instancePath, params }: ErrorObject): string {
  return String(instancePath.split("/")[1] ?? params.missingProperty ?? "row");
}
