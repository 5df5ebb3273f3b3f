import { declareRectification } from "../../../kit/rectification/declare-rectification.ts";
import { Protected } from "../../protected.ts";

/** Her words are about a contract or what was agreed in it. */
export const RectificationRule = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

export const Rectification = declareRectification("EmploymentContractsRectification", RectificationRule);
