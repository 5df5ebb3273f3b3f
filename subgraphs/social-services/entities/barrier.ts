import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type BarrierKind, barrierKinds } from "../policies/file-words.ts";
import { BarrierKindEnum } from "./enums.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";
import { SocialFile } from "./social-file.ts";

/** Declared, then lifted once; the same kind may come back as a new barrier. */
@SocialFollowUp()
@ObjectType({ description: "What keeps a person from employment (frein), as she declares it." })
@Entity({ tableName: "barrier" })
@Unique({ name: "barrier_one_open_per_kind", properties: ["socialFileId", "kind"], where: "lifted_on is null" })
export class Barrier implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the barrier." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => SocialFile, { mapToPk: true, fieldName: "social_file_id" })
  socialFileId!: string;

  @SocialFollowUp()
  @Field(() => BarrierKindEnum, { nullable: true, description: "What the barrier is." })
  @Enum({ items: Object.keys(barrierKinds) })
  kind!: BarrierKind;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it was declared." })
  @Property({ type: "date" })
  openedOn!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it was lifted; absent while it lasts." })
  @Property({ type: "date", nullable: true })
  liftedOn!: string | null;
}
