/** People a developer may sign in as from the page at `/`, and queries to begin with. */
export interface Sandbox {
  readonly people: readonly { readonly name: string; readonly description: string }[];
  /** A fresh access token for one of `people`. */
  readonly issueToken: (name: string) => Promise<string>;
  readonly queries?: readonly { readonly name: string; readonly query: string; readonly variables?: object }[];
}

/** The development page: a bar of people, and GraphiQL below it. */
export function sandboxPage(people: Sandbox["people"]): string {
  const buttons = people
    .map(
      ({ name, description }) =>
        `<button data-person="${escapeText(name)}" title="${escapeText(description)}">${escapeText(name)}</button>`,
    )
    .join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Passerelle: try the hub</title>
<link rel="stylesheet" href="/sandbox/graphiql.css">
<style>
  body { margin: 0; display: flex; flex-direction: column; height: 100vh; font-family: system-ui, sans-serif; }
  nav { display: flex; gap: 0.5rem; align-items: center; padding: 0.5rem 1rem; flex-wrap: wrap; }
  nav button { padding: 0.3rem 0.8rem; border: 1px solid #888; border-radius: 1rem; background: none; cursor: pointer; }
  nav button[aria-pressed="true"] { background: #1f3a93; color: white; }
  #graphiql { flex: 1; min-height: 0; }
</style>
</head>
<body>
<nav aria-label="Sign in as"><span>Sign in as</span>
${buttons}
<span id="who" role="status"></span></nav>
<div id="graphiql"></div>
<script src="/sandbox/react.js"></script>
<script src="/sandbox/react-dom.js"></script>
<script src="/sandbox/graphiql.js"></script>
<script src="/sandbox/page.js"></script>
</body>
</html>
`;
}

/** Renders GraphiQL with the example queries as tabs; a click on a person puts her fresh token among the headers. */
export function sandboxScript(queries: NonNullable<Sandbox["queries"]>): string {
  const tabs = queries.map(({ name, query, variables }) => ({
    query: `# ${name}\n${query}`,
    ...(variables ? { variables: JSON.stringify(variables, null, 2) } : {}),
  }));
  return `"use strict";
const tabs = ${JSON.stringify(tabs)};
const root = ReactDOM.createRoot(document.getElementById("graphiql"));
let authorization;

async function send(content, options) {
  const headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
  for (const [name, value] of Object.entries(options?.headers ?? {})) headers[name.toLowerCase()] = value;
  const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(content) });
  return answer.json();
}

function render() {
  const headers = authorization ? JSON.stringify({ authorization }, null, 2) : "";
  root.render(React.createElement(GraphiQL, {
    fetcher: send, headers, isHeadersEditorEnabled: true, shouldPersistHeaders: false,
    ...(tabs.length > 0 ? { defaultTabs: tabs } : {}),
  }));
}

async function signIn(button) {
  const answer = await fetch("/sandbox/token/" + encodeURIComponent(button.dataset.person));
  authorization = "Bearer " + (await answer.json()).token;
  for (const other of document.querySelectorAll("[data-person]"))
    other.setAttribute("aria-pressed", String(other === button));
  document.getElementById("who").textContent = button.title;
  render();
}

const people = [...document.querySelectorAll("[data-person]")];
for (const button of people) button.addEventListener("click", () => signIn(button));
if (people.length > 0) signIn(people[0]); else render();
`;
}

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
