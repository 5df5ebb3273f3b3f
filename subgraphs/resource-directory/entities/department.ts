import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

@Public("Published directory data.")
@ObjectType({ description: "A French département or overseas collectivity." })
@Entity({ tableName: "department" })
export class Department {
  @Field(() => ID, { description: "Official code, for example 25, 2A or 974." })
  @PrimaryKey({ type: "text" })
  code!: string;

  @Field(() => String, { description: "Name." })
  @Property({ type: "text" })
  name!: string;
}
