import type { FastifyReply } from "fastify";

/** Ways in which a source can fail once it is reached; each answers, or does not answer, in the source's place. */
export const faults = {
  "hangs and never answers": async () => new Promise<never>(() => {}),
  "cuts the connection": async (reply: FastifyReply) => {
    reply.hijack();
    reply.raw.destroy();
  },
  "answers 500 with an HTML page": async (reply: FastifyReply) =>
    reply
      .code(500)
      .type("text/html")
      .send("<html>at Object.<anonymous> (/srv/secret/app.js:1:1) http://10.0.0.7:5432</html>"),
  "answers 200 with an HTML page": async (reply: FastifyReply) => reply.type("text/html").send("<html>secret</html>"),
  "redirects to another host": async (reply: FastifyReply) => reply.redirect("http://127.0.0.1:9/secret", 307),
  "sends an endless body": async (reply: FastifyReply) =>
    reply.type("application/json").send(`{"data":{"x":"${"secret ".repeat(40_000)}"}}`),
  "sends a truncated body": async (reply: FastifyReply) =>
    reply.type("application/json").send('{"data":{"people":[{"id'),
  "sends nothing": async (reply: FastifyReply) => reply.type("application/json").send(""),
  "sends {}": async (reply: FastifyReply) => reply.type("application/json").send("{}"),
  'sends {"data":null}': async (reply: FastifyReply) => reply.type("application/json").send('{"data":null}'),
  "sends a list": async (reply: FastifyReply) => reply.type("application/json").send("[]"),
  "sends entities that are no list": json({ data: { _entities: { secret: 1 } } }),
  "sends too few entities": json({ data: { _entities: [] } }),
  "refuses the hub": async (reply: FastifyReply) => reply.code(401).type("application/json").send('{"error":"secret"}'),
  "is overloaded": async (reply: FastifyReply) => reply.code(429).header("retry-after", "7").send(""),
  "answers an error with a stack and an address": json({
    data: null,
    errors: [
      {
        message: "connect ECONNREFUSED 10.0.0.7:5432 at /srv/secret/app.js:1:1",
        extensions: { code: "INTERNAL_SERVER_ERROR", stacktrace: ["secret"], response: { url: "http://secret:1" } },
      },
    ],
  }),
} satisfies Record<string, (reply: FastifyReply) => Promise<unknown>>;

export type Fault = keyof typeof faults;

function json(content: object) {
  return async (reply: FastifyReply) => reply.type("application/json").send(JSON.stringify(content));
}
