import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { EmploymentContract } from "../../subgraphs/employment-contracts/entities/employment-contract.ts";
import { recordVersion } from "../../subgraphs/employment-contracts/services/record-version.ts";
import { contracts, organizations, people } from "../development/world.ts";
import { addSignatures } from "./add-signatures.ts";

/** Gives Amina and Bruno the contracts their stories begin with; those that are there stay as they are. */
export async function seedEmploymentContracts(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute("lock table employment_contract in share row exclusive mode");
    const present = new Set((await em.find(EmploymentContract, {})).map(({ id }) => id));
    if (!present.has(contracts.amina)) addAminasContract(em);
    if (!present.has(contracts.bruno)) addBrunosContract(em);
  });
}

/** A CER renewed once, whose end is near: it must give way to a contrat d'engagement. */
function addAminasContract(em: EntityManager): void {
  const contract = em.create(EmploymentContract, {
    id: contracts.amina,
    requestKey: contracts.amina,
    personId: people.amina,
    organizationId: organizations.insertionDoubs,
    kind: "CER",
    recordedStatus: "SIGNED",
    startsOn: "2024-09-02",
    endsOn: "2025-09-01",
    orientationNotifiedOn: "2024-08-12",
    signedOn: "2024-09-02",
    isHoursAdjusted: false,
    commitments: [],
    version: 1,
  });
  const first = recordVersion(em, contract, {
    kind: "INITIAL",
    effectiveOn: "2024-09-02",
    terms: {
      endsOn: "2025-09-01",
      weeklyHours: null,
      isHoursAdjusted: false,
      commitments: ["Prepare a project in catering with her référent", "Attend the language workshop on Thursdays"],
    },
  });
  addSignatures(em, contract, first, "2024-09-02");
  const renewal = recordVersion(em, contract, {
    kind: "RENEWAL",
    effectiveOn: "2025-09-02",
    terms: {
      endsOn: "2026-12-31",
      weeklyHours: null,
      isHoursAdjusted: false,
      commitments: ["Look for a work placement in catering", "Meet her référent each month"],
    },
  });
  addSignatures(em, contract, renewal, "2025-08-25");
}

function addBrunosContract(em: EntityManager): void {
  const terms = {
    endsOn: "2027-05-31",
    weeklyHours: 15,
    isHoursAdjusted: false,
    commitments: ["Follow the course for warehouse operators", "Meet his référent every two weeks"],
  };
  const contract = em.create(EmploymentContract, {
    ...terms,
    id: contracts.bruno,
    requestKey: contracts.bruno,
    personId: people.bruno,
    organizationId: organizations.insertionDoubs,
    kind: "CONTRAT_ENGAGEMENT",
    recordedStatus: "SIGNED",
    startsOn: "2026-06-01",
    orientationNotifiedOn: "2026-05-11",
    signedOn: "2026-05-28",
    version: 1,
  });
  const first = recordVersion(em, contract, { kind: "INITIAL", effectiveOn: "2026-06-01", terms });
  addSignatures(em, contract, first, "2026-05-28");
}
