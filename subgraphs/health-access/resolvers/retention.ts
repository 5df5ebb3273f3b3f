import { createRetentionResolver } from "../../../kit/retention/retention-resolver.ts";
import { isOfficer } from "../../officer.ts";
import { retentionKinds } from "../policies/retention.ts";

export const RetentionResolver = createRetentionResolver({
  source: "healthAccess",
  keepers: "health-access associations",
  kinds: retentionKinds,
  mayDecide: isOfficer,
  decider: "its data-protection officer",
});
