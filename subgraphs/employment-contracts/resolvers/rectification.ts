import { createRectificationResolver } from "../../../kit/rectification/rectification-resolver.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { stateRectification } from "../../state-rectification.ts";
import { tellRectification } from "../../tell-rectification.ts";
import { Person } from "../entities/person.ts";
import { EmploymentContractsRectification, RectificationRule } from "../entities/rectification.ts";
import { isInternalReadAllowed } from "../policies/internal-roles.ts";
import { portability } from "../policies/portability.ts";

export const rectificationResolvers = createRectificationResolver({
  source: "employmentContracts",
  keepers: "those who hold contracts",
  Subject: Person,
  subject: "person",
  Rectification: EmploymentContractsRectification,
  Rule: RectificationRule,
  FreeText: NoSocialSecurityNumber,
  portability,
  mayAnswer: (viewer) => isInternalReadAllowed(viewer, "CONTRACT_TERMS"),
  onChange: stateRectification("employment-contracts", "EMPLOYMENT_CONTRACTS_RECTIFICATION_ASKED"),
  tell: tellRectification,
});
