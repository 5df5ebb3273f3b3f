import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** A member of an organisation; what she may do is read from her memberships at every request. */
@Public("It names a professional in her office, not a person accompanied.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "A professional, member of an organisation of the hub." })
@Entity({ tableName: "professional" })
export class Professional {
  @Field(() => ID, { description: "Opaque identifier of the professional." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  /** `<issuer alias>|<sub>` of her account. */
  @Property({ type: "text", unique: true })
  subject!: string;

  @Field(() => String, { nullable: true, description: "Name under which she works." })
  @Property({ type: "text" })
  displayName!: string;
}
