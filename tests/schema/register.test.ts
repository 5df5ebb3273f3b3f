import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse as parseCsv } from "csv-parse/sync";
import { parse } from "graphql";
import { composeRegister } from "../../scripts/schema/register.ts";
import { roles } from "../../subgraphs/protection.ts";

const read = (name: string) => readFileSync(new URL(`../../schema/${name}`, import.meta.url), "utf8");

describe("the register of processing", () => {
  const lines = parseCsv(read("register.csv"), { columns: true }) as Record<string, string>[];

  test("names every field that carries a rule, with that rule, and no other", () => {
    // Read from the text of each schema: a field, then its rule on the same line.
    const ruled = [...new Set(lines.map(({ source }) => source!))].flatMap((source) => {
      const fields = read(`${source}.graphql`).matchAll(/^ {2}\w+.*@consent\(category: (\w+), purpose: (\w+)\)/gm);
      return [...fields].map(([, category, purpose]) => `${source} ${category} ${purpose}`);
    });
    const listed = lines.flatMap(({ source, category, purpose, fields }) =>
      fields!
        .split(" ")
        .filter((coordinate) => coordinate.includes("."))
        .map(() => `${source} ${category} ${purpose}`),
    );
    expect(listed.length).toBeGreaterThan(100);
    expect(Map.groupBy(listed, (one) => one).size).toBe(Map.groupBy(ruled, (one) => one).size);
    expect(listed.sort()).toEqual(ruled.sort());
  });

  test("says the same in words: who answers, what, why, who reads, how long", () => {
    const words = read("register.md");
    for (const { source, category, purpose, controller, readers, retention, fields } of lines) {
      const section = words.split(`\n## ${source}\n`)[1]!.split("\n## ")[0]!;
      for (const part of [controller!, retention!, `### ${category}, ${purpose}\n`]) expect(section).toContain(part);
      const entry = section.split(`### ${category}, ${purpose}\n`)[1]!.split("\n### ")[0]!;
      expect(entry).toContain(readers ? readers.split(" ").join(", ") : "nobody");
      for (const field of fields!.split(" ")) expect(entry).toContain(`\`${field}\``);
    }
  });

  test("gives no role that the hub does not know", () => {
    for (const role of lines.flatMap(({ readers }) => readers!.split(" ").filter(Boolean)))
      expect(Object.keys(roles)).toContain(role);
  });

  test("is refused while nobody says who answers for a source, and for how long it keeps what it holds", () => {
    const stranger = parse("type Note { text: String @consent(category: ADDICTION, purpose: RIGHTS_OPENING) }");
    expect(() => composeRegister({ "new-source": stranger })).toThrow(/^new-source holds data about people: say who/);
    expect(() => composeRegister({ "new-source": parse("type Note { text: String }") })).not.toThrow();
  });
});
