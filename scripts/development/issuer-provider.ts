import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import { errors, type GrantContext, interactionPolicy, Provider } from "oidc-provider";
import { createMemoryAdapter } from "oidc-provider/lib/adapters/memory_adapter.js";
import { cast } from "./cast.ts";
import { castMember, UnknownCastMember } from "./cast-member.ts";
import { DEVELOPMENT_CLIENT, DEVELOPMENT_GRANT } from "./development-client.ts";

const HUB_RESOURCE = "urn:passerelle:hub";
const SIGNING_ALGORITHM = "ES256";
const TOKEN_LIFETIME_SECONDS = 3600;
const SESSION_LIFETIME_SECONDS = 8 * 3600;

/** Paths where cast members choose who they are; see `login-page.ts`. */
export const LOGIN_PATH = "/interaction/";

export interface DevelopmentProvider {
  readonly provider: Provider;
  /** A signed access token for a cast member. Throws UnknownCastMember. */
  issueToken(name: string): Promise<string>;
}

/**
 * An OpenID Connect provider that knows the cast and one public client. Keys live as long as the process: the hub
 * fetches the new ones when it meets an unknown key id. Tokens say who, never of which organisation or with which role.
 */
export async function createIssuerProvider(issuer: string, audience: string): Promise<DevelopmentProvider> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const hub = {
    audience,
    scope: "",
    accessTokenFormat: "jwt",
    accessTokenTTL: TOKEN_LIFETIME_SECONDS,
    jwt: { sign: { alg: SIGNING_ALGORITHM } },
  } as const;
  const provider = new Provider(issuer, {
    // Sessions live as long as the process, without the library's warning about it: they are worth nothing elsewhere.
    adapter: createMemoryAdapter(),
    jwks: { keys: [await exportJWK(privateKey)] },
    clients: [developmentClient],
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    responseTypes: ["code"],
    clientAuthMethods: ["none"],
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // Every token is for the hub, also for a client that names no resource.
        defaultResource: () => HUB_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo(_context: unknown, resource: string) {
          if (resource === HUB_RESOURCE || resource === audience) return hub;
          throw new errors.InvalidTarget();
        },
      },
    },
    interactions: { policy: loginOnly(), url: (_context: unknown, { uid }: { uid: string }) => `${LOGIN_PATH}${uid}` },
    clientBasedCORS: (_context: unknown, origin: string) => isLoopback(origin),
    findAccount: (_context: unknown, sub: string) => findAccount(sub),
    loadExistingGrant: (context: GrantContext) => grantWhatIsAsked(provider, context),
    ttl: {
      AccessToken: TOKEN_LIFETIME_SECONDS,
      AuthorizationCode: 60,
      IdToken: TOKEN_LIFETIME_SECONDS,
      Interaction: SESSION_LIFETIME_SECONDS,
      Session: SESSION_LIFETIME_SECONDS,
      Grant: SESSION_LIFETIME_SECONDS,
    },
    renderError(context: GrantContext, { error, error_description }: Record<string, string>) {
      context.body = { error, error_description };
    },
  });

  const createToken = async (name: string) => {
    const client = await provider.Client.find(DEVELOPMENT_CLIENT);
    if (!client) throw new Error(`The client ${DEVELOPMENT_CLIENT} is not registered.`);
    const token = new provider.AccessToken({ client, accountId: castMember(name).name, gty: DEVELOPMENT_GRANT });
    token.resourceServer = new provider.ResourceServer(HUB_RESOURCE, hub);
    return token;
  };
  const grantToPerson = async (context: GrantContext) => {
    const token = await createToken(String(context.oidc.params.person ?? "")).catch((error: unknown) => {
      throw error instanceof UnknownCastMember ? new errors.InvalidRequest(error.message) : error;
    });
    context.body = { access_token: await token.save(), token_type: "Bearer", expires_in: token.expiration };
  };
  provider.registerGrantType(DEVELOPMENT_GRANT, grantToPerson, ["person"]);
  return { provider, issueToken: async (name) => (await createToken(name)).save() };
}

const developmentClient = {
  client_id: DEVELOPMENT_CLIENT,
  client_name: "Passerelle, development",
  application_type: "native",
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", DEVELOPMENT_GRANT],
  response_types: ["code"],
  redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback", "http://[::1]/callback"],
};

/** The cast has nothing to consent to here: what the hub shows is decided by the hub's own consents. */
function loginOnly() {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  return policy;
}

function findAccount(sub: string) {
  const member = cast.find(({ name }) => name === sub);
  return member && { accountId: member.name, claims: async () => ({ sub: member.name }) };
}

async function grantWhatIsAsked(provider: Provider, { oidc }: GrantContext) {
  const grantId = oidc.session.grantIdFor(oidc.client.clientId);
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  if (known) return known;
  const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope("openid");
  await grant.save();
  return grant;
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(origin).hostname);
}
