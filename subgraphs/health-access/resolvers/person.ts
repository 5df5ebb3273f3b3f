import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { HealthAccessContext } from "../context.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { Person } from "../entities/person.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { supportOrAbsence } from "./support-or-absence.ts";

const BY_TYPE = "Each item follows the rules of its own type.";

@Resolver(() => Person)
export class PersonResolver {
  @Public(BY_TYPE)
  @FieldResolver(() => [HealthSupport], {
    nullable: true,
    description: "Her health supports you may see, newest first.",
  })
  healthSupports(@Root() { id }: Person, @Ctx() context: HealthAccessContext) {
    return supportOrAbsence(context, context.supports.ofPerson.load(id));
  }

  @Public(BY_TYPE)
  @FieldResolver(() => [PlanExtract], {
    nullable: true,
    description: "The extracts of her health action plans you may see, newest first.",
  })
  planExtracts(@Root() { id }: Person, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.ofPerson.load(id);
  }
}
