/** The part of `oidc-provider` 9 that the development issuer uses; the package ships no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  interface Client {
    readonly clientId: string;
  }

  interface ResourceServer {
    readonly audience: string;
    readonly scope: string;
    readonly accessTokenFormat: "jwt";
    readonly accessTokenTTL: number;
    readonly jwt: { readonly sign: { readonly alg: string } };
  }

  interface GrantContext {
    readonly oidc: {
      readonly client: Client;
      readonly params: Readonly<Record<string, unknown>>;
      readonly session: { readonly accountId: string; grantIdFor(clientId: string): string | undefined };
      readonly result?: { readonly consent?: { readonly grantId?: string } };
    };
    body: unknown;
  }

  interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: string };
    readonly params: Readonly<Record<string, unknown>>;
  }

  interface AccessToken {
    readonly expiration: number;
    save(): Promise<string>;
  }

  interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    readonly issuer: string;
    readonly Client: { find(clientId: string): Promise<Client | undefined> };
    readonly AccessToken: new (token: {
      client: Client;
      accountId: string;
      gty: string;
    }) => AccessToken & {
      resourceServer: unknown;
    };
    readonly ResourceServer: new (
      identifier: string,
      server: ResourceServer,
    ) => object;
    readonly Grant: (new (grant: {
      accountId: string;
      clientId: string;
    }) => Grant) & {
      find(id: string): Promise<Grant | undefined>;
    };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    registerGrantType(name: string, grant: (context: GrantContext) => Promise<void>, parameters: string[]): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }

  export const errors: {
    readonly InvalidRequest: new (description: string) => Error;
    readonly InvalidTarget: new () => Error;
    readonly SessionNotFound: new (description: string) => Error;
  };

  export const interactionPolicy: { base(): unknown[] & { remove(prompt: string): void } };
}

declare module "oidc-provider/lib/adapters/memory_adapter.js" {
  export function createMemoryAdapter(): (model: string) => object;
}
