import { createServer, type Server } from "node:http";

/** Answers the text of a POST with a JSON text; `authorization` is the client's header. `GET /health` is answered 200. */
export function createJsonServer(answer: (body: string, authorization: string | undefined) => Promise<string>): Server {
  return createServer((request, response) => {
    if (request.url === "/health") return void response.end("ok");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString();
      const text = await answer(body, request.headers.authorization).catch((error: unknown) =>
        JSON.stringify({ errors: [{ message: String(error) }] }),
      );
      response.setHeader("content-type", "application/json");
      response.end(text);
    });
    return undefined;
  });
}
