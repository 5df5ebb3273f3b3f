import { Arg, Args, Ctx, Field, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from "type-graphql";
import { declareConnection } from "../../../kit/connection.ts";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { CoordinationMeeting } from "../entities/coordination-meeting.ts";
import { CoordinationTask } from "../entities/coordination-task.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { SocialFollowUp } from "../entities/rules.ts";
import { mayCompleteTask } from "../policies/actor.ts";
import { coordinationTasks } from "../repositories/coordination.ts";
import { findOpenWork } from "../repositories/open-work.ts";
import { completeCoordinationTask } from "../services/complete-coordination-task.ts";
import { recordCoordinationMeeting } from "../services/record-coordination-meeting.ts";
import { CompleteCoordinationTaskInput, RecordCoordinationMeetingInput } from "./coordination-inputs.ts";
import { OpenWorkArguments } from "./open-work-arguments.ts";

const CoordinationTaskConnection = declareConnection(CoordinationTask, "CoordinationTask", "tasks");

@Public("It reports the viewer's own act.")
@ObjectType({ description: "The meeting recorded, or why none was." })
class RecordCoordinationMeetingPayload {
  @Field(() => CoordinationMeeting, { nullable: true, description: "The meeting as it is now." })
  coordinationMeeting?: CoordinationMeeting;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "The task that is done, or why nothing was changed." })
class CompleteCoordinationTaskPayload {
  @Field(() => CoordinationTask, { nullable: true, description: "The task as it is now." })
  coordinationTask?: CoordinationTask;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
  userErrors!: UserError[];
}

@Resolver(() => CoordinationMeeting)
export class CoordinationMeetingResolver {
  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation of the référent who called it." })
  organization(@Root() { organizationId }: CoordinationMeeting): Organization {
    return { id: organizationId };
  }

  @SocialFollowUp()
  @FieldResolver(() => [Organization], { nullable: true, description: "The organisations that took part besides it." })
  participants(@Root() { participantIds }: CoordinationMeeting): Organization[] {
    return participantIds.map((id) => ({ id }));
  }

  @SocialFollowUp()
  @FieldResolver(() => [CoordinationTask], {
    nullable: true,
    description: "Who does what by when, the first due first.",
  })
  tasks(@Root() { id }: CoordinationMeeting, @Ctx() { tasksOfMeeting }: SocialServicesContext) {
    return tasksOfMeeting.load(id);
  }

  @Mutation(() => RecordCoordinationMeetingPayload, {
    nullable: true,
    description: "Records a meeting of those who accompany a person, called by her référent with her agreement.",
  })
  recordCoordinationMeeting(
    @Arg("input", () => RecordCoordinationMeetingInput, { description: "Who met, what they decided, who does what." })
    input: RecordCoordinationMeetingInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ coordinationMeeting: await recordCoordinationMeeting(context, input) }));
  }
}

@Resolver(() => CoordinationTask)
export class CoordinationTaskResolver {
  @Query(() => CoordinationTaskConnection, {
    nullable: true,
    description: "Open tasks that your organisation is to do or called for, or about yourself, the first due first.",
  })
  coordinationTasks(
    @Args(() => OpenWorkArguments) page: OpenWorkArguments,
    @Ctx() { em, enforcement }: SocialServicesContext,
  ) {
    const asked = { first: page.first, after: page.after ?? null, dueBefore: page.dueBefore ?? null };
    return findOpenWork(em, enforcement, coordinationTasks, asked);
  }

  @SocialFollowUp()
  @FieldResolver(() => Person, { nullable: true, description: "The person for whom it is done." })
  person(@Root() { personId }: CoordinationTask): Person {
    return { id: personId };
  }

  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that is to do it." })
  organization(@Root() { assigneeId }: CoordinationTask): Organization {
    return { id: assigneeId };
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, {
    description: "Whether you may say that it is done: it is open, and your organisation's to do or to follow.",
  })
  viewerCanComplete(@Root() task: CoordinationTask, @Ctx() { viewer }: SocialServicesContext): boolean {
    return task.doneOn === null && mayCompleteTask(viewer, task);
  }

  @Mutation(() => CompleteCoordinationTaskPayload, {
    nullable: true,
    description: "Records that a task of a coordination meeting is done.",
  })
  completeCoordinationTask(
    @Arg("input", () => CompleteCoordinationTaskInput, { description: "Which task." })
    input: CompleteCoordinationTaskInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ coordinationTask: await completeCoordinationTask(context, input) }));
  }
}
