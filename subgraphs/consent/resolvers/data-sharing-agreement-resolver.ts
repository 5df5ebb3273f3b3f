import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.ts";
import { DataSharingAgreement } from "../entities/data-sharing-agreement.ts";
import { Organization } from "../entities/organization.ts";
import { findAgreementsOf } from "../repositories/agreements.ts";

@Resolver(() => DataSharingAgreement)
export class DataSharingAgreementResolver {
  @Query(() => [DataSharingAgreement], {
    nullable: true,
    description:
      "Agreements in force now to which your organisation is a party; all of them for a data-protection officer.",
  })
  dataSharingAgreements(@Ctx() { em, viewer }: ConsentContext) {
    return viewer ? findAgreementsOf(em, viewer) : [];
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that holds the data." })
  source(@Root() agreement: DataSharingAgreement, @Ctx() { organizations }: ConsentContext) {
    return organizations.load(agreement.sourceOrganizationId);
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that may receive them." })
  recipient(@Root() agreement: DataSharingAgreement, @Ctx() { organizations }: ConsentContext) {
    return organizations.load(agreement.granteeOrganizationId);
  }
}
