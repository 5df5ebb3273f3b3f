import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { type ActingRole, type Actor, actingAs } from "../policies/actor.ts";

/** The member who acts; refuses whoever holds none of these roles before anything is looked for. */
export function requireActor(viewer: Viewer | null, allowed: readonly ActingRole[]): Actor & { role: ActingRole } {
  const actor = actingAs(viewer, allowed);
  if (!actor?.role) throw new Refusal("FORBIDDEN", `Your role does not allow this; it takes ${allowed.join(" or ")}.`);
  return { ...actor, role: actor.role };
}
