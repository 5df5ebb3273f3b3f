import type { MikroORM } from "@mikro-orm/postgresql";
import { Barrier } from "../../subgraphs/social-services/entities/barrier.ts";
import { ReferentMandate } from "../../subgraphs/social-services/entities/referent-mandate.ts";
import { RightsRequest } from "../../subgraphs/social-services/entities/rights-request.ts";
import { RightsRequestChange } from "../../subgraphs/social-services/entities/rights-request-change.ts";
import { SocialFile } from "../../subgraphs/social-services/entities/social-file.ts";
import type { RequestState } from "../../subgraphs/social-services/policies/file-words.ts";
import { mandates, organizations, people } from "../development/world.ts";

const idOf = (index: number) => `0f000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
const held = (personId: string) => ({ personId, organizationId: organizations.medicoSocialCentre });
type Step = readonly [state: RequestState, happenedOn: string, reason?: string];

/** The fictitious social files of Amina and Bruno; a database that holds files already is left as it is. */
export async function seedSocialServices(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute("lock table social_file in exclusive mode");
    if ((await em.count(SocialFile)) > 0) return;
    em.persist([...aminasFile(), ...brunosFile()]);
  });
}

function aminasFile(): object[] {
  const file = { ...held(people.amina), id: idOf(1), openedOn: "2026-03-02" };
  const inFile = { ...held(people.amina), socialFileId: file.id };
  const mandate = {
    ...held(people.amina),
    id: mandates.amina,
    referentId: null,
    startedOn: "2026-03-09",
    endedOn: null,
    endReason: null,
    agreedOn: "2026-03-09",
    agreementMedium: "IN_PERSON" as const,
    takenOverFromId: null,
  };
  return [
    Object.assign(new SocialFile(), file),
    ...request(100, { ...inFile, kind: "RSA" as const, requestedOn: "2026-03-02" }, [
      ["INVESTIGATION_ONGOING", "2026-03-02"],
      ["WAITING_ADDITIONAL_INFORMATION", "2026-03-20", "A statement of resources was missing."],
      ["ACCEPTED", "2026-04-14"],
    ]),
    ...request(200, { ...inFile, kind: "CSS" as const, requestedOn: "2026-09-08" }, [
      ["INVESTIGATION_ONGOING", "2026-09-08"],
      ["ADJOURNED", "2026-10-12", "The fund asks for the last tax notice."],
    ]),
    barrier(10, { ...inFile, kind: "MOBILITY", openedOn: "2026-03-09", liftedOn: null }),
    barrier(11, { ...inFile, kind: "CARE_ACCESS", openedOn: "2026-09-08", liftedOn: null }),
    Object.assign(new ReferentMandate(), mandate),
  ];
}

function brunosFile(): object[] {
  const file = { ...held(people.bruno), id: idOf(2), openedOn: "2025-11-17" };
  const inFile = { ...held(people.bruno), socialFileId: file.id };
  return [
    Object.assign(new SocialFile(), file),
    ...request(300, { ...inFile, kind: "SOCIAL_HOUSING" as const, requestedOn: "2025-12-01" }, [
      ["INVESTIGATION_ONGOING", "2025-12-01"],
    ]),
    barrier(12, { ...inFile, kind: "HOUSING", openedOn: "2025-11-17", liftedOn: "2026-06-30" }),
  ];
}

type RequestFields = Pick<RightsRequest, "personId" | "organizationId" | "socialFileId" | "kind" | "requestedOn">;

/** A request in its last state, with one step of history for each. */
function request(index: number, fields: RequestFields, steps: readonly Step[]): object[] {
  const [state] = steps.at(-1) as Step;
  const id = idOf(index);
  const row = Object.assign(new RightsRequest(), { ...fields, id, label: "", state, version: steps.length });
  const history = steps.map(([stepState, happenedOn, reason], position) =>
    Object.assign(new RightsRequestChange(), {
      ...held(fields.personId),
      id: idOf(index + position + 1),
      requestId: id,
      version: position + 1,
      state: stepState,
      reason: reason ?? null,
      happenedOn,
      recordedAt: new Date(`${happenedOn}T09:00:00Z`),
      actorRole: "SOCIAL_WORKER" as const,
      actorOrganizationId: fields.organizationId,
    }),
  );
  return [row, ...history];
}

const barrier = (index: number, fields: Omit<Barrier, "id">): Barrier =>
  Object.assign(new Barrier(), fields, { id: idOf(index) });
