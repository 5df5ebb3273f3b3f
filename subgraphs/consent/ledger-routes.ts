import type { FastifyInstance, FastifyReply } from "fastify";
import type { SubgraphRuntime } from "../../kit/subgraph.ts";
import { findHead, proveConsistency, proveInclusion } from "./repositories/ledger.ts";
import { openLedgerPool } from "./repositories/ledger-database.ts";
import { keepLedger } from "./services/keep-ledger.ts";

/**
 * What anybody may ask of the ledger, without a signature: it is made of hashes alone.
 * - `GET /ledger/head`: the newest signed head;
 * - `GET /ledger/consistency?from=&to=`: the hashes that prove that the tree of `to` leaves begins with that of `from`;
 * - `GET /ledger/inclusion?leaf=&size=`: the hashes that prove that a leaf is in the tree of `size` leaves.
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
    const { from, to } = request.query as Record<string, unknown>;
    const sizes = await signedSizes(from, to);
    if (!sizes) return notFound(reply, "from and to must be sizes of signed heads, from at most to.");
    return { from: sizes.low, to: sizes.high, proof: await proveConsistency(pool, sizes.low, sizes.high) };
  });
  service.get("/ledger/inclusion", async (request, reply) => {
    const { leaf, size } = request.query as Record<string, unknown>;
    const head = await signedSize(size);
    const index = wholeNumber(leaf);
    if (head === null || index === null || index >= head)
      return notFound(reply, "size must be that of a signed head, and leaf below it.");
    return { leaf: index, size: head, proof: await proveInclusion(pool, index, head) };
  });

  const signedSize = async (text: unknown): Promise<number | null> => {
    const size = wholeNumber(text);
    return size !== null && (await findHead(pool, size)) ? size : null;
  };
  const signedSizes = async (from: unknown, to: unknown) => {
    const [low, high] = [await signedSize(from), await signedSize(to)];
    return low !== null && high !== null && low <= high ? { low, high } : null;
  };
}

const wholeNumber = (text: unknown): number | null =>
  typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : null;

const notFound = (reply: FastifyReply, error: string) => reply.code(404).send({ error });
