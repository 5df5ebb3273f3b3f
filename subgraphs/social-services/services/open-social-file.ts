import { SocialFile } from "../entities/social-file.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { requireAccompanied } from "./require-accompanied.ts";
import { requireActor } from "./require-actor.ts";

/** Opens the file of the viewer's organisation about a person it accompanies; a file already open is returned as it is. */
export async function openSocialFile(context: ActingContext, { person }: { person: string }): Promise<SocialFile> {
  const actor = requireActor(context.viewer, fileKeepers);
  await requireAccompanied(context, person);
  return context.em.transactional(async (em) => {
    await lockPerson(em, person);
    const existing = await new SocialFiles(em, context.viewer).ownAbout(person);
    if (existing) return existing;
    const file = Object.assign(new SocialFile(), {
      personId: person,
      organizationId: actor.organizationId,
      openedOn: dayOf(new Date()),
    });
    em.persist(file);
    return file;
  });
}
