import { Check, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { Protected } from "../../protected.ts";
import type { Day } from "../policies/calendar.ts";
import {
  type ContractKind,
  contractKinds,
  FORMER_KINDS_REPLACED_BEFORE,
  isFormerKind,
} from "../policies/contract-kind.ts";
import { isOpen, type RecordedStatus, recordedStatuses } from "../policies/contract-status.ts";
import { signatureDeadline } from "../policies/signature.ts";
import { ContractKindEnum } from "./schema-enums.ts";

const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

/**
 * What a person accompanied and an insertion service commit to on her way to employment (CER, PPAE, CEJ, PACEA, contrat
 * d'engagement). It is not a work contract. The row holds the terms last agreed; each version is kept apart, unchanged.
 */
@Terms
@Directive('@key(fields: "id")')
@ObjectType({
  description: "A contract in which a person and her référent agree on her path to employment; not a work contract.",
})
@Entity({ tableName: "employment_contract" })
@Index({ properties: ["organizationId", "endsOn", "id"] })
@Index({ properties: ["personId", "endsOn", "id"] })
@Unique({ properties: ["organizationId", "requestKey"] })
@Unique({ properties: ["replacesId"], where: "status <> 'CANCELLED'" })
@Check({ name: "employment_contract_ordered", expression: "ends_on > starts_on" })
@Check({
  name: "employment_contract_signed",
  expression: "(signed_on is not null) = (status in ('SIGNED', 'ENDED', 'REPLACED'))",
})
@Check({
  name: "employment_contract_closed",
  expression: "(closed_on is not null) = (status in ('ENDED', 'CANCELLED', 'REPLACED'))",
})
@Check({
  name: "employment_contract_former_kind",
  expression: "kind = 'CONTRAT_ENGAGEMENT' or (starts_on < '2025-01-01' and ends_on <= '2027-01-01')",
})
export class EmploymentContract {
  @Public("An opaque identifier says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier of the contract." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The insertion service that holds the contract. */
  @Property({ type: "uuid" })
  organizationId!: string;

  @Terms
  @Field(() => ContractKindEnum, { nullable: true, description: "Which kind of contract it is." })
  @Enum({ items: Object.keys(contractKinds) })
  kind!: ContractKind;

  /** Changed by acts alone; what a reader sees also follows from the clock. */
  @Enum({ items: [...recordedStatuses], fieldName: "status" })
  recordedStatus!: RecordedStatus;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "First day of the contract." })
  @Property({ type: "date" })
  startsOn!: Day;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "Last day of the contract, renewals included." })
  @Property({ type: "date" })
  endsOn!: Day;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "Day the contract was signed." })
  @Property({ type: "date", nullable: true })
  signedOn: Day | null = null;

  /** Day the contract ended or was given up. */
  @Terms
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day the contract was ended, given up or replaced, when it was.",
  })
  @Property({ type: "date", nullable: true })
  closedOn: Day | null = null;

  @Terms
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day the last orientation decision was notified to the person.",
  })
  @Property({ type: "date", nullable: true })
  orientationNotifiedOn: Day | null = null;

  @Terms
  @Field(() => Float, { nullable: true, description: "Hours of activity a week last agreed." })
  @Property({ type: "double", nullable: true })
  weeklyHours: number | null = null;

  @Terms
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the hours were lowered on justified grounds; the grounds are recorded nowhere in the hub.",
  })
  @Property({ type: "boolean" })
  isHoursAdjusted!: boolean;

  @Terms
  @Field(() => [String], { nullable: true, description: "What the parties last agreed to do, one act a line." })
  @Property({ type: "text[]" })
  commitments!: string[];

  /** The contract of a former kind that this one replaces once signed. */
  @ManyToOne(() => EmploymentContract, { mapToPk: true, fieldName: "replaces_id", nullable: true })
  replacesId: string | null = null;

  @Terms
  @Field(() => Int, {
    nullable: true,
    description: "Number of the current version, to pass when amending or renewing.",
  })
  @Property({ type: "integer" })
  version!: number;

  /** Chosen by the client that opened the contract, so that opening it again makes no second one. */
  @Property({ type: "uuid" })
  requestKey!: string;

  @Terms
  @Field(() => DateScalar, {
    nullable: true,
    description: "Last day to sign: one month after the notified orientation, for a contrat d'engagement.",
  })
  get signatureDeadlineOn(): Day | null {
    return signatureDeadline(this);
  }

  @Terms
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day before which a contract of a former kind must be replaced by a contrat d'engagement.",
  })
  get toReplaceBefore(): Day | null {
    return isFormerKind(this.kind) && isOpen(this.recordedStatus) ? FORMER_KINDS_REPLACED_BEFORE : null;
  }
}
