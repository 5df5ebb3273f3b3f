import { registerEnumType } from "type-graphql";

/** The care families of the directory, finer than the five health themes of data·inclusion. */
export enum CareCategory {
  DEPARTMENT_PSYCHOLOGIST = "DEPARTMENT_PSYCHOLOGIST",
  ADDICTION_CARE = "ADDICTION_CARE",
  COMPLEX_CASE_CELL = "COMPLEX_CASE_CELL",
  MDPH = "MDPH",
  MEDICINE_AND_HOSPITAL = "MEDICINE_AND_HOSPITAL",
  CPAM_HEALTH_CHECK = "CPAM_HEALTH_CHECK",
  OTHER_HEALTH = "OTHER_HEALTH",
  NOT_HEALTH = "NOT_HEALTH",
}

registerEnumType(CareCategory, {
  name: "CareCategory",
  description: "The care family an offer belongs to.",
  valuesConfig: {
    DEPARTMENT_PSYCHOLOGIST: { description: "Psychologists of the Département, open to people it accompanies." },
    ADDICTION_CARE: { description: "Addiction associations and centres (CSAPA, CAARUD)." },
    COMPLEX_CASE_CELL: { description: "Cells where several institutions look at a complex situation together." },
    MDPH: { description: "The departmental house for people with disabilities." },
    MEDICINE_AND_HOSPITAL: { description: "General and specialist medicine, and hospitals." },
    CPAM_HEALTH_CHECK: { description: "Health check-ups of the health insurance (CPAM)." },
    OTHER_HEALTH: { description: "Another offer about health." },
    NOT_HEALTH: { description: "An offer about something else than health." },
  },
});
