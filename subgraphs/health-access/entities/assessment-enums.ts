import { assessmentMoments, assessmentScales } from "../policies/assessment-words.ts";
import { closedEnum } from "./closed-enum.ts";

export const AssessmentMomentEnum = closedEnum(
  "AssessmentMoment",
  "When in a health support the person assessed where she stands.",
  assessmentMoments,
);
export const AssessmentScaleEnum = closedEnum(
  "AssessmentScale",
  "What the person rates herself, from 0 to 10; none is a diagnosis.",
  assessmentScales,
);
