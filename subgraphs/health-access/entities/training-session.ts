import { randomUUID } from "node:crypto";
import { Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateTimeScalar } from "../../../kit/scalars.ts";

@Public("A session for professionals is about no person accompanied.")
@ObjectType({
  description:
    "A training session that an association holds for professionals: the volet « formation et enseignement ».",
})
@Entity({ tableName: "training_session" })
@Unique({ name: "training_session_once", properties: ["organizationId", "theme", "startsAt"] })
@Index({ properties: ["organizationId", "startsAt", "id"] })
export class TrainingSession {
  @Field(() => ID, { description: "Opaque identifier of the session." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "What it is about, in French." })
  @Property({ type: "text" })
  theme!: string;

  @Field(() => String, { description: "Where it is held." })
  @Property({ type: "text" })
  placeName!: string;

  @Field(() => DateTimeScalar, { description: "When it begins." })
  @Property({ type: "datetime" })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it ends." })
  @Property({ type: "datetime" })
  endsAt!: Date;

  @Field(() => Int, { description: "How many professionals may take part." })
  @Property({ type: "integer" })
  capacity!: number;

  /** Organisations besides its own whose members may come, in the registry's words. */
  @Property({ type: "uuid[]" })
  openTo!: string[];

  @Field(() => Boolean, { description: "Whether it does not take place." })
  @Property({ type: "boolean" })
  isCancelled: boolean = false;
}
