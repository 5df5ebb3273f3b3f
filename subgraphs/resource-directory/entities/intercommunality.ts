import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

@Public("Published directory data.")
@ObjectType({ description: "A group of communes (EPCI), such as a metropolis or a community of communes." })
@Entity({ tableName: "intercommunality" })
export class Intercommunality {
  @Field(() => ID, { description: "SIREN number of the group." })
  @PrimaryKey({ type: "text" })
  code!: string;

  @Field(() => String, { description: "Name." })
  @Property({ type: "text" })
  name!: string;
}
