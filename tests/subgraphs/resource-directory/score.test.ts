import { describe, expect, test } from "@jest/globals";
import type { ServiceV1 } from "../../../subgraphs/resource-directory/policies/data-inclusion.ts";
import { lastingScore, qualityScore } from "../../../subgraphs/resource-directory/policies/quality-score.ts";

const TODAY = "2026-11-23";
const bare: ServiceV1 = {
  source: "dora",
  structure_id: "dora--s",
  id: "dora--1",
  nom: "Atelier",
  description: "",
  date_maj: "2020-01-01",
};
const perfect: ServiceV1 = {
  ...bare,
  date_maj: TODAY,
  thematiques: ["famille--garde-denfants"],
  frais: "gratuit",
  publics: ["femmes"],
  telephone: "3615",
  modes_mobilisation: ["telephoner"],
  mobilisable_par: ["professionnels"],
  description: ".".repeat(500),
};
const score = (service: ServiceV1) =>
  qualityScore(lastingScore(service), { source: service.source, updatedOn: service.date_maj ?? null }, TODAY);
/** What a change adds to the hundredths of a bare entry, and to the number of its criteria. */
const effect = (change: Partial<ServiceV1>) => {
  const [before, after] = [lastingScore(bare), lastingScore({ ...bare, ...change })];
  return [after.hundredths - before.hundredths, after.criteria - before.criteria];
};

describe("the quality score", () => {
  test.each<[string, ServiceV1, number]>([
    ["a perfect entry", perfect, 1],
    ["an empty entry of long ago", bare, 0],
    [
      "all but fresh: nine of ten criteria",
      {
        ...perfect,
        adresse: "1 rue de la Paix",
        courriel: "a@b.example",
        frais: "payant",
        frais_precisions: "5 €",
        modes_accueil: ["en-presentiel"],
        modes_mobilisation: ["telephoner", "envoyer-un-courriel"],
        date_maj: "2023-11-23",
      },
      0.9,
    ],
    ["two of seven criteria", { ...bare, publics: ["femmes"], frais: "gratuit" }, 0.29],
    ["no date at all counts as long ago", { ...perfect, date_maj: null }, 0.88],
  ])("of %s", (_name, service, expected) => {
    expect(score(service)).toBe(expected);
  });

  test.each<[string, Partial<ServiceV1>, [number, number]]>([
    ["an address does not count remotely", { adresse: "1 rue" }, [0, 0]],
    ["on site without address", { modes_accueil: ["en-presentiel"] }, [0, 1]],
    ["on site with address", { modes_accueil: ["en-presentiel"], adresse: "1 rue" }, [100, 1]],
    ["to come by without address", { modes_mobilisation: ["se-presenter"] }, [50, 1]],
    ["to phone without number", { modes_mobilisation: ["telephoner"] }, [50, 1]],
    ["to phone with number", { modes_mobilisation: ["telephoner"], telephone: "3615" }, [250, 1]],
    ["to write without email", { modes_mobilisation: ["envoyer-un-courriel"] }, [50, 1]],
    ["to write with email", { modes_mobilisation: ["envoyer-un-courriel"], courriel: "a@b.example" }, [250, 1]],
    ["who may call but not how", { mobilisable_par: ["usagers"] }, [50, 0]],
    ["how and who", { mobilisable_par: ["usagers"], modes_mobilisation: ["utiliser-lien-mobilisation"] }, [100, 0]],
    ["a theme", { thematiques: ["sante--addictions"] }, [100, 0]],
    ["no theme", { thematiques: [] }, [0, 0]],
    ["a public", { publics: ["jeunes"] }, [100, 0]],
    ["a link", { lien_mobilisation: "https://a.example" }, [100, 0]],
    ["49 characters", { description: ".".repeat(49) }, [0, 0]],
    ["50 characters", { description: ".".repeat(50) }, [50, 0]],
    ["199 characters", { description: ".".repeat(199) }, [50, 0]],
    ["200 characters", { description: ".".repeat(200) }, [100, 0]],
    ["1999 characters", { description: ".".repeat(1999) }, [100, 0]],
    ["2000 characters", { description: ".".repeat(2000) }, [50, 0]],
    ["free", { frais: "gratuit" }, [100, 0]],
    ["a price without words", { frais: "payant" }, [50, 0]],
    ["a price in words", { frais: "payant", frais_precisions: "5 €" }, [100, 0]],
  ])("%s", (_name, change, expected) => {
    expect(effect(change)).toEqual(expected);
  });

  test.each([
    [0, 1],
    [180, 1],
    [181, 1],
    [455, 0.5],
    [729, 0],
    [730, 0],
    [5000, 0],
  ])("of freshness alone after %i days", (days, expected) => {
    const updatedOn = new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
    expect(qualityScore({ hundredths: 0, criteria: 0 }, { source: "dora", updatedOn }, TODAY)).toBe(expected);
  });

  test.each(["agefiph", "france-travail"])("does not ask %s for freshness", (source) => {
    expect(score({ ...perfect, source, date_maj: "2001-01-01" })).toBe(1);
  });
});
