import { buildSchema, findBreakingChanges } from "graphql";

/** Changes that would break a client of the published API and that the changelog does not announce, one sentence each. */
export function unannouncedBreakingChanges(published: string, current: string, changelog: string): string[] {
  return findBreakingChanges(buildSchema(published), buildSchema(current))
    .map(({ description }) => description)
    .filter((description) => !changelog.includes(description));
}
