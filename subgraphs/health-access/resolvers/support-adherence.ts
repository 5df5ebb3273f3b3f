import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { HealthAccessContext } from "../context.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { Evaluation } from "../entities/protected-as.ts";
import { SupportAdherence } from "../entities/support-adherence.ts";

@Resolver(() => HealthSupport)
export class AdherenceOfSupportResolver {
  @Evaluation
  @FieldResolver(() => SupportAdherence, {
    nullable: true,
    description: "Planned against done steps, kept against missed appointments, rights opened.",
  })
  adherence(@Root() { id }: HealthSupport, @Ctx() { adherence }: HealthAccessContext) {
    return adherence.load(id);
  }
}
