import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createIssuerProvider, type DevelopmentProvider, LOGIN_PATH } from "./issuer-provider.ts";
import { answerLogin } from "./login-page.ts";

export interface DevelopmentIssuerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The `aud` of every token: what the gateway expects as OIDC_AUDIENCE. */
  readonly audience: string;
  readonly isProduction: boolean;
  /** The `iss` of every token, when the hub reaches the issuer under another address than where it listens. */
  readonly publicUrl?: string;
}

export interface DevelopmentIssuer {
  /** The issuer as it names itself, without a trailing slash. */
  readonly url: string;
  /** A bearer token for a cast member, valid one hour. Throws UnknownCastMember. */
  issueToken(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The development issuer was asked for where it must not run. */
export class DevelopmentIssuerRefused extends Error {
  override readonly name = "DevelopmentIssuerRefused";
}

/**
 * Starts a real OpenID Connect issuer over plain HTTP in which anyone may be any member of the cast: discovery, keys,
 * authorization code with PKCE, and a grant for the command line. Throws {@link DevelopmentIssuerRefused} in production.
 */
export async function startDevelopmentIssuer(options: DevelopmentIssuerOptions): Promise<DevelopmentIssuer> {
  if (options.isProduction) {
    throw new DevelopmentIssuerRefused(
      "The development issuer lets anyone be anyone, so it does not start with NODE_ENV=production: " +
        "set OIDC_ISSUERS to the OpenID Connect issuer of your organisation.",
    );
  }
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const url = (options.publicUrl ?? listeningAt(options.host, server.address() as AddressInfo)).replace(/\/$/, "");
  const development = await createIssuerProvider(url, options.audience).catch((error: unknown) => {
    server.close();
    throw error;
  });
  server.on("request", createResponder(development));
  return {
    url,
    issueToken: development.issueToken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createResponder({ provider }: DevelopmentProvider) {
  const answerOpenid = provider.callback();
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? "/";
    if (path === "/ready" || path === "/live") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    } else if (path.startsWith(LOGIN_PATH)) {
      answerLogin(provider, request, response).catch(() => response.writeHead(500).end());
    } else {
      answerOpenid(request, response);
    }
  };
}

function listeningAt(host: string, { port }: AddressInfo): string {
  const isEveryInterface = host === "0.0.0.0" || host === "::";
  return `http://${isEveryInterface ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
}
