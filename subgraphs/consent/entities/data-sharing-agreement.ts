import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DataCategory, Purpose, Role } from "./consent-words.ts";

/** What one organisation may be asked to share with another: no consent reaches beyond it. */
@Public("Agreements are made between organisations.")
@ObjectType({
  description: "An agreement that bounds what people may be asked to let one organisation share with another.",
})
@Entity({ tableName: "data_sharing_agreement" })
export class DataSharingAgreement {
  @Field(() => ID, { description: "Opaque identifier of the agreement." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  sourceOrganizationId!: string;

  @Property({ type: "uuid" })
  granteeOrganizationId!: string;

  @Field(() => [Purpose], { description: "Purposes a consent under it may name." })
  @Property({ type: "array" })
  purposes!: string[];

  @Field(() => [DataCategory], { description: "Categories of data a consent under it may cover." })
  @Property({ type: "array" })
  categories!: string[];

  @Field(() => [Role], { description: "Roles of the recipient's members who may read under it." })
  @Property({ type: "array" })
  roles!: string[];

  @Field(() => Date, { description: "The instant from which it holds." })
  @Property({ type: "datetime" })
  validFrom!: Date;

  @Field(() => Date, { description: "The instant from which it holds no more, and no consent under it either." })
  @Property({ type: "datetime" })
  validTo!: Date;
}
