import { declareRectification } from "../../../kit/rectification/declare-rectification.ts";
import { DisabilityRights } from "./rules.ts";

/** The strictest rule there is here: her words may tell of a disability. */
export const RectificationRule = DisabilityRights();

export const Rectification = declareRectification("SocialServicesRectification", RectificationRule);
