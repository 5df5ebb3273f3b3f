import { ArrayMaxSize, ArrayMinSize, IsUUID } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { MAX_PAGE_SIZE } from "../../../kit/connection.ts";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import type { WorkName } from "../../work-kinds.ts";
import { InboxItem, InboxItemKind } from "../entities/inbox-item.ts";

@InputType({ description: "Which items of your inbox to list; what is left out does not restrict." })
export class InboxFilter {
  @Field(() => Boolean, { defaultValue: false, description: "Only those you have not read." })
  isUnreadOnly!: boolean;

  @Field(() => [InboxItemKind], { nullable: true, description: "Only items of these kinds." })
  kinds?: WorkName[] | null;
}

@InputType({ description: "What you have read." })
export class MarkInboxItemsReadInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PAGE_SIZE)
  @IsUUID(undefined, { each: true })
  @Field(() => [ID], { description: "Items of your inbox, from 1 to 100." })
  items!: string[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of marking items as read." })
export class MarkInboxItemsReadPayload {
  @Field(() => [InboxItem], { nullable: true, description: "The items as they are now." })
  inboxItems?: InboxItem[] | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}
