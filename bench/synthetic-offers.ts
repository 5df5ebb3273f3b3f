import type { ServiceV1, StructureV1 } from "../subgraphs/resource-directory/policies/data-inclusion.ts";
import { type ReferentialName, readReferential } from "../subgraphs/resource-directory/referential.ts";
import type { CommuneRow } from "../subgraphs/resource-directory/repositories/territory.ts";
import type { FileRow } from "../subgraphs/resource-directory/services/import-options.ts";
import { createRandom } from "./random.ts";

const OFFERS_OF_A_STRUCTURE = 5;
const WORDS =
  "accueil écoute atelier soutien santé emploi logement famille numérique droits transport psychologue".split(" ");
const valuesOf = (name: ReferentialName) => readReferential(name).map(({ value }) => value);

/** The same rows each time: structures then offers, spread over France as its inhabitants are. */
export function* createSyntheticOffers(communes: readonly CommuneRow[], count: number): Generator<FileRow> {
  const random = createRandom(count);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
  const communeOf = createCommunePicker(communes, random);
  const [themes, audiences] = [valuesOf("thematiques"), valuesOf("publics").filter((one) => one !== "tous-publics")];
  const structures = Math.ceil(count / OFFERS_OF_A_STRUCTURE);
  let line = 0;
  for (let index = 0; index < structures; index++) {
    const structure: StructureV1 = {
      source: "bench",
      id: `bench--s${index}`,
      nom: `Association ${index}`,
      date_maj: "2026-10-01",
    };
    yield { line: ++line, row: structure };
  }
  for (let index = 0; index < count; index++) {
    const commune = communeOf();
    const words = () => Array.from({ length: 12 }, () => pick(WORDS)).join(" ");
    const service: ServiceV1 = {
      source: "bench",
      structure_id: `bench--s${index % structures}`,
      id: `bench--${index}`,
      nom: `${pick(WORDS)} ${pick(WORDS)} ${index}`,
      description: `${words()}. ${words()}. ${words()}.`,
      date_maj: "2026-06-01",
      thematiques: [...new Set([pick(themes), pick(themes)])],
      frais: random() < 0.7 ? "gratuit" : "payant",
      publics: random() < 0.4 ? ["tous-publics"] : [...new Set([pick(audiences), pick(audiences)])],
      modes_accueil: receptionModes(random()),
      zone_eligibilite: random() < 0.5 ? [commune.department_code] : null,
      code_insee: commune.code,
      latitude: commune.latitude! + (random() - 0.5) * 0.02,
      longitude: commune.longitude! + (random() - 0.5) * 0.02,
    };
    yield { line: ++line, row: service };
  }
}

/** In the shares of the real offers of La Réunion: 17 % both on site and remote, 2 % remote alone. */
function receptionModes(chance: number): string[] {
  if (chance < 0.02) return ["a-distance"];
  return chance < 0.19 ? ["en-presentiel", "a-distance"] : ["en-presentiel"];
}

function createCommunePicker(communes: readonly CommuneRow[], random: () => number): () => CommuneRow {
  const located = communes.filter(({ latitude }) => latitude !== null);
  const sums: number[] = [];
  let sum = 0;
  for (const { population } of located) {
    sum += population ?? 0;
    sums.push(sum);
  }
  return () => {
    const wanted = random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return located[low]!;
  };
}
