import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startGateway } from "../../gateway/start-gateway.ts";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { startWorld, type World } from "./support/world.ts";

let world: World;
let production: World;
const issued: string[] = [];
beforeAll(async () => {
  world = await startWorld({
    sandbox: {
      people: [
        { name: "karim", description: "insertion référent <of the département>" },
        { name: "claire", description: "nurse" },
      ],
      issueToken: async (name) => {
        issued.push(name);
        return world.issuer.sign({ sub: name });
      },
      queries: [{ name: "Who am I?", query: "{ me { id } }" }],
    },
  });
  production = await startWorld({ isProduction: true });
});
afterAll(async () => {
  await world.close();
  await production.close();
});

const page = (path: string, from: World = world, headers: Record<string, string> = {}) =>
  fetch(`${from.url}${path}`, { redirect: "manual", headers });

describe("the development page", () => {
  test("names the people one can be, as text", async () => {
    const answer = await page("/");
    const html = await answer.text();
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(html).toContain('data-person="karim"');
    expect(html).toContain('data-person="claire"');
    expect(html).not.toContain("<of the");
  });

  test("everything it loads comes from the hub itself", async () => {
    const html = await (await page("/")).text();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(parts).toHaveLength(5);
    for (const part of parts) {
      const answer = await page(part);
      expect([part, answer.status]).toEqual([part, 200]);
      expect((await answer.text()).length).toBeGreaterThan(500);
    }
    expect((await page("/")).headers.get("content-security-policy")).toContain("default-src 'self'");
  });

  test("its script is valid and holds the example queries", async () => {
    const script = await (await page("/sandbox/page.js")).text();
    expect(() => new Function(script)).not.toThrow();
    expect(script).toContain("# Who am I?");
  });

  test("a click gives a fresh token that the hub accepts", async () => {
    const answer = await page("/sandbox/token/karim");
    const { token } = (await answer.json()) as { token: string };
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await world.ask("{ me { id } }", { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(issued).toEqual(["karim"]);
  });

  test("nobody else gets a token", async () => {
    expect((await page("/sandbox/token/paul")).status).toBe(404);
    expect(issued).not.toContain("paul");
  });

  test("a browser that opens /graphql is led to it", async () => {
    const answer = await page("/graphql", world, { accept: "text/html" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/"]);
  });

  test("the schema can be read from it", async () => {
    const { getIntrospectionQuery } = await import("graphql");
    const { status, body } = await world.ask(getIntrospectionQuery());
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.data.__schema.types.length).toBeGreaterThan(5);
  });
});

describe("in production", () => {
  test.each(["/", "/sandbox/page.js", "/sandbox/graphiql.js", "/sandbox/token/karim"])(
    "%s does not exist",
    async (path) => {
      expect((await page(path, production)).status).toBe(404);
    },
  );

  test("a browser is not led anywhere", async () => {
    expect((await page("/graphql", production, { accept: "text/html" })).status).toBe(405);
  });

  test("a gateway with a sandbox refuses to start", async () => {
    const starting = startGateway({
      host: "127.0.0.1",
      port: 0,
      peers: {},
      supergraphFile: world.supergraphFile,
      issuers: [],
      audience: "x",
      signingKey: await loadSigningKey(),
      logger: createLogger("gateway", "silent"),
      isProduction: true,
      sandbox: { people: [], issueToken: async () => "" },
    });
    await expect(starting).rejects.toThrow("never runs in production");
  });
});
