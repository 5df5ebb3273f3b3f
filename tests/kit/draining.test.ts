import { setTimeout as pause } from "node:timers/promises";
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
  service.get("/busy", async () => {
    for (const endsAt = performance.now() + 2; performance.now() < endsAt; );
    await pause(5);
    return {};
  });
  return service.listen({ host: "127.0.0.1", port: 0 });
}

const get = async (url: string) => {
  const { statusCode, headers, body } = await request(url, { dispatcher: agent });
  await body.dump();
  return { statusCode, connection: headers.connection };
};

it("a service told to close serves who still comes, on kept and on new connections, then tells them to leave, then closes", async () => {
  const url = await open(DRAIN_MS);
  const other = new Agent();
  expect(await get(`${url}/live`)).toEqual({ statusCode: 200, connection: "keep-alive" });
  const closed = service.close();
  expect((await get(`${url}/live`)).connection).not.toBe("close");
  expect((await request(`${url}/live`, { dispatcher: other })).statusCode).toBe(200);
  expect((await get(`${url}/ready`)).statusCode).toBe(503);
  let last = await get(`${url}/live`);
  for (const endsAt = Date.now() + 10_000; last.connection !== "close" && Date.now() < endsAt; await pause(20))
    last = await get(`${url}/live`);
  expect(last).toEqual({ statusCode: 200, connection: "close" });
  await expect(get(`${url}/live`)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await closed;
});

it("no call of many clients is lost while a busy service closes: they are answered, or refused before they sent anything", async () => {
  const url = await open(DRAIN_MS);
  const ends = Array.from({ length: 12 }, async () => {
    const own = new Agent({ connections: 1 });
    for (;;) {
      try {
        const { body } = await request(`${url}/busy`, { dispatcher: own });
        await body.dump();
      } catch (error) {
        await own.destroy();
        return (error as { code?: string }).code;
      }
      await pause(Math.random() * 10);
    }
  });
  await pause(200);
  await service.close();
  expect(new Set(await Promise.all(ends))).toEqual(new Set(["ECONNREFUSED"]));
});

it("a service without a time to drain closes at once", async () => {
  const url = await open();
  await service.close();
  await expect(get(`${url}/live`)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
