import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const permissive = /^\(?(MIT|ISC|BSD|Apache-2\.0|0BSD|BlueOak|Python|CC0|Unlicense)/;

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
}

test("every package of production without a permissive licence is named in the notices, and no other", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> };
  const restricted = Object.entries(packages)
    .filter(([path, { dev, license = "none" }]) => path !== "" && !dev && !permissive.test(license))
    .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
  const named = [...read("NOTICE.md").matchAll(/^\| `([^`]+)` \| [a-z]/gm)].map(([, name]) => name);
  expect([...new Set(restricted)].sort()).toEqual(named.sort());
});
