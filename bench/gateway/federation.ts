import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])`;

/** The four subgraphs the field measures its gateways with: who writes, what is sold, what is in stock, what is said. */
export const sourceSchemas = {
  accounts: `${link}
    type Query { me: User users: [User!]! }
    type User @key(fields: "id") { id: ID! name: String! username: String! @shareable }`,
  products: `${link}
    type Query { topProducts(first: Int! = 5, from: Int! = 0): [Product!]! }
    type Product @key(fields: "upc") { upc: String! name: String! price: Int! weight: Int! }`,
  inventory: `${link}
    type Product @key(fields: "upc") {
      upc: String! weight: Int! @external price: Int! @external
      inStock: Boolean! shippingEstimate: Int! @requires(fields: "price weight")
    }`,
  reviews: `${link}
    type Review @key(fields: "id") { id: ID! body: String! author: User! @provides(fields: "username") product: Product! }
    type User @key(fields: "id") { id: ID! username: String! @external reviews: [Review!]! }
    type Product @key(fields: "upc") { upc: String! reviews: [Review!]! }`,
} as const;

export type SourceName = keyof typeof sourceSchemas;
export const sourceNames = Object.keys(sourceSchemas) as SourceName[];

/** The supergraph of the four, told where each is. */
export function composeSupergraph(urls: Readonly<Record<SourceName, string>>): string {
  const services = sourceNames.map((name) => ({ name, typeDefs: parse(sourceSchemas[name]), url: urls[name] }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}
