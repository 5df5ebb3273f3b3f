import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { decodeCursor, encodeCursor, type Page, PageArguments, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Public } from "../../../kit/public.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import { Protected } from "../../protected.ts";
import { protection, rule } from "../../protection.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { ContractType } from "../entities/contract-type.ts";
import { ContractVersion } from "../entities/contract-version.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { ContractActEnum, ContractStatusEnum } from "../entities/schema-enums.ts";
import { daysUntil, isDay } from "../policies/calendar.ts";
import { type ContractStatus, statusOn } from "../policies/contract-status.ts";
import { partyOf } from "../policies/internal-roles.ts";
import { awaitedNumber, missingParties } from "../policies/signing.ts";
import { actsOf, type ViewerAct } from "../policies/viewer-acts.ts";
import type { ContractPosition } from "../repositories/employment-contracts.ts";
import { EmploymentContractConnection } from "./employment-contract-connection.ts";
import { EmploymentContractFilter } from "./inputs/employment-contract-filter.ts";

const TERMS = rule("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");
const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");
type Context = EmploymentContractsContext;

@Resolver(() => EmploymentContract)
export class EmploymentContractResolver {
  @Query(() => EmploymentContract, { nullable: true, description: "An employment contract by its identifier." })
  employmentContract(
    @Arg("id", () => ID, { description: "Identifier of the contract." }) id: string,
    @Ctx() { contracts }: Context,
  ) {
    return contracts.byId.load(id);
  }

  @Query(() => EmploymentContractConnection, {
    nullable: true,
    description: "Contracts your organisation holds, or your own if you are the person accompanied; soonest end first.",
  })
  async employmentContracts(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Arg("filter", () => EmploymentContractFilter, {
      nullable: true,
      description: "Which of them to list; all without it.",
    })
    filter: EmploymentContractFilter | null,
    @Ctx() { contracts, enforcement }: Context,
  ): Promise<Page<EmploymentContract>> {
    const rows = await contracts.list(filter ?? {}, after ? readPosition(after) : null, first + 1);
    // A cursor tells when a contract ends, to whoever asks for no more than cursors.
    const readable = await enforcement.readable(rows, (row) => protection.recordOf(row)!, TERMS);
    return toPage(
      readable,
      first,
      ({ endsOn, id }) => encodeCursor([endsOn, id]),
      () => contracts.count(filter ?? {}),
    );
  }

  @Terms
  @FieldResolver(() => ContractStatusEnum, { nullable: true, description: "Where the contract stands today." })
  status(@Root() contract: EmploymentContract, @Ctx() { today }: Context): ContractStatus {
    return statusOn(contract, today);
  }

  @Terms
  @FieldResolver(() => Int, {
    nullable: true,
    description: "Days left to sign until signatureDeadlineOn, negative once it has passed; absent when it is signed.",
  })
  daysToSign(@Root() contract: EmploymentContract, @Ctx() { today }: Context): number | null {
    const { signatureDeadlineOn, recordedStatus } = contract;
    const isAwaited = recordedStatus === "AWAITING_SIGNATURE" && signatureDeadlineOn !== null;
    return isAwaited ? daysUntil(today, signatureDeadlineOn) : null;
  }

  @Terms
  @FieldResolver(() => ContractType, {
    nullable: true,
    description: "The type of its organisation under which it was opened, where it has types.",
  })
  type(@Root() { contractTypeId }: EmploymentContract, @Ctx() { contractTypes }: Context) {
    return contractTypeId === null ? null : contractTypes.byId.load(contractTypeId);
  }

  @Terms
  @FieldResolver(() => Person, { nullable: true, description: "The person who commits." })
  person(@Root() { personId }: EmploymentContract): Person {
    return Object.assign(new Person(), { id: personId });
  }

  @Terms
  @FieldResolver(() => Organization, { nullable: true, description: "The insertion service that holds the contract." })
  organization(@Root() { organizationId }: EmploymentContract): Organization {
    return Object.assign(new Organization(), { id: organizationId });
  }

  @Terms
  @FieldResolver(() => [ContractVersion], {
    nullable: true,
    description:
      "Everything proposed and agreed over time, the first terms first; amendments and renewals only add to it.",
  })
  versions(@Root() { id }: EmploymentContract, @Ctx() { versions }: Context) {
    return versions.byContract.load(id);
  }

  @Terms
  @FieldResolver(() => ContractVersion, {
    nullable: true,
    description: "The version that awaits signatures, if any; the terms signed before stay in force meanwhile.",
  })
  async awaitingVersion(@Root() contract: EmploymentContract, @Ctx() { versions }: Context) {
    const number = awaitedNumber(contract);
    if (number === null) return null;
    return (await versions.byContract.load(contract.id)).find((version) => version.number === number) ?? null;
  }

  @Terms
  @FieldResolver(() => [ContractActEnum], {
    nullable: true,
    description: "What you may do with it now, in your role, as it stands: an act that is not here would be refused.",
  })
  async viewerMay(@Root() contract: EmploymentContract, @Ctx() context: Context): Promise<ViewerAct[]> {
    const party = partyOf(context.viewer);
    const isOwn = party === "PERSON" || contract.organizationId === context.viewer?.organization;
    if (!party || !isOwn) return [];
    const [awaited, replacing] = await Promise.all([
      this.awaitingVersion(contract, context),
      context.contracts.byReplaced.load(contract.id),
    ]);
    const missing = awaited ? missingParties(await context.signatures.byVersion.load(awaited.id)) : [];
    const { kind, recordedStatus, endsOn, signedOn, orientationNotifiedOn } = contract;
    const standing = {
      kind,
      recordedStatus,
      endsOn,
      signedOn,
      orientationNotifiedOn,
      isBeingReplaced: replacing !== null,
    };
    return actsOf(standing, party, awaited && { endsOn: awaited.endsOn, missing }, context.today);
  }

  @Terms
  @FieldResolver(() => EmploymentContract, {
    nullable: true,
    description: "The contract of a former kind that this one replaces.",
  })
  replaces(@Root() { replacesId }: EmploymentContract, @Ctx() { contracts }: Context) {
    return replacesId === null ? null : contracts.byId.load(replacesId);
  }

  @Terms
  @FieldResolver(() => EmploymentContract, {
    nullable: true,
    description: "The contrat d'engagement that replaces this one, or will once it is signed.",
  })
  replacedBy(@Root() { id }: EmploymentContract, @Ctx() { contracts }: Context) {
    return contracts.byReplaced.load(id);
  }

  /** Read by the source that keeps extracts, which decides at each read whether anything is shown. */
  @Public("Used between sources only.")
  @Directive("@inaccessible")
  @FieldResolver(() => ID, {
    nullable: true,
    description: "Identifier of the linked extract; travels between sources only.",
  })
  async linkedExtractId(@Root() { id }: EmploymentContract, @Ctx() { planLinks }: Context): Promise<string | null> {
    return (await planLinks.activeByContract.load(id))?.extractId ?? null;
  }
}

function readPosition(cursor: string): ContractPosition {
  const [endsOn, id] = decodeCursor(cursor, 2);
  if (isDay(endsOn) && isIdentifier(id)) return { endsOn, id };
  throw subgraphError(
    "BAD_USER_INPUT",
    "after: this cursor was not issued by this list; take it from pageInfo.endCursor.",
  );
}
