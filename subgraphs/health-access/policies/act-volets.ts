import type { Volet } from "../../volets.ts";
import type { SupportActKind } from "./support-words.ts";

/** The volet a kind of act belongs to for certain; an interview is led by a nurse here and by a mediator there. */
export const actVolets: Partial<Record<SupportActKind, Volet>> = {
  RIGHTS_OPENING: "SOCIAL",
  ACCOMPANIED_APPOINTMENT: "SANITAIRE",
  MEDIATION: "SOCIAL",
  GROUP_WORKSHOP: "EDUCATION_POPULAIRE",
};
