import type { Viewer } from "../kit/viewer.ts";
import type { Role } from "./protection.ts";

/** Whether a viewer watches over the protection of people's data in her organisation. */
export const isOfficer = ({ roles }: Viewer): boolean => roles.includes("DATA_PROTECTION_OFFICER" satisfies Role);
