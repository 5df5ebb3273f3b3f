import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload } from "../../../kit/user-error.ts";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { Consent } from "../entities/consent.ts";
import { ProxyAuthority } from "../entities/proxy-authority.ts";
import { findHeldAuthorities } from "../repositories/proxy-authorities.ts";
import { endProxyAuthority } from "../services/end-proxy-authority.ts";
import { recordProxyAuthority } from "../services/record-proxy-authority.ts";
import { EndProxyAuthorityInput, RecordProxyAuthorityInput } from "./proxy-authority-inputs.ts";
import { EndProxyAuthorityPayload, RecordProxyAuthorityPayload } from "./proxy-authority-payloads.ts";

@Resolver(() => ProxyAuthority)
export class ProxyAuthorityResolver {
  @Query(() => [ProxyAuthority], {
    nullable: true,
    description: "The authorities you hold now: for whom you stand, and how far.",
  })
  heldAuthorities(@Ctx() { em, viewer }: ConsentContext) {
    return viewer ? findHeldAuthorities(em, viewer) : [];
  }

  @Public("Shown to the person, to who stands for her and to who verified it: all three know her name.")
  @FieldResolver(() => String, { nullable: true, description: "Given and family name of the person whom it is about." })
  async personName(@Root() { personId }: ProxyAuthority, @Ctx() { people }: ConsentContext) {
    const person = await people.load(personId);
    return person ? `${person.givenName} ${person.familyName}` : null;
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => [Consent], {
    nullable: true,
    description:
      "The person's consents, as far as you may know of them: for who stands for her, those within her scope.",
  })
  consents(@Root() { personId }: ProxyAuthority, @Ctx() { consentsOfPerson }: ConsentContext) {
    return consentsOfPerson.load(personId);
  }

  @Mutation(() => RecordProxyAuthorityPayload, {
    nullable: true,
    description: "Records that somebody may decide with or for a person your organisation accompanies.",
  })
  recordProxyAuthority(
    @Arg("input", () => RecordProxyAuthorityInput, { description: "What you verified." })
    input: RecordProxyAuthorityInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ proxyAuthority: await recordProxyAuthority(context, input) }));
  }

  @Mutation(() => EndProxyAuthorityPayload, {
    nullable: true,
    description: "Ends an authority at once; what was given under it permits nothing until it is confirmed.",
  })
  endProxyAuthority(
    @Arg("input", () => EndProxyAuthorityInput, { description: "Which one." }) input: EndProxyAuthorityInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ proxyAuthority: await endProxyAuthority(context, input) }));
  }
}
