import { readReferential } from "../../referential.ts";
import type { RowProblem, ServiceV1, StructureV1 } from "../data-inclusion.ts";
import { nothingRead, type ReadRow, type ReadSourceRow } from "../source-format.ts";
import { type CommuneFinder, createCommuneFinder, type KnownCommune } from "./commune-finder.ts";
import { repairPoint } from "./coordinates.ts";
import { readPostgresArray } from "./postgres-array.ts";
import { themesFromV0 } from "./themes.ts";
import { audiencesFromV0, feesFromV0, networksFromV0 } from "./words.ts";

/** A row of the v0 export; every value is a text, also the empty ones. */
type V0Row = Readonly<Record<string, string>>;

const themesOfV1 = new Set(readReferential("thematiques").map(({ value }) => value));
const modesOfV1 = new Set(readReferential("modes-accueil").map(({ value }) => value));
const REQUIRED = ["Service ID", "Structure ID", "Source", "Nom"];

/**
 * Reads the v0 export of services, with the structures of its companion file. The export has neither `date_maj` nor
 * descriptions, so its rows are incomplete. A service whose structure is not in the companion file brings a structure
 * known by its identifier alone: the national identifier is certain, and a later import of the source completes it.
 */
export function createV0Format(communes: readonly KnownCommune[], structures: readonly V0Row[]): ReadSourceRow {
  const finder = createCommuneFinder(communes);
  const companions = new Map(structures.map((structure) => [structure.ID, structure]));
  return (row) => {
    const problems = shapeProblems(row);
    if (problems.length > 0) return { ...nothingRead, problems };
    const service = row as V0Row;
    const companion = companions.get(service["Structure ID"]!);
    const read = readService(service, finder);
    const losses = companion ? read.losses : [...read.losses, "structure.undescribed"];
    const structure = readStructure(service, companion);
    return {
      ...read,
      losses: [...losses, ...(companion?.Typologie && !structure.reseaux_porteurs ? ["reseaux_porteurs"] : [])],
      structures: [structure],
      isStructureBare: !companion,
    };
  };
}

function shapeProblems(row: unknown): RowProblem[] {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    return [{ reason: "row.object", message: "The row is not an object." }];
  }
  return REQUIRED.filter((field) => typeof (row as V0Row)[field] !== "string" || (row as V0Row)[field] === "").map(
    (field) => ({ reason: `${field}.required`, message: `${field} is missing.` }),
  );
}

function readStructure(service: V0Row, companion: V0Row | undefined): StructureV1 {
  const network = networksFromV0[companion?.Typologie ?? ""];
  return {
    source: service.Source!,
    id: `${service.Source}--${service["Structure ID"]}`,
    nom: companion?.Nom || undefined,
    commune: companion?.Commune || null,
    code_insee: companion?.["Code Insee"] || null,
    reseaux_porteurs: network ? [network] : null,
  };
}

function readService(row: V0Row, finder: CommuneFinder): ReadRow {
  const repairs: string[] = [];
  const losses: string[] = ["date_maj.absent", "description.absent"];
  const text = (field: string) => row[field] ?? "";
  const list = (field: string) => readPostgresArray(text(field));
  const translate = (field: string, reason: string, words: readonly (string | undefined)[]) => {
    const lost = list(field).filter((_, index) => words[index] === undefined);
    losses.push(...lost.map((value) => `${reason}: ${value}`));
    const known = [...new Set(words.filter((word) => word !== undefined))];
    return known.length > 0 ? known : null;
  };

  const commune = findCommune(row, finder, repairs, losses);
  const point = repairPoint(text("Lat"), text("Long"), commune);
  const fees = list("Frais").map((fee) => feesFromV0[fee]);
  const service: ServiceV1 = {
    source: text("Source"),
    structure_id: `${text("Source")}--${text("Structure ID")}`,
    id: `${text("Source")}--${text("Service ID")}`,
    nom: text("Nom"),
    thematiques: translate(
      "Thematiques",
      "thematiques",
      list("Thematiques").map((theme) => (themesOfV1.has(theme) ? theme : themesFromV0[theme])),
    ),
    publics: translate(
      "Profils",
      "publics",
      list("Profils").map((audience) => audiencesFromV0[audience]),
    ),
    modes_accueil: translate(
      "Modes Accueil",
      "modes_accueil",
      list("Modes Accueil").map((mode) => (modesOfV1.has(mode) ? mode : undefined)),
    ),
    frais:
      translate(
        "Frais",
        "frais",
        fees.map((fee) => fee?.fee),
      )?.at(-1) ?? null,
    frais_precisions: fees.flatMap((fee) => fee?.details ?? []).join(" ") || null,
    commune: text("Commune") || null,
    code_postal: text("Code Postal") || null,
    code_insee: commune?.code ?? (text("Code Insee") || null),
    adresse: text("Adresse") || null,
    latitude: point.latitude,
    longitude: point.longitude,
  };
  return {
    ...nothingRead,
    services: [service],
    isIncomplete: true,
    repairs: [...repairs, ...point.repairs],
    losses: [...losses, ...point.losses],
  };
}

/** The commune the row names, by its code or else by name and postal code; a postal code of one commune alone also tells. */
function findCommune(row: V0Row, finder: CommuneFinder, repairs: string[], losses: string[]) {
  const [code = "", name = "", postalCode = ""] = [row["Code Insee"], row.Commune, row["Code Postal"]];
  if (code !== "") return finder.byCode(code);
  const named = finder.byName(name, postalCode);
  const found = named ?? finder.byPostalCode(postalCode);
  if (found) repairs.push(named ? "code_insee.from-name" : "code_insee.from-postal-code");
  else losses.push("code_insee.underivable");
  return found;
}
