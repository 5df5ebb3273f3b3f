import { Convention } from "../entities/convention.ts";
import { ConventionFunding } from "../entities/convention-funding.ts";
import { ConventionTarget } from "../entities/convention-target.ts";
import { conventionKeepers } from "../policies/actor.ts";
import type { TargetKind } from "../policies/convention-words.ts";
import { findConvention } from "../repositories/conventions.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/** A convention as it was signed; `requestKey` is a uuid the client chooses once for it. Days are YYYY-MM-DD, amounts cents. */
export interface SignedConvention {
  requestKey: string;
  name: string;
  startsOn: string;
  endsOn: string;
  fullTimeEquivalents: number;
  territoryCodes: string[];
  fundings: {
    funder: string;
    funderOrganization?: string | null;
    amountCents: number;
    dueOn?: string | null;
    condition?: string | null;
  }[];
  targets: { kind: TargetKind; expected: number }[];
}

/** Records a convention of the viewer's organisation. A retry under the same `requestKey` returns the first. */
export async function recordConvention(context: ActingContext, asked: SignedConvention): Promise<Convention> {
  const { organizationId } = requireActor(context.viewer, conventionKeepers);
  const { requestKey: id, name, startsOn, endsOn, fullTimeEquivalents, territoryCodes, fundings, targets } = asked;
  if (endsOn < startsOn) throw badInput("endsOn", "A convention ends after it begins.");
  if (new Set(targets.map(({ kind }) => kind)).size < targets.length)
    throw badInput("targets", "Each kind of target is named once.");
  return context.em.transactional(async (em) => {
    const known = await findConvention(em, id);
    if (known?.organizationId === organizationId) return known;
    if (known) throw badInput("requestKey", "This key was used before: choose a new one.");
    const period = { startsOn, endsOn, fullTimeHundredths: Math.round(fullTimeEquivalents * 100) };
    const convention = Object.assign(new Convention(), { id, organizationId, name, territoryCodes, ...period });
    em.persist(convention);
    const held = { organizationId, conventionId: id };
    for (const [place, { funder, funderOrganization, amountCents, dueOn, condition }] of fundings.entries()) {
      const given = {
        place,
        funder,
        funderOrganizationId: funderOrganization ?? null,
        amountCents,
        dueOn: dueOn ?? null,
        condition: condition ?? null,
      };
      em.persist(Object.assign(new ConventionFunding(), held, given, { conditionMetOn: null }));
    }
    for (const target of targets)
      em.persist(Object.assign(new ConventionTarget(), held, target, { counted: null, countedOn: null }));
    return convention;
  });
}
