import { declareRectification } from "../../../kit/rectification/declare-rectification.ts";
import { HealthObservation } from "./protected-as.ts";

/** The strictest rule there is here: her words may tell of what was observed. */
export const RectificationRule = HealthObservation;

export const Rectification = declareRectification("HealthAccessRectification", RectificationRule);
