import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import type { AccompanimentBasis as Basis } from "../policies/accompaniment-words.ts";
import type { Addressed } from "../policies/invitation.ts";
import { AccompanimentBasis } from "./accompaniment.ts";

/** That an organisation may join those who accompany a person, once and soon. It tells nothing of her to who is given its code. */
@Public("Shown to who made it and to who was given its code; it tells nothing of the person.")
@ObjectType({ description: "An invitation to accompany a person, which its code lets one organisation take up once." })
@Entity({ tableName: "accompaniment_invitation" })
export class AccompanimentInvitation implements Addressed {
  @Field(() => ID, { description: "Opaque identifier of the invitation." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The account of who made it: hers, or that of a professional who accompanies her. */
  @Property({ type: "text" })
  madeBy!: string;

  /** The organisation whose professional made it; null when she did. */
  @Property({ type: "uuid", nullable: true })
  organizationId!: string | null;

  @Property({ type: "uuid", nullable: true })
  invitedOrganizationId!: string | null;

  @Field(() => AccompanimentBasis, { description: "On what basis who takes it up will accompany her." })
  @Property({ type: "text" })
  basis!: Basis;

  @Field(() => [String], {
    description: "Codes of the départements whose organisations may take it up; none when one organisation is invited.",
  })
  @Property({ type: "array" })
  departmentCodes!: string[];

  /** INSEE code of the commune where she lives, when whoever joins must work there. */
  @Property({ type: "text", nullable: true })
  communeCode!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Day on which she agreed, when a professional made the invitation.",
  })
  @Property({ type: "date", nullable: true })
  agreedOn!: string | null;

  /** Of the code without what separates it; see `policies/invitation.ts`. */
  @Property({ type: "text" })
  codeHash!: string;

  @Field(() => Date, { description: "When it was made." })
  @Property({ type: "datetime" })
  madeAt!: Date;

  @Field(() => Date, { description: "The instant from which nobody can take it up." })
  @Property({ type: "datetime" })
  expiresAt!: Date;

  /** Set when its maker made another one. */
  @Property({ type: "datetime", nullable: true })
  takenBackAt!: Date | null;

  /** Set when it was taken up. */
  @Property({ type: "uuid", nullable: true })
  accompanimentId!: string | null;
}
