import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";
import { RequestRefused } from "./errors.ts";
import { type Sandbox, sandboxPage, sandboxScript } from "./sandbox-page.ts";

const require = createRequire(import.meta.url);
const packageFile = (name: string, file: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), file);

/** The page's parts come from npm packages, so it works without any other machine. */
const assets: Record<string, { path: () => string; type: string }> = {
  "graphiql.js": { path: () => packageFile("graphiql", "graphiql.min.js"), type: "text/javascript" },
  "graphiql.css": { path: () => packageFile("graphiql", "graphiql.min.css"), type: "text/css" },
  "react.js": { path: () => packageFile("react", "umd/react.production.min.js"), type: "text/javascript" },
  "react-dom.js": { path: () => packageFile("react-dom", "umd/react-dom.production.min.js"), type: "text/javascript" },
};

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'";

/** `GET /`, the development page, or without a sandbox (in production) a sentence that says where to go. */
export function addSandbox(service: FastifyInstance, sandbox: Sandbox | undefined): void {
  service.get("/graphql", async (request, reply) => {
    if (sandbox && request.headers.accept?.includes("text/html")) return reply.redirect("/", 302);
    throw notAllowed();
  });
  service.route({
    method: ["PUT", "PATCH", "DELETE"],
    url: "/graphql",
    handler: async () => Promise.reject(notAllowed()),
  });
  if (!sandbox) return;
  service.get("/", async (_request, reply) =>
    reply.header("content-security-policy", POLICY).type("text/html; charset=utf-8").send(sandboxPage(sandbox.people)),
  );
  service.get("/sandbox/page.js", async (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").send(sandboxScript(sandbox.queries ?? [])),
  );
  for (const [name, { path, type }] of Object.entries(assets)) {
    service.get(`/sandbox/${name}`, async (_request, reply) =>
      reply
        .header("cache-control", "max-age=3600")
        .type(`${type}; charset=utf-8`)
        .send(await readFile(path())),
    );
  }
  service.get<{ Params: { name: string } }>("/sandbox/token/:name", async (request, reply) => {
    const { name } = request.params;
    if (!sandbox.people.some((person) => person.name === name))
      throw new RequestRefused(404, { code: "NOT_FOUND", message: "Nobody of this name can sign in here." });
    return reply.header("cache-control", "no-store").send({ token: await sandbox.issueToken(name) });
  });
}

/** An operation in an address would stand in the logs of every proxy on the way, with the values it asks for. */
function notAllowed(): RequestRefused {
  const message = "Operations are sent with POST.";
  return new RequestRefused(405, { code: "BAD_USER_INPUT", message }, { allow: "POST" });
}
