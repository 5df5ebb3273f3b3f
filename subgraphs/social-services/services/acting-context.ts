import type { RequestContext } from "../../../kit/subgraph.ts";

/** What a service needs of its request. */
export type ActingContext = Pick<RequestContext, "em" | "viewer" | "enforcement" | "consult" | "publish">;
