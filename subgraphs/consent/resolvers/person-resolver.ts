import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { declareConnection, encodeCursor, type Page, PageArguments, toPage } from "../../../kit/connection.ts";
import { Public } from "../../../kit/public.ts";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { Accompaniment } from "../entities/accompaniment.ts";
import { AccompanimentInvitation } from "../entities/accompaniment-invitation.ts";
import { Consent } from "../entities/consent.ts";
import { DecisionRecord } from "../entities/decision-record.ts";
import { Person } from "../entities/person.ts";
import { ProxyAuthority } from "../entities/proxy-authority.ts";
import { Restriction } from "../entities/restriction.ts";
import { mayKnowAccompanied } from "../policies/internal-roles.ts";
import { listInvitations } from "../repositories/invitations.ts";
import { countAccompanied, countDisclosures, listAccompanied, listDisclosures } from "../repositories/people.ts";
import { listRestrictions } from "../repositories/restrictions.ts";

const PersonConnection = declareConnection(Person, "Person", "people your organisation accompanies");
const DisclosureConnection = declareConnection(
  DecisionRecord,
  "Disclosure",
  "times somebody asked for the person's data",
);

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, { nullable: true, description: "Yourself, when you are a person accompanied." })
  me(@Ctx() { viewer, people }: ConsentContext) {
    return viewer?.dataSubject ? people.load(viewer.dataSubject) : null;
  }

  @Query(() => Person, { nullable: true, description: "A person your organisation may know of." })
  person(
    @Arg("id", () => ID, { description: "Identifier of the person." }) id: string,
    @Ctx() { people }: ConsentContext,
  ) {
    return people.load(id);
  }

  @Query(() => PersonConnection, { nullable: true, description: "The people your organisation accompanies, by name." })
  async accompaniedPersons(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { em, viewer }: ConsentContext,
  ): Promise<Page<Person>> {
    if (!viewer?.organization || !mayKnowAccompanied(viewer)) return toPage<Person>([], first, () => "", 0);
    const rows = await listAccompanied(em, viewer, first, after ?? null);
    return toPage(
      rows,
      first,
      ({ id }) => encodeCursor([id]),
      () => countAccompanied(em, viewer),
    );
  }

  @Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => [Consent], { nullable: true, description: "Her consents, as far as you may know of them." })
  consents(@Root() person: Person, @Ctx() { consentsOfPerson }: ConsentContext) {
    return consentsOfPerson.load(person.id);
  }

  @Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => [ProxyAuthority], {
    nullable: true,
    description: "Who may decide with or for her, as far as you may know of it.",
  })
  proxyAuthorities(@Root() person: Person, @Ctx() { authoritiesOverPerson }: ConsentContext) {
    return authoritiesOverPerson.load(person.id);
  }

  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => [Restriction], {
    nullable: true,
    description: "What she opposes now, whatever she consented to, newest first; for herself only.",
  })
  restrictions(@Root() person: Person, @Ctx() { em, viewer }: ConsentContext) {
    return viewer?.dataSubject === person.id ? listRestrictions(em, person.id) : null;
  }

  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => DisclosureConnection, {
    nullable: true,
    description: "Who asked for her data and whether it was shown, newest first; for herself only.",
  })
  async disclosures(
    @Root() person: Person,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { em, viewer }: ConsentContext,
  ): Promise<Page<DecisionRecord> | null> {
    if (viewer?.dataSubject !== person.id) return null;
    const rows = await listDisclosures(em, person, first, after ?? null);
    return toPage(
      rows,
      first,
      ({ id }) => encodeCursor([id]),
      () => countDisclosures(em, person),
    );
  }

  @Public("Answered to the person herself and to nobody else.")
  @FieldResolver(() => [AccompanimentInvitation], {
    nullable: true,
    description: "Whom she or a professional invited to accompany her, newest first; for herself only.",
  })
  accompanimentInvitations(@Root() { id }: Person, @Ctx() { em, viewer }: ConsentContext) {
    return viewer?.dataSubject === id ? listInvitations(em, id) : null;
  }

  @Public("What it leads to follows the rules of its own type.")
  @FieldResolver(() => [Accompaniment], {
    nullable: true,
    description: "Who accompanies her or did: all of it for herself, else what your own organisation does.",
  })
  async accompaniments(@Root() { id }: Person, @Ctx() { viewer, accompanimentsOfPerson }: ConsentContext) {
    const all = await accompanimentsOfPerson.load(id);
    return viewer?.dataSubject === id
      ? all
      : all.filter(({ organizationId }) => organizationId === viewer?.organization);
  }
}
