import { createServer } from "node:net";

/** Somebody else listens where the hub should. */
export class PortInUse extends Error {
  override readonly name = "PortInUse";
}

/** Throws {@link PortInUse}, naming the option that chooses another, when nobody can listen there now. */
export async function refuseBusyPort(host: string, port: number, option: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      reject(new PortInUse(sentenceFor(code, host, port, option)));
    });
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

function sentenceFor(code: string | undefined, host: string, port: number, option: string): string {
  if (code === "EADDRINUSE") return `Port ${port} is in use: stop what holds it, or choose another with ${option}.`;
  if (code === "EACCES") return `Port ${port} is kept for the system: choose one above 1023 with ${option}.`;
  return `This machine has no address ${host} (${code}): choose another with --host.`;
}
