import { Check, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { Protected } from "../../protected.ts";
import { type Day, wholeMonths } from "../policies/calendar.ts";
import { type ClosingReason, closingReasons } from "../policies/closing-reason.ts";
import {
  type ContractKind,
  contractKinds,
  FORMER_KINDS_REPLACED_BEFORE,
  isFormerKind,
} from "../policies/contract-kind.ts";
import { isOpen, type RecordedStatus, recordedStatuses } from "../policies/contract-status.ts";
import { reviewDueOn } from "../policies/review.ts";
import { signatureDeadline } from "../policies/signature.ts";
import { ContractType } from "./contract-type.ts";
import { ContractClosingReasonEnum, ContractKindEnum } from "./schema-enums.ts";

const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

/**
 * What a person accompanied and an insertion service commit to on her way to employment (CER, PPAE, CEJ, PACEA, contrat
 * d'engagement). It is not a work contract. The row holds the terms both parties last signed (those first proposed, until then); each version is kept apart, unchanged.
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
  @Field(() => DateScalar, { nullable: true, description: "Day from which both parties had signed the contract." })
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
  @Field(() => ContractClosingReasonEnum, { nullable: true, description: "Why it was ended or given up, where said." })
  @Enum({ items: Object.keys(closingReasons), nullable: true })
  closingReason: ClosingReason | null = null;

  @Terms
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day the plan was last looked at again, or a change of it signed.",
  })
  @Property({ type: "date", nullable: true })
  reviewedOn: Day | null = null;

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
    description: "Number of the version last recorded, proposed or in force, to pass when amending or renewing.",
  })
  @Property({ type: "integer" })
  version!: number;

  /** The type of the organisation under which it was opened, where it has types. */
  @ManyToOne(() => ContractType, { mapToPk: true, fieldName: "contract_type_id", nullable: true })
  contractTypeId: string | null = null;

  /** Number of the version proposed since the contract was signed; of no meaning once another one was recorded. */
  @Property({ type: "integer", nullable: true })
  awaitingNumber: number | null = null;

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
  @Field(() => Int, { nullable: true, description: "How many whole months it lasts, renewals included." })
  get durationInMonths(): number | null {
    return wholeMonths(this.startsOn, this.endsOn);
  }

  @Terms
  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Day by which the plan of a signed contract is to be looked at again; absent where its end comes first.",
  })
  get reviewDueOn(): Day | null {
    return reviewDueOn(this);
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
