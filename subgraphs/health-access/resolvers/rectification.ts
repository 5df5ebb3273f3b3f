import { createRectificationResolver } from "../../../kit/rectification/rectification-resolver.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { stateRectification } from "../../state-rectification.ts";
import { tellRectification } from "../../tell-rectification.ts";
import { Person } from "../entities/person.ts";
import { HealthAccessRectification, RectificationRule } from "../entities/rectification.ts";
import { isInternalReadAllowed } from "../policies/internal-roles.ts";
import { portability } from "../policies/portability.ts";

export const rectificationResolvers = createRectificationResolver({
  source: "healthAccess",
  keepers: "health-access associations",
  Subject: Person,
  subject: "person",
  Rectification: HealthAccessRectification,
  Rule: RectificationRule,
  FreeText: NoSocialSecurityNumber,
  portability,
  mayAnswer: (viewer) => isInternalReadAllowed(viewer, "HEALTH_OBSERVATION"),
  onChange: stateRectification("health-access", "HEALTH_ACCESS_RECTIFICATION_ASKED"),
  tell: tellRectification,
});
