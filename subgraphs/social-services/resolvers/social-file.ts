import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Barrier } from "../entities/barrier.ts";
import { DisabilityRequest } from "../entities/disability-request.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { RightsRequest } from "../entities/rights-request.ts";
import { RuleOfItsType, SocialFollowUp } from "../entities/rules.ts";
import { SocialFile } from "../entities/social-file.ts";
import { fileKeepers, mayActOn } from "../policies/actor.ts";
import { openSocialFile } from "../services/open-social-file.ts";

@InputType({ description: "A social file to open." })
class OpenSocialFileInput {
  @Field(() => ID, { description: "The person, whom your organisation accompanies." })
  person!: string;
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "The file opened, or why none was." })
class OpenSocialFilePayload {
  @Field(() => SocialFile, { nullable: true, description: "The file of your organisation about her." })
  socialFile?: SocialFile;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
  userErrors!: UserError[];
}

@Resolver(() => SocialFile)
export class SocialFileResolver {
  @SocialFollowUp()
  @FieldResolver(() => Person, { nullable: true, description: "The person followed." })
  person(@Root() file: SocialFile): Person {
    return { id: file.personId };
  }

  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that keeps the file." })
  organization(@Root() file: SocialFile): Organization {
    return { id: file.organizationId };
  }

  @SocialFollowUp()
  @FieldResolver(() => [RightsRequest], { nullable: true, description: "Requests for rights, the newest first." })
  rightsRequests(@Root() file: SocialFile, @Ctx() context: SocialServicesContext) {
    return context.rightsRequestsOfFile.load(file.id);
  }

  @RuleOfItsType()
  @FieldResolver(() => [DisabilityRequest], {
    nullable: true,
    description: "Requests linked to a disability that you may see, the newest first.",
  })
  disabilityRequests(@Root() file: SocialFile, @Ctx() context: SocialServicesContext) {
    return context.disabilityRequestsOfFile.load(file.id);
  }

  @SocialFollowUp()
  @FieldResolver(() => [Barrier], { nullable: true, description: "Barriers to employment, lifted ones included." })
  barriers(@Root() file: SocialFile, @Ctx() context: SocialServicesContext) {
    return context.barriersOfFile.load(file.id);
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, {
    description:
      "Whether you may record in it: requests for rights and what becomes of them, barriers and their lifting.",
  })
  viewerCanRecord(@Root() file: SocialFile, @Ctx() { viewer }: SocialServicesContext): boolean {
    return mayActOn(viewer, fileKeepers, file);
  }

  @Mutation(() => OpenSocialFilePayload, {
    nullable: true,
    description: "Opens your organisation's social file about a person it accompanies.",
  })
  openSocialFile(
    @Arg("input", () => OpenSocialFileInput, { description: "Whose file to open." }) input: OpenSocialFileInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ socialFile: await openSocialFile(context, input) }));
  }
}
