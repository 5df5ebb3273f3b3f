import { ArrayMaxSize, ArrayMinSize, Length, Matches, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { AssignSector } from "../services/assign-sector.ts";
import type { Attendance } from "../services/attendance.ts";
import type { NameSector } from "../services/name-sector.ts";
import type { RecordNetworkMeeting } from "../services/record-network-meeting.ts";
import type { RecordSatisfaction } from "../services/record-satisfaction.ts";
import type { RecordSupervisionSession } from "../services/record-supervision-session.ts";

const MOST_ATTENDANTS = 50;
const MOST_ANSWERS = 1000;

@InputType({ description: "A sector to name." })
export class NameSectorInput implements NameSector {
  @Field(() => ID, { description: "The association: your own." })
  organization!: string;

  @Matches(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,19}$/u)
  @Field(() => String, { description: "Its short code, which no other sector of the association has." })
  code!: string;

  @Length(1, 80)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Its name in French." })
  label!: string;
}

@InputType({ description: "The sector a health support belongs to." })
export class AssignSectorInput implements AssignSector {
  @Field(() => ID, { description: "The health support." })
  healthSupport!: string;

  @Field(() => ID, { description: "One of the sectors of your association." })
  sector!: string;
}

@InputType()
class AttendanceInput implements Attendance {
  @Field(() => DateScalar, { description: "The day it was held, today at the latest." })
  heldOn!: string;

  @Min(1)
  @Max(1440)
  @Field(() => Int, { description: "Minutes it took each of the professionals, on the way included." })
  minutesPerAttendant!: number;

  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_ATTENDANTS)
  @Field(() => [ID], { description: "The professionals of your association who attended, each once." })
  attendants!: string[];
}

@InputType({ description: "A network meeting to record." })
export class RecordNetworkMeetingInput extends AttendanceInput implements RecordNetworkMeeting {
  @Field(() => ID, { description: "The sector whose partners met." })
  sector!: string;
}

@InputType({ description: "A supervision session to record." })
export class RecordSupervisionSessionInput extends AttendanceInput implements RecordSupervisionSession {
  @Field(() => ID, { description: "The association: your own." })
  organization!: string;
}

@InputType({ description: "Answers to the questionnaire of the end of a support, counted without names." })
export class RecordSatisfactionInput implements RecordSatisfaction {
  @Field(() => ID, { description: "The sector where they were collected." })
  sector!: string;

  @Field(() => DateScalar, { description: "The day they were collected, today at the latest." })
  collectedOn!: string;

  @Min(0)
  @Max(MOST_ANSWERS)
  @Field(() => Int, { description: "How many were very satisfied." })
  verySatisfied!: number;

  @Min(0)
  @Max(MOST_ANSWERS)
  @Field(() => Int, { description: "How many were satisfied." })
  satisfied!: number;

  @Min(0)
  @Max(MOST_ANSWERS)
  @Field(() => Int, { description: "How many were dissatisfied." })
  dissatisfied!: number;

  @Min(0)
  @Max(MOST_ANSWERS)
  @Field(() => Int, { description: "How many were very dissatisfied." })
  veryDissatisfied!: number;
}
