import type { FastifyInstance } from "fastify";

const HEADERS = "authorization, content-type, accept-language, passerelle-organization, idempotency-key";
const ONE_HOUR = "3600";

/** Lets pages of the listed origins, and of no other, call `/graphql` from a browser. No cookie is ever involved. */
export function allowOrigins(service: FastifyInstance, origins: readonly string[]): void {
  service.addHook("onRequest", (request, reply, done) => {
    const { origin } = request.headers;
    reply.header("vary", "Origin");
    if (origin && origins.includes(origin)) {
      reply.header("access-control-allow-origin", origin);
      reply.header("access-control-expose-headers", "x-request-id, retry-after, ratelimit, ratelimit-policy");
    }
    done();
  });
  service.options("/graphql", async (request, reply) => {
    if (request.headers.origin && origins.includes(request.headers.origin)) {
      reply.header("access-control-allow-methods", "POST");
      reply.header("access-control-allow-headers", HEADERS);
      reply.header("access-control-max-age", ONE_HOUR);
    }
    return reply.code(204).send();
  });
}
