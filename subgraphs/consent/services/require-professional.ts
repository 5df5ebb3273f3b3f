import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Professional } from "../entities/professional.ts";
import { findProfessionalOf } from "../repositories/professionals.ts";

/** @throws Refusal FORBIDDEN when the viewer is no member of an organisation */
export async function requireProfessional({ em, viewer }: ConsentContext): Promise<Professional> {
  const professional = viewer?.organization ? await findProfessionalOf(em, viewer.subject) : null;
  if (!professional) throw new Refusal("FORBIDDEN", "Only a member of an organisation has an inbox.");
  return professional;
}
