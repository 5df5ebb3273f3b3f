import { randomUUID } from "node:crypto";
import {
  type FieldNode,
  type GraphQLInputType,
  type GraphQLObjectType,
  isObjectType,
  type NamedTypeNode,
  OperationTypeNode,
  typeFromAST,
} from "graphql";
import { HOP_SCHEME } from "../../../kit/hop-token.ts";
import { signHop } from "../../../kit/sign-hop.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { draws } from "../../gateway/engine/support/draws.ts";
import { readStoredOperations } from "../../schema/support/stored-operations.ts";
import { amina, bruno, claire, helene, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import type { CanaryHub } from "./canary-hub.ts";
import { type DrawnOperation, drawChange, drawEntity, drawOperation } from "./drawn-operations.ts";
import { drawValue, type Supply } from "./drawn-values.ts";
import { schemaOf } from "./personal-columns.ts";
import { spoil } from "./spoilt.ts";
import { TypeRoads, targetsOf } from "./type-roads.ts";

const viewers: Readonly<Record<string, Viewer>> = { amina, bruno, claire, helene, karim, leo, nadia, paul, sophie };

/** The whole cast, and one who has no token. */
export const members = [...Object.keys(viewers), "nobody"];

/** What the schema reaches within so many steps. */
const DEPTH = 7;
const api = schemaOf("api");
const roads = new TypeRoads(api, api.getQueryType()!, DEPTH);

const sources = ["consent", "social-services", "health-access", "employment-contracts"].map((name) => {
  const schema = schemaOf(name);
  const isEntity = (type: unknown): type is GraphQLObjectType =>
    isObjectType(type) && (type.astNode?.directives?.some((one) => one.name.value === "key") ?? false);
  return {
    name,
    schema,
    roads: new TypeRoads(schema, schema.getQueryType()!, DEPTH),
    entities: Object.values(schema.getTypeMap()).filter(isEntity),
  };
});

const stored = [...readStoredOperations().values()].filter(
  ({ operations }) => operations[0]?.operation === OperationTypeNode.QUERY,
);

/** Somebody the registry does not know, whose token is good all the same. */
const stranger: Viewer = {
  subject: "development|nobody",
  organization: null,
  roles: [],
  dataSubject: null,
  application: "tests",
};

/** Walks at random, and repeats itself for the same seed. */
export class Walk {
  /** Operations sent, by kind. */
  readonly sent = { asked: 0, spoilt: 0, stored: 0, changes: 0, atDoors: 0 };
  /** Coordinates each member has not asked for yet. */
  readonly unasked = new Map<string, Set<string>>(members.map((name) => [name, new Set(roads.coordinates)]));
  /** Where those who have asked for everything look next. */
  wanted: ReadonlySet<string> = new Set();
  readonly #hub: CanaryHub;
  readonly #supply: Supply & { cursors: string[] };
  readonly #tokens = new Map<string, string>();

  constructor(hub: CanaryHub, seed: number) {
    this.#hub = hub;
    this.#supply = { draw: draws(seed), ids: hub.planted.ids, cursors: [] };
  }

  /** One operation of a member, towards what she has not asked for; now and then one that is wrong. */
  async ask(who: string): Promise<void> {
    const { draw } = this.#supply;
    const unasked = this.unasked.get(who)!;
    const wanted = unasked.size > 0 ? unasked : this.wanted;
    const goals = wanted.size > 0 ? [...wanted] : roads.coordinates;
    const road = roads.roadTo(goals[draw(goals.length)]!, draw);
    const operation = drawOperation(api, this.#supply, road, wanted);
    if (draw(10) === 0) {
      this.sent.spoilt += 1;
      await this.#send(who, spoil(operation, draw));
      return;
    }
    this.sent.asked += 1;
    const isRun = await this.#send(who, operation);
    if (isRun || who === "nobody") for (const coordinate of operation.coordinates) unasked.delete(coordinate);
  }

  /** A query a client sends, of anybody's. */
  async askStored(who: string): Promise<void> {
    const { draw } = this.#supply;
    const { text, operations } = stored[draw(stored.length)]!;
    const definition = operations[0]!;
    const [root] = definition.selectionSet.selections;
    const field = api.getQueryType()!.getFields()[(root as FieldNode).name.value]!;
    const near = targetsOf(api, field)[0];
    const variables = (definition.variableDefinitions ?? []).map(({ variable: { name }, type }) => [
      name.value,
      drawValue(typeFromAST(api, type as NamedTypeNode) as GraphQLInputType, name.value, this.#supply, near),
    ]);
    this.sent.stored += 1;
    const query = { query: text, variables: Object.fromEntries(variables), coordinates: new Set<string>() };
    await this.#send(who, query);
  }

  /** A change of anything, by anybody. */
  async change(who: string): Promise<void> {
    this.sent.changes += 1;
    await this.#send(who, drawChange(api, this.#supply));
  }

  /** What the gateway could ask one source in somebody's name. */
  async askSource(who: string): Promise<void> {
    const { draw } = this.#supply;
    this.sent.atDoors += 1;
    const { name, schema, entities, roads } = sources[draw(sources.length)]!;
    const goal = roads.coordinates[draw(roads.coordinates.length)]!;
    const operation =
      draw(3) === 0
        ? drawOperation(schema, this.#supply, roads.roadTo(goal, draw), new Set())
        : drawEntity(schema, this.#supply, entities[draw(entities.length)]!);
    const { hub, gatewayKey, oracle } = this.#hub;
    const body = bodyOf(operation);
    const viewer = viewers[who] ?? stranger;
    oracle.ask({ who: `${who} at ${name}`, query: operation.query, text: body });
    const hop = { issuer: "gateway", audience: name, viewer, requestId: randomUUID(), body };
    await this.#post(`${hub.peers[name]}/graphql`, `${HOP_SCHEME} ${await signHop(gatewayKey, hop)}`, body);
  }

  async #send(who: string, operation: DrawnOperation): Promise<boolean> {
    const { hub, oracle } = this.#hub;
    const body = bodyOf(operation);
    oracle.ask({ who, query: operation.query, text: body });
    const text = await this.#post(hub.endpoint, await this.#bearerOf(who), body);
    oracle.judgeAnswer(text);
    for (const [, cursor] of text.matchAll(/[cC]ursor":"([^"]+)"/g)) this.#supply.cursors.push(cursor!);
    this.#supply.cursors.splice(0, this.#supply.cursors.length - 50);
    return text.includes('"data":{');
  }

  async #post(url: string, authorization: string | undefined, body: string) {
    const headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
    const response = await fetch(url, { method: "POST", headers, body });
    return response.text();
  }

  async #bearerOf(who: string): Promise<string | undefined> {
    if (who === "nobody") return undefined;
    const known = this.#tokens.get(who) ?? (await this.#hub.hub.tokenOf(who));
    this.#tokens.set(who, known);
    return `Bearer ${known}`;
  }
}

const bodyOf = ({ query, variables, operationName }: DrawnOperation) =>
  JSON.stringify({ query, variables, operationName });
