import { Max, Min } from "class-validator";
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from "type-graphql";
import { Public } from "./public.ts";
import { subgraphError } from "./subgraph-error.ts";

const PAGING = "It tells how to page, not what is on the page.";
export const MAX_PAGE_SIZE = 100;

@Public(PAGING)
@Directive("@shareable")
@ObjectType({ description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more items follow this page." })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the last item, to pass as `after` for the next page.",
  })
  endCursor?: string | null;
}

/** Arguments of every growing list. */
@ArgsType()
export class PageArguments {
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  @Field(() => Int, { defaultValue: 20, description: "How many items to return at most, from 1 to 100." })
  first!: number;

  @Field(() => String, { nullable: true, description: "Cursor after which to continue, taken from a previous page." })
  after?: string | null;
}

/** One page as a resolver returns it. */
export interface Page<Node> {
  edges: { node: Node; cursor: string }[];
  pageInfo: PageInfo;
  readonly totalCount: number | Promise<number>;
}

/**
 * Declares `<Name>Edge` and `<Name>Connection` for a node class. `plural` names the items in descriptions. Several subgraphs
 * may serve a connection that is shareable, of a node that is.
 */
export function declareConnection<Node extends object>(
  node: ClassType<Node>,
  name: string,
  plural: string,
  { isShareable = false } = {},
): ClassType<Page<Node>> {
  const Shared = (): ClassDecorator => (isShareable ? (Directive("@shareable") as ClassDecorator) : () => undefined);

  @Public(PAGING)
  @Shared()
  @ObjectType(`${name}Edge`, { description: `One item of a list of ${plural}.` })
  class Edge {
    @Field(() => node, { nullable: true, description: "The item itself." })
    node!: Node;

    @Field(() => String, { description: "Opaque position of the item in the list." })
    cursor!: string;
  }

  @Public(PAGING)
  @Shared()
  @ObjectType(`${name}Connection`, { description: `A page of ${plural}.` })
  class Connection {
    @Field(() => [Edge], { description: "The items of this page, in order." })
    edges!: Edge[];

    @Field(() => PageInfo, { description: "Where this page stands in the whole list." })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: `How many ${plural} you may see in all.` })
    totalCount!: number;
  }
  return Connection as unknown as ClassType<Page<Node>>;
}

/** Whoever holds a cursor can read it, and cursors end up in links and logs: identifiers and instants, never a name. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** Reads back a cursor of `length` values; throws BAD_USER_INPUT for anything else. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isValue = (value: unknown) => value === null || typeof value === "string" || Number.isFinite(value);
    if (Array.isArray(values) && values.length === length && values.every(isValue)) return values;
  } catch {
    // Falls through: a broken cursor and a foreign one are the same mistake.
  }
  throw foreignCursor();
}

/** Refuses a cursor whose values no item of the list has. */
export const foreignCursor = () =>
  subgraphError("BAD_USER_INPUT", "after: this cursor was not issued by this list; take it from pageInfo.endCursor.");

/** Makes a page from `first + 1` rows read after the cursor; `count` is called only when the total is asked for. */
export function toPage<Node>(
  rows: readonly Node[],
  first: number,
  cursorOf: (row: Node) => string,
  count: number | (() => Promise<number>),
): Page<Node> {
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: cursorOf(node) }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    get totalCount() {
      return typeof count === "number" ? count : count();
    },
  };
}
