import { Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { Area } from "../policies/territory.ts";
import { OrganizationArea } from "./organization-area.ts";

/** Where an organisation worked from an instant on. Its table is append-only and in the ledger. */
@Public("Organisations are not people.")
@ObjectType({ description: "Where an organisation worked from an instant on, until the next record." })
export class TerritoryRecord {
  organizationId!: string;

  @Field(() => [OrganizationArea], { description: "Its areas; none for its whole département." })
  areas!: readonly Area[];

  @Field(() => Date, { description: "When it was recorded." })
  recordedAt!: Date;
}
