import type { KeyObject } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SubgraphRuntime } from "../../kit/subgraph.ts";
import { keyIdOf } from "./policies/tree-head.ts";
import { findHead, proveConsistency, proveInclusion } from "./repositories/ledger.ts";
import { openLedgerPool } from "./repositories/ledger-database.ts";
import { listLedgerKeys } from "./repositories/ledger-key.ts";
import { keepLedger } from "./services/keep-ledger.ts";

/**
 * What anybody may ask of the ledger, without a signature: it is made of hashes alone.
 * - `GET /ledger/head`: the newest signed head;
 * - `GET /ledger/consistency?from=&to=`: the hashes that prove that the tree of `to` leaves begins with that of `from`;
 * - `GET /ledger/inclusion?leaf=&size=`: the hashes that prove that a leaf is in the tree of `size` leaves;
 * - `GET /ledger/keys`: the public keys of heads and of receipts, former ones too, as a JWK Set (RFC 7517).
 *
 * Besides, the ledger is kept for as long as the service runs.
 */
export function addLedgerRoutes(service: FastifyInstance, runtime: SubgraphRuntime, ledgerKey?: string): void {
  const pool = openLedgerPool(runtime.orm.config.get("clientUrl")!);
  const keeping = keepLedger(pool, runtime.logger, ledgerKey);
  service.addHook("onClose", () => keeping.stop());

  service.get("/ledger/head", async (_request, reply) => {
    const head = await findHead(pool);
    return head ?? notFound(reply, "The ledger has no head yet.");
  });
  service.get("/ledger/consistency", async (request, reply) => {
    const [from, to] = wholeNumbers(request, "from", "to");
    if (!(from! > 0 && from! <= to! && (await isSigned(to!))))
      return notFound(reply, "from must be at least 1 and at most to, and to at most the size of the newest head.");
    return { from, to, proof: await proveConsistency(pool, from!, to!) };
  });
  service.get("/ledger/inclusion", async (request, reply) => {
    const [leaf, size] = wholeNumbers(request, "leaf", "size");
    if (!(leaf! < size! && (await isSigned(size!))))
      return notFound(reply, "leaf must be below size, and size at most that of the newest head.");
    return { leaf, size, proof: await proveInclusion(pool, leaf!, size!) };
  });
  service.get("/ledger/keys", async () => ({ keys: (await listLedgerKeys(pool)).map(publicJwkOf) }));

  const isSigned = async (size: number): Promise<boolean> => size <= ((await findHead(pool))?.size ?? 0);
}

const publicJwkOf = (key: KeyObject) => ({
  ...key.export({ format: "jwk" }),
  kid: keyIdOf(key),
  alg: "EdDSA",
  use: "sig",
});

/** Parameters as whole numbers; NaN, which is neither below nor above anything, for what is none. */
const wholeNumbers = ({ query }: FastifyRequest, ...names: string[]): number[] =>
  names.map((name) => {
    const text = (query as Record<string, unknown>)[name];
    return typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  });

const notFound = (reply: FastifyReply, error: string) => reply.code(404).send({ error });
