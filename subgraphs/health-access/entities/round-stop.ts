import { randomUUID } from "node:crypto";
import { ArrayType } from "@mikro-orm/core";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import {
  type OutreachServiceCode,
  type StopCancelReason,
  type StopFee,
  stopCancelReasons,
  stopFees,
} from "../policies/outreach-words.ts";
import { MobileRound } from "./mobile-round.ts";
import { OutreachServiceEnum, StopCancelReasonEnum, StopFeeEnum } from "./outreach-enums.ts";

/** All of it is published in the directory; who comes is recorded nowhere. */
@Public("A stop is published in the directory and is about no person.")
@ObjectType({ description: "A place where a mobile unit stops during its round, and what it offers there." })
@Entity({ tableName: "round_stop" })
@Index({ properties: ["roundId", "startsAt"] })
export class RoundStop {
  @Field(() => ID, { description: "Opaque identifier of the stop." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => MobileRound, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "round_id" })
  roundId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "Name of the place, as people know it." })
  @Property({ type: "text" })
  placeName!: string;

  @Field(() => String, { nullable: true, description: "Number and street, when it has one." })
  @Property({ type: "text", nullable: true })
  address: string | null = null;

  @Field(() => String, { description: "INSEE code of the commune, for example 62193." })
  @Property({ type: "text" })
  communeCode!: string;

  @Field(() => DateTimeScalar, { description: "When the team is there from." })
  @Property({ type: "datetime" })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When the team leaves." })
  @Property({ type: "datetime" })
  endsAt!: Date;

  @Field(() => [OutreachServiceEnum], { description: "What is offered there." })
  @Property({ type: ArrayType, columnType: "text[]" })
  services!: OutreachServiceCode[];

  @Field(() => Boolean, { description: "Whether the team is received in a partner's premises." })
  @Property({ type: "boolean" })
  isAtPartnerPremises!: boolean;

  @Field(() => StopFeeEnum, {
    nullable: true,
    description: "Whether it costs something; absent where that is not said.",
  })
  @Enum({ items: Object.keys(stopFees), nullable: true })
  fee: StopFee | null = null;

  @Field(() => Int, { description: "Counts the changes; pass it back when you move the stop." })
  @Property({ type: "integer" })
  version: number = 1;

  @Field(() => StopCancelReasonEnum, { nullable: true, description: "Why the stop was cancelled, when it was." })
  @Enum({ items: Object.keys(stopCancelReasons), nullable: true })
  cancelReason: StopCancelReason | null = null;
}
