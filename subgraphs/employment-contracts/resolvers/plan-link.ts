import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { linkPlanExtract } from "../services/link-plan-extract.ts";
import { unlinkPlanExtract } from "../services/unlink-plan-extract.ts";
import { LinkPlanExtractPayload, UnlinkPlanExtractPayload } from "./employment-contract-payload.ts";
import { LinkPlanExtractInput } from "./inputs/link-plan-extract-input.ts";
import { UnlinkPlanExtractInput } from "./inputs/unlink-plan-extract-input.ts";

const ACT = { description: "The act and what it concerns." };
type Context = EmploymentContractsContext;

/** Acts on the link from a contract to an extract. */
@Resolver()
export class PlanLinkActs {
  @Mutation(() => LinkPlanExtractPayload, {
    nullable: true,
    description:
      "Links to a contract the extract of a health action plan that the person approved for your organisation.",
  })
  linkPlanExtract(@Arg("input", () => LinkPlanExtractInput, ACT) input: LinkPlanExtractInput, @Ctx() context: Context) {
    return asPayload(() => linkPlanExtract(context, input));
  }

  @Mutation(() => UnlinkPlanExtractPayload, {
    nullable: true,
    description: "Ends the link between a contract and an extract; the contract stays as it is.",
  })
  unlinkPlanExtract(
    @Arg("input", () => UnlinkPlanExtractInput, ACT) input: UnlinkPlanExtractInput,
    @Ctx() context: Context,
  ) {
    return asPayload(() => unlinkPlanExtract(context, input));
  }
}
