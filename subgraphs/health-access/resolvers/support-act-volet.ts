import { FieldResolver, Resolver, Root } from "type-graphql";
import type { Volet } from "../../volets.ts";
import { CareNavigation } from "../entities/protected-as.ts";
import { SupportAct } from "../entities/support-act.ts";
import { VoletEnum } from "../entities/volet.ts";
import { actVolets } from "../policies/act-volets.ts";

@Resolver(() => SupportAct)
export class SupportActVoletResolver {
  @CareNavigation
  @FieldResolver(() => VoletEnum, {
    nullable: true,
    description: "The volet of a health centre's work it belongs to; absent where its kind does not say.",
  })
  volet(@Root() { kind }: SupportAct): Volet | null {
    return actVolets[kind] ?? null;
  }
}
