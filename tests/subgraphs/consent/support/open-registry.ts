import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { DecisionRequest } from "../../../../kit/decision.ts";
import type { Viewer } from "../../../../kit/viewer.ts";
import { organizations, people } from "../../../../scripts/development/world.ts";
import { seedConsent } from "../../../../scripts/seed/consent.ts";
import { decide } from "../../../../subgraphs/consent/repositories/decisions.ts";
import { consent } from "../../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../../support/harness.ts";
import { addConsents, type ConsentPast } from "../../../support/plan-consents.ts";

/** A consent of Amina's to share one text with Karim's service. */
export interface MadeConsent {
  readonly id: string;
  readonly grant: string;
  readonly extract: string;
}

export const CONTENT = "a".repeat(64);

// biome-ignore lint/suspicious/noExplicitAny: each test compares what it asked for
export type Acted = Record<string, any> & { readonly codes: string[] };

/** The registry with the development world, and consents of Amina's in any state. */
export interface OpenRegistry {
  readonly hub: Harness;
  em(): EntityManager;
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  sql(text: string, values?: readonly unknown[]): Promise<any[]>;
  make(state: ConsentPast): Promise<MadeConsent>;
  ask(viewer: Viewer, query: string, variables?: object): ReturnType<Harness["ask"]>;
  /** Runs one mutation; what its payload holds, with the codes of its refusals. */
  act(viewer: Viewer, mutation: string, input: object, shown?: string): Promise<Acted>;
  permits(viewer: Viewer, ...requests: readonly DecisionRequest[]): Promise<readonly boolean[]>;
  epoch(): Promise<number>;
}

/** What a consent made here lets Karim read. */
export const readingOf = ({ extract }: MadeConsent): DecisionRequest => ({
  subject: people.amina,
  holder: organizations.association,
  category: "EMPLOYMENT_EXTRACT",
  purpose: "CONTRACT_INTEGRATION",
  operation: "READ",
  resource: extract,
  contentHash: CONTENT,
  coordinates: [],
});

/** Without the pause before an answer, where nobody reads meanwhile. */
export async function openRegistry(isPausing: boolean): Promise<OpenRegistry> {
  const { beforeAnswer, ...parts } = consent;
  const hub = await startHarness([isPausing ? { ...parts, beforeAnswer: beforeAnswer! } : parts]);
  const { orm } = hub.running.consent!;
  await seedConsent(orm);
  const sql: OpenRegistry["sql"] = (text, values = []) => orm.em.fork().execute(text, [...values]);
  return {
    hub,
    em: () => orm.em.fork(),
    sql,
    async make(state) {
      const made = { person: people.amina, consent: randomUUID(), extract: randomUUID(), contentHash: CONTENT };
      await addConsents({ sql: (_, text, values) => sql(text, values) }, [made], state);
      const [{ id: grant }] = await sql("select id from consent_grant where consent_id = ?", [made.consent]);
      return { id: made.consent, grant, extract: made.extract };
    },
    ask: (viewer, query, variables = {}) => hub.ask("consent", viewer, query, { ...variables }),
    async act(viewer, mutation, input, shown = "consent { id state version }") {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
      const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${shown} userErrors { code } } }`;
      const { data, errors } = await hub.ask("consent", viewer, query, { input });
      if (errors) return { codes: errors.map(({ extensions }) => extensions.code) };
      const { userErrors, ...payload } = data[mutation];
      return { ...payload, codes: userErrors.map(({ code }: { code: string }) => code) };
    },
    async permits(viewer, ...requests) {
      const asking = { viewer, askedBy: "tests", requestId: randomUUID() };
      return (await decide(orm.em.fork(), asking, requests)).permitted;
    },
    epoch: async () => (await sql("select epoch from person where id = ?", [people.amina]))[0].epoch,
  };
}
