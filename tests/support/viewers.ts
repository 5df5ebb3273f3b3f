import type { Viewer } from "../../kit/viewer.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import type { Role } from "../../subgraphs/protection.ts";

const member = (name: string, organization: string, ...roles: Role[]): Viewer => ({
  subject: `development|${name}`,
  organization,
  roles,
  dataSubject: null,
  application: "tests",
});

/** The cast as the gateway vouches for it once the registry has said who they are. */
export const claire = member("claire", organizations.association, "HEALTH_NAVIGATOR");
export const sophie = member("sophie", organizations.medicoSocialCentre, "SOCIAL_WORKER");
export const karim = member("karim", organizations.insertionDoubs, "INSERTION_REFERENT");
export const paul = member("paul", organizations.insertionCreuse, "INSERTION_REFERENT");
export const leo = member("leo", organizations.partner, "PARTNER_DEVELOPER");
export const helene = member("helene", organizations.association, "MEDICAL_VOLUNTEER");
export const nadia = member("nadia", organizations.hubOperator, "DATA_PROTECTION_OFFICER");
export const amina: Viewer = {
  subject: "development|amina",
  organization: null,
  roles: [],
  dataSubject: people.amina,
  application: "tests",
};
export const bruno: Viewer = { ...amina, subject: "development|bruno", dataSubject: people.bruno };
