import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { HealthAccessContext } from "../context.ts";
import { ConsentGrant } from "../entities/consent-grant.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { PlanExtract } from "../entities/plan-extract.ts";

const BY_TYPE = "The extract follows the rules of its own type.";

/** A key of nothing: what links to no extract goes the same way as what links to one, in the same batch. */
const NO_EXTRACT = "";

/** The two edges that lead to an extract from outside. The key comes with the reference; all else is read again here. */
@Resolver(() => EmploymentContract)
export class EmploymentContractResolver {
  @Directive('@requires(fields: "linkedExtractId")')
  @Public(BY_TYPE)
  @FieldResolver(() => PlanExtract, {
    nullable: true,
    description:
      "The extract of the person's health action plan linked to this contract; absent whenever you may not read one.",
  })
  planExtract(@Root() { linkedExtractId }: EmploymentContract, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.byId.load(linkedExtractId ?? NO_EXTRACT);
  }
}

@Resolver(() => ConsentGrant)
export class ConsentGrantResolver {
  @Directive('@requires(fields: "resourceId")')
  @Public(BY_TYPE)
  @FieldResolver(() => PlanExtract, {
    nullable: true,
    description: "The extract this permission is limited to, in the words the person approves.",
  })
  planExtract(@Root() { resourceId }: ConsentGrant, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.byId.load(resourceId ?? NO_EXTRACT);
  }
}
