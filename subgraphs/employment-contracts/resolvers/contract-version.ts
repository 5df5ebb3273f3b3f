import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Protected } from "../../protected.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { ContractSignature } from "../entities/contract-signature.ts";
import { ContractVersion } from "../entities/contract-version.ts";
import { ContractPartyEnum, ContractVersionStatusEnum } from "../entities/schema-enums.ts";
import { hashOf } from "../policies/contract-text.ts";
import { type ContractParty, missingParties, type VersionStatus, versionStatus } from "../policies/signing.ts";
import { textOfVersion } from "../policies/version-text.ts";

const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");
type Context = EmploymentContractsContext;

@Resolver(() => ContractVersion)
export class ContractVersionResolver {
  @Terms
  @FieldResolver(() => ContractVersionStatusEnum, { nullable: true, description: "Where this version stands." })
  async status(@Root() version: ContractVersion, @Ctx() context: Context): Promise<VersionStatus> {
    const [contract, signatures] = await Promise.all([
      contractOf(version, context),
      context.signatures.byVersion.load(version.id),
    ]);
    return versionStatus(contract, version, signatures.length);
  }

  @Terms
  @FieldResolver(() => String, {
    nullable: true,
    description: "The whole version as plain text in French, to print and sign: exactly what its hash is made from.",
  })
  async text(@Root() version: ContractVersion, @Ctx() context: Context): Promise<string> {
    return textOfVersion(version, await contractOf(version, context));
  }

  @Terms
  @FieldResolver(() => String, {
    nullable: true,
    description: "SHA-256 of the text in hexadecimal, which whoever signs names.",
  })
  async textHash(@Root() version: ContractVersion, @Ctx() context: Context): Promise<string> {
    return version.textHash ?? hashOf(await this.text(version, context));
  }

  @Terms
  @FieldResolver(() => [ContractSignature], { nullable: true, description: "Who signed it, when and by what means." })
  signatures(@Root() { id }: ContractVersion, @Ctx() { signatures }: Context) {
    return signatures.byVersion.load(id);
  }

  @Terms
  @FieldResolver(() => [ContractPartyEnum], {
    nullable: true,
    description: "Who has yet to sign it; nobody once it is signed or given up.",
  })
  async awaitedParties(@Root() version: ContractVersion, @Ctx() context: Context): Promise<ContractParty[]> {
    if ((await this.status(version, context)) !== "AWAITING_SIGNATURES") return [];
    return missingParties(await context.signatures.byVersion.load(version.id));
  }
}

async function contractOf({ contractId }: ContractVersion, { contracts }: Context) {
  const contract = await contracts.byId.load(contractId);
  if (!contract) throw new Error("A version stands below a contract.");
  return contract;
}
