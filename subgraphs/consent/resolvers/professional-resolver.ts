import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { type Volet, voletsInOrder } from "../../volets.ts";
import type { ConsentContext } from "../context.ts";
import { VoletEnum } from "../entities/consent-words.ts";
import { Organization } from "../entities/organization.ts";
import { Professional } from "../entities/professional.ts";
import { TrainingRegistration } from "../entities/training-registration.ts";

@Resolver(() => Professional)
export class ProfessionalResolver {
  @FieldResolver(() => [Organization], { nullable: true, description: "The organisations she is a member of now." })
  async organizations(
    @Root() { id }: Professional,
    @Ctx() { membershipsOfProfessional, organizations }: ConsentContext,
  ) {
    const memberships = await membershipsOfProfessional.load(id);
    const ids = [...new Set(memberships.map(({ organizationId }) => organizationId))];
    const found = await Promise.all(ids.map((organizationId) => organizations.load(organizationId)));
    return found.filter((organization) => organization !== null);
  }

  @FieldResolver(() => [VoletEnum], {
    nullable: true,
    description: "The volets of a health centre's work she does now; none where nobody said so.",
  })
  async volets(@Root() { id }: Professional, @Ctx() { membershipsOfProfessional }: ConsentContext): Promise<Volet[]> {
    const memberships = await membershipsOfProfessional.load(id);
    const held = new Set(memberships.flatMap(({ volets = [] }) => volets));
    return voletsInOrder(held);
  }
}

@Resolver(() => TrainingRegistration)
export class TrainingRegistrationResolver {
  @Directive('@requires(fields: "account")')
  @FieldResolver(() => Professional, { nullable: true, description: "Who comes." })
  professional(@Root() { account }: TrainingRegistration, @Ctx() { professionalsByAccount }: ConsentContext) {
    return professionalsByAccount.load(account);
  }
}
