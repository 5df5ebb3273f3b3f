import { Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import { ProxyAuthority } from "../entities/proxy-authority.ts";

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of recording an authority." })
export class RecordProxyAuthorityPayload {
  @Field(() => ProxyAuthority, { nullable: true, description: "The authority as it is now." })
  proxyAuthority?: ProxyAuthority | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of ending an authority." })
export class EndProxyAuthorityPayload {
  @Field(() => ProxyAuthority, {
    nullable: true,
    description: "The authority as it is now; absent for who held it, who knows of it no more.",
  })
  proxyAuthority?: ProxyAuthority | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}
