import { buildSubgraphSchema } from "@apollo/subgraph";
import type { FastifyReply } from "fastify";
import { graphql, parse } from "graphql";
import { type HopClaims, verifyHop } from "../../../kit/hop-token.ts";
import { createHttpService } from "../../../kit/http-service.ts";
import { createLogger } from "../../../kit/logger.ts";
import { type Peers, peerKeysAt } from "../../../kit/peer-keys.ts";
import { loadSigningKey } from "../../../kit/signing-key.ts";

const HEADER = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@external", "@requires", "@shareable", "@inaccessible", "@composeDirective"])
  @link(url: "https://hub.test/consent/v1.0", import: ["@consent"])
  @composeDirective(name: "@consent")
  directive @consent(category: String!, purpose: String!) on FIELD_DEFINITION | OBJECT\n`;

/** Three tiny sources: people (under a consent rule), their care (under a rule, needs a reference), public places. */
export const sourceSchemas: Record<string, string> = {
  people: `${HEADER}
    type Query { people(first: Int): [Person!] person(id: ID!): Person me: Person search: [Found!] }
    union Found = Person | Place
    type Mutation { rename(id: ID!, name: String!): Person }
    type Person @key(fields: "id") {
      id: ID!
      name: String @consent(category: "IDENTITY", purpose: "SUPPORT")
      careReference: String @inaccessible
      height(unit: String): String
      home: Place
      friends: [Person!]
    }
    type Place @key(fields: "id", resolvable: false) { id: ID! }`,
  care: `${HEADER}
    type Person @key(fields: "id") {
      id: ID!
      careReference: String @external
      plan: Plan @requires(fields: "careReference")
      height(unit: String): String @external
      dose: String @requires(fields: "height(unit: \\"cm\\")")
      steps(first: Int): [String] @consent(category: "HEALTH", purpose: "SUPPORT")
      mood: String!
    }
    type Plan { title: String goals: [Goal!] }
    type Goal { label: String! isReached: Boolean }`,
  places: `${HEADER}
    type Query { places(first: Int): [Place!] place(id: ID!): Place }
    type Place @key(fields: "id") { id: ID! label: String! city: String }`,
};

export interface SourceRules {
  /** Stands in for the source's answer when it returns something. */
  fault?: (reply: FastifyReply, operation: string) => Promise<unknown> | undefined;
  /** Errors thrown by single fields, by `Type.field`, `Type.field:id` or type name for a reference. */
  readonly failing: Map<string, Error>;
  /** References answered with null. */
  readonly missing: Set<string>;
}

export interface Source {
  readonly url: string;
  readonly rules: SourceRules;
  /** Every call: who the hub said asks, what was asked and all headers. */
  readonly calls: { claims: HopClaims; query: string; headers: Record<string, unknown>; isAborted: boolean }[];
  close(): Promise<void>;
}

export async function startSource(name: string, peers: Peers): Promise<Source> {
  const rules: SourceRules = { failing: new Map(), missing: new Set() };
  const calls: Source["calls"] = [];
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sourceSchemas[name]!), resolvers: resolvers(name, rules) as never },
  ]);
  const keys = peerKeysAt(peers);
  const service = createHttpService({
    logger: createLogger(name, "silent"),
    signingKey: await loadSigningKey(),
    bodyLimit: 1_000_000,
    readiness: {},
  });
  service.post("/graphql", async (request, reply) => {
    const token = (request.headers.authorization ?? "").split(" ")[1] ?? "";
    const body = request.body as Buffer;
    const claims = await verifyHop(token, keys, { audience: name, issuers: ["gateway"], body });
    const { query, variables } = JSON.parse(body.toString()) as { query: string; variables?: Record<string, unknown> };
    const call = { claims, query, headers: request.headers, isAborted: false };
    calls.push(call);
    reply.raw.once("close", () => {
      call.isAborted = !reply.raw.writableFinished;
    });
    const fault = rules.fault?.(reply, query);
    if (fault) return fault;
    return graphql({ schema, source: query, variableValues: variables ?? null });
  });
  const url = await service.listen({ host: "127.0.0.1", port: 0 });
  return { url, rules, calls, close: () => closeNow(service) };
}

/** Ends at once, as a process that is killed does: its port is free before its connections break, hanging calls included. */
export async function closeNow(service: ReturnType<typeof createHttpService>): Promise<void> {
  service.server.close();
  service.server.closeAllConnections();
  await service.close();
}

const people = ["amina", "bruno", "chloe"];

function resolvers(name: string, { failing, missing }: SourceRules): object {
  const field = (coordinate: string, value: (row: { id: string }) => unknown) => (row: { id: string }) => {
    const error = failing.get(`${coordinate}:${row?.id}`) ?? failing.get(coordinate);
    if (error) throw error;
    return value(row);
  };
  const reference = (type: string) => async (row: { id: string }) => {
    const error = failing.get(`${type}:${row.id}`);
    if (error) throw error;
    return missing.has(`${type}:${row.id}`) ? null : row;
  };
  if (name === "people") {
    return {
      Query: {
        people: (_: unknown, { first }: { first?: number }) => people.slice(0, first ?? 2).map((id) => ({ id })),
        person: (_: unknown, { id }: { id: string }) => (people.includes(id) ? { id } : null),
        search: () => [
          { __typename: "Place", id: "town-hall" },
          { __typename: "Person", id: "amina" },
          { __typename: "Place", id: "home-amina" },
          { __typename: "Person", id: "bruno" },
        ],
        me: field("Query.me", () => ({ id: "amina" })),
      },
      Mutation: {
        rename: (_: unknown, { id, name }: { id: string; name: string }) => {
          const error = failing.get("Mutation.rename");
          if (error) throw error;
          return { id, name };
        },
      },
      Person: {
        __resolveReference: reference("Person"),
        name: field("Person.name", (row) => (row as { name?: string }).name ?? `Name of ${row.id}`),
        height: (_: unknown, { unit }: { unit?: string }) => `180 ${unit}`,
        careReference: field("Person.careReference", ({ id }) => `care-${id}`),
        home: field("Person.home", ({ id }) => ({ id: `home-${id}` })),
        friends: field("Person.friends", ({ id }) =>
          people.filter((other) => other !== id).map((other) => ({ id: other })),
        ),
      },
    };
  }
  if (name === "care") {
    return {
      Person: {
        __resolveReference: reference("Person"),
        plan: field("Person.plan", (row) => {
          const { careReference } = row as unknown as { careReference: string | null };
          return careReference && { title: `Plan ${careReference}`, goals: [{ label: "Sleep" }, { label: "Move" }] };
        }),
        dose: field("Person.dose", (row) => `For ${(row as { height?: string }).height}`),
        steps: field("Person.steps", () => ["one", "two"]),
        mood: field("Person.mood", () => "calm"),
      },
      Goal: { label: field("Goal.label", (goal) => (goal as unknown as { label: string }).label) },
    };
  }
  return {
    Query: {
      places: () => [{ id: "home-amina" }, { id: "town-hall" }],
      place: (_: unknown, { id }: { id: string }) => ({ id }),
    },
    Place: {
      __resolveReference: reference("Place"),
      label: field("Place.label", ({ id }) => `Label of ${id}`),
      city: field("Place.city", () => "Besançon"),
    },
  };
}
