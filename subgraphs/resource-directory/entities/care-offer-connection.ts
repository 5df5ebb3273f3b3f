import { Field, Int, ObjectType } from "type-graphql";
import { PageInfo } from "../../../kit/connection.ts";
import { Public } from "../../../kit/public.ts";
import { CareOffer } from "./care-offer.ts";

@Public("Published directory data.")
@ObjectType({ description: "One offer found by a search." })
export class CareOfferEdge {
  @Field(() => CareOffer, { nullable: true, description: "The offer itself." })
  node!: CareOffer;

  @Field(() => Int, {
    nullable: true,
    description: "Distance in whole kilometres; absent for an offer that is not given on site within the radius.",
  })
  distanceKm?: number | null;

  @Field(() => String, { description: "Opaque position of the offer in the results." })
  cursor!: string;
}

@Public("Published directory data.")
@ObjectType({ description: "A page of offers found by a search." })
export class CareOfferConnection {
  @Field(() => [CareOfferEdge], { description: "The offers of this page, in order." })
  edges!: CareOfferEdge[];

  @Field(() => PageInfo, { description: "Where this page stands among all results." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many offers the search finds in all." })
  totalCount?: number | null;
}
