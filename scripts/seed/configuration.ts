import { asNamedUrls, type Variable } from "../../kit/environment.ts";

/** What the seeding of a deployment reads from its environment. */
export const seedVariables = {
  DATABASE_URLS: {
    description:
      "the PostgreSQL URL of each subgraph's database, as consent=postgres://…;social-services=postgres://…;….",
    read: asNamedUrls,
  },
} satisfies Record<string, Variable<unknown>>;
