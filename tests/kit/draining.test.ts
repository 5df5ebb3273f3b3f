import { afterEach, expect, it } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import { Agent, request } from "undici";
import { createHttpService } from "../../kit/http-service.ts";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";

const DRAIN_MS = 1_500;
let service: FastifyInstance;
const agent = new Agent({ connections: 1 });
afterEach(() => service.close());

async function open(drainMs?: number): Promise<string> {
  service = createHttpService({
    logger: createLogger("test", "silent"),
    signingKey: await loadSigningKey(),
    bodyLimit: 1024,
    readiness: {},
    drainMs,
  });
  return service.listen({ host: "127.0.0.1", port: 0 });
}

const get = async (url: string) => {
  const { statusCode, headers, body } = await request(url, { dispatcher: agent });
  await body.dump();
  return { statusCode, connection: headers.connection };
};

it("a service told to close serves who still comes, on kept and on new connections, and sends nobody back to it", async () => {
  const url = await open(DRAIN_MS);
  expect(await get(`${url}/live`)).toEqual({ statusCode: 200, connection: "keep-alive" });
  const closed = service.close();
  expect(await get(`${url}/live`)).toEqual({ statusCode: 200, connection: "close" });
  expect(await get(`${url}/live`)).toEqual({ statusCode: 200, connection: "close" });
  expect((await get(`${url}/ready`)).statusCode).toBe(503);
  await closed;
  await expect(get(`${url}/live`)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

it("a service without a time to drain closes at once", async () => {
  const url = await open();
  await service.close();
  await expect(get(`${url}/live`)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
