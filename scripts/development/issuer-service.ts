import { EnvironmentError, readEnvironment } from "../../kit/environment.ts";
import { DevelopmentIssuerRefused, startDevelopmentIssuer } from "./issuer.ts";
import { issuerVariables } from "./issuer-configuration.ts";

// The development issuer as a process of its own, for docker compose.
try {
  const environment = readEnvironment(issuerVariables);
  const issuer = await startDevelopmentIssuer({
    host: environment.HOST,
    port: environment.PORT,
    audience: environment.OIDC_AUDIENCE,
    isProduction: environment.NODE_ENV === "production",
    ...(environment.ISSUER_URL ? { publicUrl: environment.ISSUER_URL } : {}),
  });
  process.stdout.write(`The development issuer listens as ${issuer.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => issuer.close());
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`);
  process.exitCode = 1;
}

function sentenceFor(error: unknown): string {
  if (error instanceof DevelopmentIssuerRefused || error instanceof EnvironmentError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `Port ${port} is already in use: stop what listens there or set PORT to another.`;
  return String(error);
}
