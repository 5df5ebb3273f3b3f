import { adviceStatuses, adviceThemes } from "../policies/advice-words.ts";
import { closedEnum } from "./closed-enum.ts";

export const AdviceThemeEnum = closedEnum("AdviceTheme", "What advice is asked about.", adviceThemes);
export const AdviceStatusEnum = closedEnum(
  "AdviceRequestStatus",
  "How far a request for advice has come.",
  adviceStatuses,
);
