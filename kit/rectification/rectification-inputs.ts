import { IsUUID, Length } from "class-validator";
import { type ClassType, Field, ID, InputType, ObjectType } from "type-graphql";
import { Public } from "../public.ts";
import { UserError } from "../user-error.ts";
import type { RectificationAnswer } from "./answer-rectification.ts";
import type { RectificationRow } from "./rectification-row.ts";
import type { RequestRectification } from "./request-rectification.ts";

const MOST_LETTERS = 2_000;
const REASONS = "Why nothing was changed; empty when it was.";

/** What the mutations of one source take and give; `name` stands within the name of each type. */
export function declareRectificationInputs(
  name: string,
  Rectification: ClassType<RectificationRow>,
  FreeText: () => PropertyDecorator,
) {
  @InputType(`Request${name}Input`, { description: "A request that a record about you be corrected." })
  class RequestInput implements RequestRectification {
    @IsUUID()
    @Field(() => ID, { description: "A UUID you choose for this request: sending it again asks nothing twice." })
    requestKey!: string;

    @Field(() => String, { description: "Which kind of record, as it is named among your records." })
    kind!: string;

    @IsUUID()
    @Field(() => ID, { description: "The record, by its identifier among your records." })
    record!: string;

    @Length(1, MOST_LETTERS)
    @FreeText()
    @Field(() => String, { description: "What is wrong, in your own words; no national number." })
    statement!: string;
  }

  @InputType(`Accept${name}Input`, { description: "The answer that a record has been corrected." })
  class AcceptInput implements RectificationAnswer {
    @Field(() => ID, { description: "The request, once the record was corrected by the mutation for it." })
    rectification!: string;
  }

  @InputType(`Refuse${name}Input`, { description: "The answer that a record stays as it is." })
  class RefuseInput implements RectificationAnswer {
    @Field(() => ID, { description: "The request." })
    rectification!: string;

    @Length(1, MOST_LETTERS)
    @FreeText()
    @Field(() => String, { description: "Why, in words for whoever asked." })
    reason!: string;
  }

  const declarePayload = (act: string, description: string) => {
    @Public("It reports the viewer's own act.")
    @ObjectType(`${act}${name}Payload`, { description })
    class Payload {
      @Field(() => Rectification, { nullable: true, description: "The request as it stands now." })
      rectification?: RectificationRow;

      @Field(() => [UserError], { description: REASONS })
      userErrors!: UserError[];
    }
    return Payload;
  };
  const RequestPayload = declarePayload("Request", "What became of asking that a record be corrected.");
  const AcceptPayload = declarePayload("Accept", "What became of answering that a record was corrected.");
  const RefusePayload = declarePayload("Refuse", "What became of answering that a record stays as it is.");

  return { RequestInput, AcceptInput, RefuseInput, RequestPayload, AcceptPayload, RefusePayload };
}
