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
      const why = code === "EADDRINUSE" ? "is in use" : `cannot be used (${code})`;
      reject(new PortInUse(`Port ${port} ${why}: stop what holds it, or choose another with ${option}.`));
    });
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
