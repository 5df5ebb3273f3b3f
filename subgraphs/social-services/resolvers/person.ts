import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { SocialServicesContext } from "../context.ts";
import { CoordinationMeeting } from "../entities/coordination-meeting.ts";
import { Person } from "../entities/person.ts";
import { Prescription } from "../entities/prescription.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { RuleOfItsType } from "../entities/rules.ts";
import { SocialFile } from "../entities/social-file.ts";
import { mayGiveMandate } from "../services/may-give-mandate.ts";

/** What social services add to a person. Lists hold a handful of rows: organisations, référents and prescriptions of one life. */
@Resolver(() => Person)
export class PersonResolver {
  @RuleOfItsType()
  @FieldResolver(() => SocialFile, { nullable: true, description: "The file your own organisation keeps about her." })
  async socialFile(@Root() { id }: Person, @Ctx() context: SocialServicesContext) {
    const files = await context.filesOfPerson.load(id);
    return files.find(({ organizationId }) => organizationId === context.viewer?.organization) ?? null;
  }

  @RuleOfItsType()
  @FieldResolver(() => [SocialFile], {
    nullable: true,
    description: "Every file about her that you may see, one an organisation.",
  })
  socialFiles(@Root() { id }: Person, @Ctx() context: SocialServicesContext) {
    return context.filesOfPerson.load(id);
  }

  @RuleOfItsType()
  @FieldResolver(() => ReferentMandate, { nullable: true, description: "The active mandate of her référent." })
  async referentMandate(@Root() { id }: Person, @Ctx() context: SocialServicesContext) {
    const mandates = await context.mandatesOfPerson.load(id);
    return mandates.find(({ endedOn }) => endedOn === null) ?? null;
  }

  @RuleOfItsType()
  @FieldResolver(() => [ReferentMandate], {
    nullable: true,
    description: "Her référents' mandates that you may see, the active one first.",
  })
  referentMandates(@Root() { id }: Person, @Ctx() context: SocialServicesContext) {
    return context.mandatesOfPerson.load(id);
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, {
    description:
      "Whether you may make your organisation her référent: it accompanies her, works where she lives or was invited by her, and she has none.",
  })
  viewerCanGiveReferentMandate(@Root() { id }: Person, @Ctx() context: SocialServicesContext): Promise<boolean> {
    return mayGiveMandate(context, id);
  }

  @RuleOfItsType()
  @FieldResolver(() => [Prescription], {
    nullable: true,
    description: "Health supports prescribed for her that you may see, the newest first.",
  })
  prescriptions(@Root() { id }: Person, @Ctx() context: SocialServicesContext) {
    return context.prescriptionsOfPerson.load(id);
  }

  @RuleOfItsType()
  @FieldResolver(() => [CoordinationMeeting], {
    nullable: true,
    description: "Meetings of those who accompany her that you may see, the latest first.",
  })
  coordinationMeetings(@Root() { id }: Person, @Ctx() context: SocialServicesContext) {
    return context.meetingsOfPerson.load(id);
  }
}
