import type { Viewer } from "../../../kit/viewer.ts";
import type { Role } from "../../protection.ts";

/** A viewer who publishes in the name of an organisation. */
export type Publisher = Viewer & { readonly organization: string };

const publishing: readonly string[] = ["HEALTH_NAVIGATOR", "DIRECTORY_EDITOR"] satisfies Role[];

/** Who plans what is published in the directory: the team itself, and whoever keeps the organisation's entries there. */
export const isPublisher = (viewer: Viewer | null): viewer is Publisher =>
  viewer !== null && viewer.organization !== null && viewer.roles.some((role) => publishing.includes(role));
