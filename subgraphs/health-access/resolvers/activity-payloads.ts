import { Field, ObjectType } from "type-graphql";
import { UserError } from "../../../kit/user-error.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { NetworkMeeting } from "../entities/network-meeting.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { SatisfactionCollection } from "../entities/satisfaction-collection.ts";
import { Sector } from "../entities/sector.ts";
import { SupervisionSession } from "../entities/supervision-session.ts";

@ObjectType()
class Payload {
  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What naming a sector gave." })
export class NameSectorPayload extends Payload {
  @Field(() => Sector, { nullable: true, description: "The sector." })
  sector?: Sector;
}

@OwnAct
@ObjectType({ description: "What saying the sector of a health support gave." })
export class AssignSectorPayload extends Payload {
  @Field(() => HealthSupport, { nullable: true, description: "The health support." })
  healthSupport?: HealthSupport;
}

@OwnAct
@ObjectType({ description: "What recording a network meeting gave." })
export class RecordNetworkMeetingPayload extends Payload {
  @Field(() => NetworkMeeting, { nullable: true, description: "The recorded meeting." })
  networkMeeting?: NetworkMeeting;
}

@OwnAct
@ObjectType({ description: "What recording a supervision session gave." })
export class RecordSupervisionSessionPayload extends Payload {
  @Field(() => SupervisionSession, { nullable: true, description: "The recorded session." })
  supervisionSession?: SupervisionSession;
}

@OwnAct
@ObjectType({ description: "What recording answers about satisfaction gave." })
export class RecordSatisfactionPayload extends Payload {
  @Field(() => SatisfactionCollection, { nullable: true, description: "The recorded counts." })
  satisfactionCollection?: SatisfactionCollection;
}
