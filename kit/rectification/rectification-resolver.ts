import type { EntityManager } from "@mikro-orm/postgresql";
import {
  Arg,
  Args,
  ArgsType,
  type ClassType,
  Ctx,
  type Directive,
  Field,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { declareConnection, PageArguments } from "../connection.ts";
import type { Portability } from "../portable-records.ts";
import { Public } from "../public.ts";
import { DateScalar } from "../scalars.ts";
import type { RequestContext } from "../subgraph.ts";
import { asPayload, Refusal } from "../user-error.ts";
import type { Viewer } from "../viewer.ts";
import { type Answerer, answerRectification, type RectificationAnswer } from "./answer-rectification.ts";
import { dueOn, isLate } from "./due-on.ts";
import { listOwnRectifications, listRectifications } from "./list-rectifications.ts";
import { declareRectificationInputs } from "./rectification-inputs.ts";
import type { RectificationRow } from "./rectification-row.ts";
import { type RequestRectification, requestRectification } from "./request-rectification.ts";

type Subject = { readonly id: string };

/** How one source's requests for rectification are named in the schema, and who answers them. */
interface Share {
  /** Before `Rectifications`, and within the names of the mutations. */
  readonly source: string;
  /** Whose records they are, after "records of". */
  readonly keepers: string;
  readonly Subject: ClassType<Subject>;
  /** The field that leads to her. */
  readonly subject: string;
  readonly Rectification: ClassType<RectificationRow>;
  /** The rule its values carry. */
  readonly Rule: ReturnType<typeof Directive>;
  /** What free texts may not hold. */
  readonly FreeText: () => PropertyDecorator;
  readonly portability: Portability;
  /** Who of the organisation that holds a record answers, which the rule lets read. */
  readonly mayAnswer: (viewer: Viewer) => boolean;
  /** Runs in the transaction in which a request is made or answered. */
  readonly onChange: (em: EntityManager, row: RectificationRow, subject: string) => Promise<void>;
  /** What a subject is told, in her language. */
  readonly tell: (row: RectificationRow, dueOn: string, isLate: boolean) => string;
}

/** Lets a subject ask that a record about her be corrected, and the organisation that holds it answer. */
export function createRectificationResolver({ source, keepers, Subject, Rectification, Rule, ...share }: Share) {
  const { FreeText, subject, portability, mayAnswer, tell } = share;
  const subjectOf = (row: RectificationRow) => String(row[portability.subjectProperty as keyof RectificationRow]);
  const changed = async (em: EntityManager, row: RectificationRow) => {
    await share.onChange(em, row, subjectOf(row));
    return { rectification: row };
  };
  const name = `${source[0]!.toUpperCase()}${source.slice(1)}Rectification`;
  const isAnswerer = (viewer: Viewer | null): viewer is Answerer => !!viewer?.organization && mayAnswer(viewer);
  const RectificationConnection = declareConnection(Rectification, name, "requests for correction");

  const { RequestInput, AcceptInput, RefuseInput, RequestPayload, AcceptPayload, RefusePayload } =
    declareRectificationInputs(name, Rectification, FreeText);

  @ArgsType()
  class WorklistArguments extends PageArguments {
    @Field(() => Boolean, { defaultValue: true, description: "Only those that wait for their answer." })
    isWaitingOnly!: boolean;
  }

  const answer = ({ em, viewer }: RequestContext, input: RectificationAnswer) =>
    asPayload(async () => {
      if (!isAnswerer(viewer)) throw new Refusal("FORBIDDEN", "Only members who read such records answer this.");
      return changed(em, await answerRectification(em, viewer, Rectification, input));
    });

  @Resolver(() => Rectification)
  class RectificationResolver {
    @Rule
    @FieldResolver(() => Subject, { name: subject, nullable: true, description: "Who asked: the record is about her." })
    subject(@Root() row: RectificationRow) {
      return Object.assign(new Subject(), { id: subjectOf(row) });
    }

    @Rule
    @FieldResolver(() => DateScalar, {
      nullable: true,
      description: "The last day for an answer, a month after she asked.",
    })
    dueOn(@Root() { requestedAt }: RectificationRow) {
      return dueOn(requestedAt);
    }

    @Rule
    @FieldResolver(() => Boolean, { nullable: true, description: "Whether that day has passed without an answer." })
    isLate(@Root() { state, requestedAt }: RectificationRow) {
      return state === "REQUESTED" && isLate(requestedAt, new Date());
    }

    @Rule
    @FieldResolver(() => String, {
      nullable: true,
      description: "The whole of it in plain French, as whoever asked is told it, with where she may complain.",
    })
    sentence(@Root() row: RectificationRow) {
      return tell(row, dueOn(row.requestedAt), isLate(row.requestedAt, new Date()));
    }

    @Query(() => RectificationConnection, {
      name: `${source}Rectifications`,
      nullable: true,
      description: `Requests that records of your organisation be corrected, what is due first at the top, for those of ${keepers} who read them.`,
    })
    worklist(@Args(() => WorklistArguments) page: WorklistArguments, @Ctx() { em, viewer }: RequestContext) {
      return isAnswerer(viewer) ? listRectifications(em, Rectification, viewer.organization, page) : null;
    }

    @Mutation(() => RequestPayload, {
      name: `request${name}`,
      nullable: true,
      description: `Asks that a record about you be corrected that is kept with ${keepers}; an answer is due within a month.`,
    })
    request(
      @Arg("input", () => RequestInput, { description: "Which record, and what is wrong." })
      input: RequestRectification,
      @Ctx() { em, viewer }: RequestContext,
    ) {
      return asPayload(async () =>
        changed(em, await requestRectification(em, viewer, Rectification, portability, input)),
      );
    }

    @Mutation(() => AcceptPayload, {
      name: `accept${name}`,
      nullable: true,
      description:
        "Answers that the record has been corrected, by the mutation that changes it; whoever asked is told.",
    })
    accept(
      @Arg("input", () => AcceptInput, { description: "Which request." }) input: RectificationAnswer,
      @Ctx() context: RequestContext,
    ) {
      return answer(context, input);
    }

    @Mutation(() => RefusePayload, {
      name: `refuse${name}`,
      nullable: true,
      description:
        "Answers that the record stays as it is, and why; whoever asked is told, and where she may complain.",
    })
    refuse(
      @Arg("input", () => RefuseInput, { description: "Which request, and why." }) input: RectificationAnswer,
      @Ctx() context: RequestContext,
    ) {
      return answer(context, input);
    }
  }

  @Resolver(() => Subject)
  class OwnRectificationResolver {
    @Public("Answered to the one it is about and to nobody else.")
    @FieldResolver(() => [Rectification], {
      name: `${source}Rectifications`,
      nullable: true,
      description: `Her latest requests that records of ${keepers} be corrected, newest first, a hundred at most; for herself only.`,
    })
    rectifications(@Root() { id }: Subject, @Ctx() { em, viewer }: RequestContext) {
      return viewer?.dataSubject === id
        ? listOwnRectifications(em, Rectification, { [portability.subjectProperty]: id })
        : null;
    }
  }
  return [RectificationResolver, OwnRectificationResolver] as const;
}
