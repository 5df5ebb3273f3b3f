import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { HealthAccessContext } from "../context.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { CareNavigation } from "../entities/protected-as.ts";
import { SupportMissions } from "../entities/support-missions.ts";

@Resolver(() => HealthSupport)
export class MissionsOfSupportResolver {
  @CareNavigation
  @FieldResolver(() => SupportMissions, {
    nullable: true,
    description:
      "How far its four missions have come, from what was recorded; each step under the rule of its records.",
  })
  missions(@Root() { id }: HealthSupport, @Ctx() { missions }: HealthAccessContext) {
    return missions.load(id);
  }
}
