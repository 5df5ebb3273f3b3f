import { randomUUID } from "node:crypto";
import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { RoundSeries } from "./round-series.ts";

/** One a team and day: that is its natural key. */
@Public("A round is about a team and its places, and about no person.")
@ObjectType({ description: "The round of a mobile unit on one day: a team that goes to people, in a fitted vehicle." })
@Entity({ tableName: "mobile_round" })
@Unique({ name: "mobile_round_once", properties: ["organizationId", "heldOn", "teamName"] })
export class MobileRound {
  @Field(() => ID, { description: "Opaque identifier of the round." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "Name of the team or of its vehicle, as people know it." })
  @Property({ type: "text" })
  teamName!: string;

  @Field(() => DateScalar, { description: "The day of the round." })
  @Property({ type: "date" })
  heldOn!: string;

  /** Null for one that was planned alone. */
  @Index()
  @ManyToOne(() => RoundSeries, { mapToPk: true, fieldName: "series_id", nullable: true })
  seriesId: string | null = null;
}
