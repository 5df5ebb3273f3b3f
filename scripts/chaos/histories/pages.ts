/**
 * What is wrong with a walk through a list while it changed: an item seen twice, or one missed that was there before the
 * first page and still after the last.
 */
export function mistakesOfPages(seen: readonly string[], presentAllAlong: readonly string[]): string[] {
  const repeated = seen.length - new Set(seen).size;
  const missed = presentAllAlong.filter((id) => !seen.includes(id)).length;
  return [
    ...(repeated > 0 ? [`${repeated} items were seen twice`] : []),
    ...(missed > 0 ? [`${missed} items were missed`] : []),
  ];
}
