import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { type DirectiveNode, type DocumentNode, parse, visit } from "graphql";
import { lintSubgraph } from "../../scripts/schema/lint-subgraph.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { protectionDirectives } from "../../subgraphs/protection.ts";

const textOf = (name: string) => readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), "utf8");
const lint = (document: DocumentNode) => lintSubgraph(document, protectionDirectives);
const [IMPORTS, COMPOSED] = ['import: ["@consent", "@public"]', '@composeDirective(name: "@consent")'];

function marksIn(text: string): DirectiveNode[] {
  const found: DirectiveNode[] = [];
  visit(parse(text), {
    Directive(node) {
      if (node.name.value === "consent" || node.name.value === "public") found.push(node);
    },
  });
  return found;
}

function rewritten(text: string, from: string, to: string): DocumentNode {
  if (!text.includes(from)) throw new Error(`The schema no longer says: ${from}`);
  return parse(text.replace(from, to), { noLocation: true });
}

describe.each(subgraphs.map(({ name }) => name))("the schema of %s", (name) => {
  const text = textOf(name);
  const marked = marksIn(text);

  test("has no problem", () => {
    expect(lint(parse(text))).toEqual([]);
  });

  test(`is refused without any one of its ${marked.length} marks of protection`, () => {
    expect(marked.length).toBeGreaterThan(0);
    const unnoticed = marked.filter(({ loc }) => {
      const without = `${text.slice(0, loc!.start)}${text.slice(loc!.end)}`;
      return lint(parse(without, { noLocation: true })).length === 0;
    });
    expect(unnoticed.map(({ loc }) => loc!.startToken.line)).toEqual([]);
  });

  test.each([
    ["renames @consent", IMPORTS, 'import: [{ name: "@consent", as: "@shown" }, "@public"]'],
    ["renames @public", IMPORTS, 'import: ["@consent", { name: "@public", as: "@open" }]'],
    ["renames their whole link", IMPORTS, `as: "shown", ${IMPORTS}`],
    ["imports none of them", IMPORTS, "import: []"],
    ["takes them from elsewhere", protectionDirectives.url, "https://example.org/protection/v1.0"],
    ["keeps @consent to itself", COMPOSED, ""],
  ])("is refused when it %s, though every mark stays", (_, from, to) => {
    expect(lint(rewritten(text, from, to))).not.toEqual([]);
  });

  test("is refused when it renames @consent and every mark with it", () => {
    const renamed = text
      .replaceAll("@consent(", "@shown(")
      .replace(IMPORTS, 'import: [{ name: "@consent", as: "@shown" }, "@public"]');
    expect(lint(parse(renamed))).toContain(
      `@consent is not imported under its own name from ${protectionDirectives.url}: the source would not know it by another.`,
    );
  });
});

test("a type that is open and says so of its fields too is named: its mark could go without notice", () => {
  const twice = rewritten(textOf("consent"), "displayName: String", 'displayName: String @public(reason: "Why not.")');
  expect(lint(twice)).toEqual(["Professional.displayName says @public, as its whole type does: say it once."]);
});
