import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { ConsentContext } from "../context.ts";
import { Role } from "../entities/consent-words.ts";
import { Organization } from "../entities/organization.ts";
import { Professional } from "../entities/professional.ts";
import { listOrganizations } from "../repositories/people.ts";
import { findProfessionalOf } from "../repositories/professionals.ts";

@Public("It describes the viewer to herself.")
@ObjectType({ description: "Who you are in the hub, for this request." })
export class ViewerProfile {
  @Field(() => [Role], { description: "Roles you hold in the organisation you act for." })
  roles!: string[];

  @Field(() => String, {
    nullable: true,
    description: "Your account, to tell a professional who records that you stand for somebody.",
  })
  account!: string | null;

  organizationId!: string | null;
}

@Resolver(() => ViewerProfile)
export class ViewerResolver {
  @Query(() => ViewerProfile, { nullable: true, description: "Who you are in the hub." })
  viewer(@Ctx() { viewer }: ConsentContext): ViewerProfile {
    return {
      roles: [...(viewer?.roles ?? [])],
      account: viewer?.subject ?? null,
      organizationId: viewer?.organization ?? null,
    };
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: "The organisation you act for; absent for a person accompanied.",
  })
  organization(@Root() { organizationId }: ViewerProfile, @Ctx() { organizations }: ConsentContext) {
    return organizationId ? organizations.load(organizationId) : null;
  }

  @FieldResolver(() => Professional, {
    nullable: true,
    description: "You as a professional; absent for a person accompanied.",
  })
  professional(@Ctx() { em, viewer }: ConsentContext) {
    return viewer?.organization ? findProfessionalOf(em, viewer.subject) : null;
  }

  @Query(() => [Organization], { nullable: true, description: "The organisations that take part in the hub, by name." })
  organizations(@Ctx() { em }: ConsentContext) {
    return listOrganizations(em);
  }
}
