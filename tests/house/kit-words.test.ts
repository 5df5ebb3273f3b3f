import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

const folder = new URL("../../kit/", import.meta.url);
/** What the hub is about; a subgraph built from the kit may be about something else. */
const DOMAIN =
  /\b(person(?!al)|patient|health|care|social|insertion|contract|plan|extract|prescription|r[ée]f[ée]rent|amina|employment|diagnosis|mandate|barrier|directory)\w*/gi;

test("the kit knows no word of the domain", () => {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...readFileSync(new URL(file, folder), "utf8").matchAll(DOMAIN)].map(([word]) => `${file}: ${word}`),
    );
  expect(found).toEqual([]);
});
