import type { GraphQLFieldResolver } from "graphql";
import type { SourceName } from "./federation.ts";

/** What a source knows of the request: whose it is. */
export interface Asked {
  readonly subject: string;
}

type Resolver = GraphQLFieldResolver<Record<string, unknown>, Asked>;

const names = ["Ada", "Bruno", "Chloé", "Driss", "Élise", "Fatou"];
const users = names.map((name, index) => ({ id: `u${index + 1}`, name: `${name} Martin`, username: `@${name}` }));
const goods = ["Table", "Couch", "Glass", "Chair", "TV", "Lamp", "Desk", "Shelf", "Rug"];
const makers = ["Saint-Claude", "Morez", "Champagnole"];
export const products = makers.flatMap((maker, place) =>
  goods.map((name, index) => ({
    upc: String(place * goods.length + index + 1),
    name: `${name} of the house of ${maker}`,
    price: (index * 299 + place * 50) % 1_900,
    weight: (index * 137 + place * 70) % 1_400,
  })),
);
/**
 * A few people write about a few things, as in the field's own benchmark: so answers repeat themselves and grow. Among
 * any five things that follow each other one is reviewed.
 */
const reviewed = ["1", "1", "1", "1", "1", "6", "6", "6", "6", "11", "11", "16", "21", "26"];
const reviews = reviewed.map((upc, index) => ({
  id: `r${index + 1}`,
  body: `It has held for ${index + 2} years, and would be chosen again.`,
  author: { __typename: "User", ...users[index % 2]! },
  product: { __typename: "Product", upc },
}));

const byKey = <Item>(items: readonly Item[], keyOf: (item: Item) => string) =>
  new Map(items.map((item) => [keyOf(item), item]));
const userById = byKey(users, ({ id }) => id);
const productByUpc = byKey(products, ({ upc }) => upc);
const reviewById = byKey(reviews, ({ id }) => id);

type Resolvers = Record<string, Record<string, Resolver>>;

/** Resolvers of each source, over rows that never change. */
export const sourceResolvers: Readonly<Record<SourceName, Resolvers>> = {
  accounts: {
    Query: {
      me: (_source, _variables, { subject }) => ({ id: subject, name: `Member ${subject}`, username: `@${subject}` }),
      users: () => users,
    },
    User: { __resolveReference: ({ id }) => userById.get(String(id)) },
  },
  products: {
    Query: {
      topProducts: (_source, { first, from }) =>
        Array.from({ length: first }, (_, index) => products[(from + index) % products.length]),
    },
    Product: { __resolveReference: ({ upc }) => productByUpc.get(String(upc)) },
  },
  inventory: {
    Product: {
      __resolveReference: (reference) => ({ ...reference, inStock: Number(reference.upc) % 2 === 0 }),
      shippingEstimate: ({ price, weight }) => (Number(price) > 1000 ? 0 : Math.floor(Number(weight) / 2)),
    },
  },
  reviews: {
    Review: { __resolveReference: ({ id }) => reviewById.get(String(id)) },
    User: {
      __resolveReference: ({ id }) => ({ id }),
      reviews: ({ id }) => reviews.filter(({ author }) => author.id === id),
    },
    Product: {
      __resolveReference: ({ upc }) => ({ upc }),
      reviews: ({ upc }) => reviews.filter(({ product }) => product.upc === upc),
    },
  },
};
