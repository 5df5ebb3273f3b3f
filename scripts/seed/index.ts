import type { MikroORM } from "@mikro-orm/postgresql";
import { seedConsent } from "./consent.ts";
import { seedEmploymentContracts } from "./employment-contracts.ts";
import { seedGuardianship } from "./guardianship.ts";
import { seedResourceDirectory } from "./resource-directory.ts";
import { seedSocialServices } from "./social-services.ts";

/** Loads the development world where it is missing; what is there stays as it is. */
export async function seedWorld(
  databases: Readonly<Record<string, { orm: MikroORM }>>,
  onProgress: (message: string) => void,
): Promise<void> {
  const ormOf = (name: string) => databases[name]!.orm;
  onProgress("Loading the development world (synthetic people, real directory)");
  await Promise.all([
    seedConsent(ormOf("consent")).then(() => seedGuardianship(ormOf("consent"))),
    seedSocialServices(ormOf("social-services")),
    seedEmploymentContracts(ormOf("employment-contracts")),
    seedResourceDirectory(ormOf("resource-directory"), onProgress),
  ]);
}
