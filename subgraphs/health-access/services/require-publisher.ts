import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { isPublisher, type Publisher } from "../policies/publisher.ts";

/** The viewer as somebody who publishes for her organisation; decided before anything is looked up, so it tells nothing. */
export function requirePublisher(viewer: Viewer | null): Publisher {
  if (isPublisher(viewer)) return viewer;
  throw new Refusal("FORBIDDEN", "Only the team, or who keeps your organisation's directory entries, may do this.");
}
