import { cast } from "../development/cast.ts";
import { exampleQueries } from "./example-queries.ts";
import type { Hub } from "./open-hub.ts";

/** What a newcomer is told once the hub runs: where it is, as whom to ask, what to ask, how to stop. */
export function describeHub(opened: Pick<Hub, "endpoint" | "url">): string {
  const hub = { endpoint: named(opened.endpoint), url: named(opened.url) };
  const people = cast.map(({ name, description }) => `  ${name.padEnd(7)} ${description}`).join("\n");
  const queries = exampleQueries
    .map(({ name, as, query }) => `  ${name} (as ${as})\n\n${indent(curl(hub, as, query))}\n`)
    .join("\n");
  return `
Passerelle runs.

  Endpoint  ${hub.endpoint}
  Try it    ${hub.url} in a browser: pick a person, press play

People (all fictitious); a bearer token for each: npm run -s token -- NAME
${people}

Three queries to paste
${queries}
To walk through the whole story: npm run journey -- --url ${hub.url}
To stop: Ctrl-C (the data stays)
`;
}

/** The query as a command a shell takes as it stands. */
export function curl(hub: Pick<Hub, "endpoint">, person: string, query: string): string {
  const oneLine = query.replace(/\s+/g, " ").trim();
  return `curl -s ${hub.endpoint} -H "Authorization: Bearer $(npm run -s token -- ${person})" \\\n  -H 'Content-Type: application/json' -d '${JSON.stringify({ query: oneLine })}'`;
}

/** People know this machine by its name. */
const named = (url: string) => url.replace("//127.0.0.1:", "//localhost:");

const indent = (text: string) => text.replace(/^/gm, "  ");
