const product = "upc name price weight inStock shippingEstimate";
const author = `author { id username name reviews { id body product { ${product} } } }`;

/** Every operation that is measured; `$from` makes requests differ, and so does the person who asks. */
export const operations = {
  /** The field's own benchmark, and the person who asks: an answer of some 86 kB, made of some 16 calls. */
  heavy: `query Heavy($from: Int!) {
  me { id name }
  users { id username name reviews { id body product { ${product} reviews { id body ${author} } } } }
  topProducts(first: 5, from: $from) { ${product} reviews { id body ${author} } }
}`,
  /** A page of a shop: an answer of some 3 kB, made of 3 calls. */
  small: `query Small($from: Int!) {
  me { id name username }
  topProducts(first: 25, from: $from) { ${product} }
}`,
} as const;

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as OperationName[];

/** Of an operation. */
export const MOST_TEXTS = 50;

/** The same question as `count` stored operations of clients would ask it: texts that differ in their name. */
export function textsOf(name: OperationName, count: number): string[] {
  return Array.from({ length: count }, (_, index) => operations[name].replace("(", index === 0 ? "(" : `${index}(`));
}
