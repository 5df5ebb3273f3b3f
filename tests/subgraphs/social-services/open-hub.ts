import type { HubEvent } from "../../../kit/events.ts";
import { createHttpService } from "../../../kit/http-service.ts";
import { PeerLink } from "../../../kit/peer-link.ts";
import { loadSigningKey } from "../../../kit/signing-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { socialServices } from "../../../subgraphs/social-services/subgraph.ts";
import { startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";

/** The social services on a real database, a registry that answers from grants, and a peer in the health side's name. */
export async function openHub() {
  const hub = await startHarness([socialServices]);
  const registry = await startRegistry(hub);
  const heard: HubEvent[] = [];
  const key = await loadSigningKey();
  const health = createHttpService({ logger: hub.logger, signingKey: key, bodyLimit: 1_000_000, readiness: {} });
  health.post("/events", async (request, reply) => {
    heard.push(JSON.parse((request.body as Buffer).toString()) as HubEvent);
    return reply.code(204).send();
  });
  hub.peers["health-access"] = await health.listen({ host: "127.0.0.1", port: 0 });
  // Another peer with keys of its own, whose events nobody expects here.
  hub.peers["resource-directory"] = hub.peers["health-access"];
  const links = {
    "health-access": new PeerLink({ name: "health-access", key, peers: hub.peers }),
    "resource-directory": new PeerLink({ name: "resource-directory", key, peers: hub.peers }),
  };
  const { orm } = hub.running["social-services"]!;
  const statements = hub.statements["social-services"]!;
  const ask = (viewer: Viewer | null, query: string, variables: Record<string, unknown> = {}) =>
    hub.ask("social-services", viewer, query, variables);
  return {
    hub,
    registry,
    /** Events the health side received. */
    heard,
    statements,
    ask,
    /** Runs a mutation and gives its payload. */
    async act(viewer: Viewer | null, mutation: string, input: object, selection: string) {
      const name = mutation[0]!.toUpperCase() + mutation.slice(1);
      const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${selection} userErrors { code field message } } }`;
      const { data, errors } = await ask(viewer, query, { input });
      if (errors) throw new Error(JSON.stringify(errors));
      return data[mutation];
    },
    // biome-ignore lint/suspicious/noExplicitAny: rows of any table
    sql: (text: string, values: unknown[] = []): Promise<any[]> => orm.em.fork().execute(text, values),
    /** Delivers an event as a peer does, the health side unless told otherwise; rejects when it is not taken in. */
    send: (event: Pick<HubEvent, "id" | "type" | "data">, from: keyof typeof links = "health-access") => {
      const time = new Date().toISOString();
      return links[from].post<void>({
        peer: "social-services",
        path: "/events",
        content: { specversion: "1.0", source: from, time, subject: event.id, ...event },
        requestId: event.id,
        timeoutMs: 5_000,
      });
    },
    /** The centre and, for these people, nobody else accompanies them. */
    permitAccompaniment(person: string, organization: string = organizations.medicoSocialCentre) {
      registry.permit({
        person,
        grantee: organization,
        category: "IDENTITY_CONTACT",
        purpose: "CARE_ACCESS_COORDINATION",
      });
    },
    /** Amina lets the association know of her prescriptions. */
    permitAssociation(person: string = people.amina) {
      registry.permit({
        person,
        source: organizations.medicoSocialCentre,
        grantee: organizations.association,
        category: "CARE_NAVIGATION",
        purpose: "CARE_ACCESS_COORDINATION",
        operations: ["READ", "NOTIFY"],
      });
    },
    /** Amina lets the association tell the centre what became of her support. */
    permitFeedback(person: string = people.amina) {
      registry.permit({
        person,
        source: organizations.association,
        grantee: organizations.medicoSocialCentre,
        category: "CARE_NAVIGATION",
        purpose: "PRESCRIBER_FEEDBACK",
        operations: ["READ", "NOTIFY"],
      });
    },
    async close() {
      await Promise.all(Object.values(links).map((link) => link.close()));
      await hub.close();
      await registry.close();
      await health.close();
    },
  };
}

export type OpenedHub = Awaited<ReturnType<typeof openHub>>;
