import { createRectificationResolver } from "../../../kit/rectification/rectification-resolver.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { stateRectification } from "../../state-rectification.ts";
import { tellRectification } from "../../tell-rectification.ts";
import { Person } from "../entities/person.ts";
import { RectificationRule, SocialServicesRectification } from "../entities/rectification.ts";
import { isInternalReadAllowed } from "../policies/internal-roles.ts";
import { portability } from "../policies/portability.ts";

export const rectificationResolvers = createRectificationResolver({
  source: "socialServices",
  keepers: "social services",
  Subject: Person,
  subject: "person",
  Rectification: SocialServicesRectification,
  Rule: RectificationRule,
  FreeText: NoSocialSecurityNumber,
  portability,
  mayAnswer: (viewer) => isInternalReadAllowed(viewer, "DISABILITY_STATUS"),
  onChange: stateRectification("social-services", "SOCIAL_SERVICES_RECTIFICATION_ASKED"),
  tell: tellRectification,
});
