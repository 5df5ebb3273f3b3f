import type { RequestContext } from "../../kit/subgraph.ts";
import { Directory } from "./repositories/directory.ts";

export interface DirectoryContext extends RequestContext {
  readonly directory: Directory;
}

export const createContext = (base: RequestContext): DirectoryContext => ({
  ...base,
  directory: new Directory(base.em, base.viewer),
});
