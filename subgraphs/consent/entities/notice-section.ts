import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { noticeTopics, type NoticeTopic as Topic } from "../policies/notice-text.ts";

export const NoticeTopic = Object.fromEntries(Object.keys(noticeTopics).map((topic) => [topic, topic]));
registerEnumType(NoticeTopic, {
  name: "NoticeTopic",
  description: "What a section of a notice is about.",
  valuesConfig: Object.fromEntries(
    Object.entries(noticeTopics).map(([topic, description]) => [topic, { description }]),
  ),
});

/** One section of the text, for a client that lays it out; it says nothing the text does not. */
@Public("The same text is shown to everyone.")
@ObjectType({ description: "A section of a notice, in the words of its text." })
export class NoticeSection {
  @Field(() => NoticeTopic, { description: "What it is about." })
  topic!: Topic;

  @Field(() => String, { description: "Its title as the person reads it." })
  title!: string;

  @Field(() => [String], { description: "What it says, line by line." })
  lines!: readonly string[];
}
