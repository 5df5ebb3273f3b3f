import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

const OPAQUE = "An opaque identifier says nothing by itself.";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A health support prescribed to a person by a social worker; never a drug." })
export class Prescription {
  @Public(OPAQUE)
  @Field(() => ID, { description: "Opaque identifier of the prescription." })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({
  description:
    "What of a health action plan may go into an employment contract: words of a closed list, days, hours and constraints only.",
})
export class PlanExtract {
  @Public(OPAQUE)
  @Field(() => ID, { description: "Opaque identifier of the extract." })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({
  description: "A contract in which a person and her référent agree on her path to employment; not a work contract.",
})
export class EmploymentContract {
  @Public(OPAQUE)
  @Field(() => ID, { description: "Opaque identifier of the contract." })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({
  description:
    "The accompaniment of a person towards care by an association, from the accepted prescription to its end.",
})
export class HealthSupport {
  @Public(OPAQUE)
  @Field(() => ID, { description: "Opaque identifier of the support." })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "What an organisation is to do for a person, as a coordination meeting decided." })
export class CoordinationTask {
  @Public(OPAQUE)
  @Field(() => ID, { description: "Opaque identifier of the task." })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({
  description:
    "A question of an association's professionals to its volunteer medical staff about a person they accompany, without naming her.",
})
export class AdviceRequest {
  @Public(OPAQUE)
  @Field(() => ID, { description: "Opaque identifier of the request." })
  id!: string;
}
