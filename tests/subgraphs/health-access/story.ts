import { randomUUID } from "node:crypto";
import type { HubEvent } from "../../../kit/events.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { healthAccess } from "../../../subgraphs/health-access/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { claire, sophie } from "../../support/viewers.ts";
import { createPrescriptionsPeer } from "./prescriptions-peer.ts";

export const NAME = healthAccess.name;
export const SECRET = "Trouble anxieux suspecté, consommation d'alcool évoquée.";

/** What a test of health access stands on: the subgraph, its peer of prescriptions, and a registry that answers as told. */
export async function startStory() {
  const heard: HubEvent[] = [];
  const hub = await startHarness([healthAccess, createPrescriptionsPeer(heard)]);
  const registry = await startRegistry(hub);
  const close = async () => {
    await hub.close();
    await registry.close();
  };
  return { hub, registry, heard, close, ...tellers(hub) };
}

export type Story = Awaited<ReturnType<typeof startStory>>;

export async function eventually<T>(read: () => Promise<T | undefined>, waitMs = 15_000): Promise<T> {
  for (const end = Date.now() + waitMs; ; ) {
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error("It did not come about in time.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const STEP = { label: "PSYCHOLOGICAL_FOLLOW_UP", startsOn: "2026-12-01", endsOn: "2027-02-28", weeklyHours: 1.5 };

/** A plan with a sensitive step, an ordinary one and a constraint. */
export const content = {
  goals: [
    { label: "HEALTH_BEHAVIOUR", steps: [STEP, { label: "COLLECTIVE_WORKSHOP", weeklyHours: 2 }] },
    { label: "RETURN_TO_ACTIVITY", steps: [{ label: "WEEK_ORGANISATION", startsOn: "2026-12-01" }] },
  ],
  constraints: [{ label: "REGULAR_ABSENCES", endsOn: "2027-02-28" }],
};

function tellers(hub: Harness) {
  const ask = (viewer: Viewer | null, query: string, variables: Record<string, unknown> = {}) =>
    hub.ask(NAME, viewer, query, variables);

  /** Sends one mutation and gives its payload. */
  const act = async (viewer: Viewer | null, mutation: string, input: Record<string, unknown>, selection: string) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const operation = `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { ${selection} userErrors { code field } } }`;
    const { data, errors } = await ask(viewer, operation, { input });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.payload;
  };

  const tell = async (
    prescription: string,
    person: string = people.amina,
    association: string = organizations.association,
  ) => {
    const told = await hub.ask(
      "social-services",
      sophie,
      `mutation ($p: ID!, $person: ID!, $a: ID!, $by: ID!) { tell(prescription: $p, person: $person, association: $a, prescriber: $by) }`,
      { p: prescription, person, a: association, by: organizations.medicoSocialCentre },
    );
    if (!told.data?.tell) throw new Error(JSON.stringify(told));
  };

  const supportsOf = async (prescription: string) =>
    (await hub.running[NAME]!.orm.em.fork().execute("select * from health_support where prescription_id = ?", [
      prescription,
    ])) as { id: string; status: string }[];

  const openSupport = async (person?: string, association?: string) => {
    const prescription = randomUUID();
    await tell(prescription, person, association);
    const support = await eventually(async () => (await supportsOf(prescription))[0]);
    return { prescription, id: support.id };
  };

  /** A support that has come as far as a plan. */
  const openPlan = async (person?: string, by = claire, planned: object = content) => {
    const { id: healthSupport, prescription } = await openSupport(person, by.organization!);
    await act(
      by,
      "recordSupportAct",
      { healthSupport, kind: "FIRST_INTERVIEW", heldOn: "2026-11-20", minutes: 60 },
      "",
    );
    await act(by, "recordDiagnosis", { healthSupport, summary: SECRET, establishedOn: "2026-11-20" }, "");
    const { healthActionPlan } = await act(
      by,
      "createHealthActionPlan",
      { healthSupport, ...planned },
      "healthActionPlan { id current { goals { id steps { id code version } } } }",
    );
    return { healthSupport, prescription, plan: healthActionPlan.id as string, current: healthActionPlan.current };
  };

  const derive = async (healthActionPlan: string, by = claire) => {
    const { planExtract } = await act(
      by,
      "derivePlanExtract",
      { healthActionPlan },
      "planExtract { id text contentHash }",
    );
    return planExtract as { id: string; text: string; contentHash: string };
  };

  return { ask, act, tell, supportsOf, openSupport, openPlan, derive };
}
