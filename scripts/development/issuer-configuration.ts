import { asPort, asText, asUrl } from "../../kit/environment.ts";

/** Audience of the hub's tokens on a developer's machine. */
export const DEVELOPMENT_AUDIENCE = "https://passerelle.example/graphql";
/** Where the development issuer listens unless told otherwise. */
export const DEVELOPMENT_ISSUER_URL = "http://localhost:4010";

/** What the development issuer reads from its environment when it runs alone. */
export const issuerVariables = {
  NODE_ENV: {
    description: 'the kind of environment; the development issuer refuses to start in "production".',
    default: "development",
    read: asText,
  },
  HOST: { description: "the address to listen on.", default: "127.0.0.1", read: asText },
  PORT: { description: "the port to listen on; 0 takes a free one.", default: 4010, read: asPort },
  ISSUER_URL: {
    description: "the address under which the gateway reaches this issuer: the `iss` of its tokens.",
    default: "",
    read: asUrl,
  },
  OIDC_AUDIENCE: {
    description: "the audience of its tokens, the same as the gateway's.",
    default: DEVELOPMENT_AUDIENCE,
    read: asText,
  },
} as const;
