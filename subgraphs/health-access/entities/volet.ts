import { VOLET_DESCRIPTION, volets } from "../../volets.ts";
import { closedEnum } from "./closed-enum.ts";

export const VoletEnum = closedEnum("Volet", VOLET_DESCRIPTION, volets);
