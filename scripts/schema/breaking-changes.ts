import { buildSchema, findBreakingChanges } from "graphql";

/**
 * Changes that would break a client of the published API and that the changelog does not announce, one sentence each.
 * An announcement is a line of its own: the sentence, after a dash.
 */
export function unannouncedBreakingChanges(published: string, current: string, changelog: string): string[] {
  const announced = new Set(changelog.split("\n").map((line) => line.replace(/^\s*[-*]\s+/, "").trim()));
  return findBreakingChanges(buildSchema(published), buildSchema(current))
    .map(({ description }) => description)
    .filter((description) => !announced.has(description));
}
