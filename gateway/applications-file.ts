import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { EnvironmentError } from "../kit/environment.ts";
import { type ApplicationRule, Applications } from "./applications.ts";
import { type BudgetPolicy, defaultBudgets } from "./budgets.ts";
import { hashText } from "./hash-text.ts";

const BUDGETS = Object.keys(defaultBudgets) as (keyof BudgetPolicy)[];
const KEYS = ["isFreeForm", "operations", ...BUDGETS];
const ENDING = ".graphql";

/**
 * Reads which application may send what from a JSON file. `applications` has one entry for each, named
 * `<issuer's alias>|<client_id>`; `others` is for those not named. An entry names `operations`, as folders or files
 * beside the file, may be `isFreeForm`, and may set its own budgets. Throws {@link EnvironmentError} with what to mend.
 */
export function readApplications(path: string, { isProduction }: { isProduction: boolean }): Applications {
  const folder = dirname(path);
  const texts = new Map<string, string>();
  const fail = (reason: string): never => {
    throw new EnvironmentError(`APPLICATIONS_FILE (${path}) cannot be used: ${reason}.`);
  };
  const register = (name: string): string[] => {
    if (!/^[\w-]+(\/[\w-]+)*$/.test(name)) return fail(`"${name}" is no folder or file beside it`);
    return operationFiles(join(folder, name), () => fail(`there is no operation at "${name}"`)).map((file) => {
      const text = readFileSync(file, "utf8");
      const hash = hashText(text);
      texts.set(hash, text);
      return hash;
    });
  };
  const readRule = (name: string, value: unknown): ApplicationRule => {
    const entry = asObject(value) ?? fail(`"${name}" must be an object`);
    const unknown = Object.keys(entry).find((key) => !KEYS.includes(key));
    if (unknown) fail(`"${name}" has "${unknown}", which means nothing: it may have ${KEYS.join(", ")}`);
    const { isFreeForm = false, operations = [] } = entry;
    if (typeof isFreeForm !== "boolean") fail(`isFreeForm of "${name}" must be true or false`);
    if (!Array.isArray(operations) || operations.some((one) => typeof one !== "string"))
      fail(`operations of "${name}" must be a list of names`);
    const budgets = BUDGETS.map((key) => {
      const amount = entry[key] ?? defaultBudgets[key];
      if (!Number.isInteger(amount) || (amount as number) <= 0)
        fail(`${key} of "${name}" must be a whole number above 0`);
      return [key, amount] as const;
    });
    return {
      isFreeForm: isFreeForm as boolean,
      operations: new Set((operations as string[]).flatMap(register)),
      budgets: Object.fromEntries(budgets) as unknown as BudgetPolicy,
    };
  };
  const content = asObject(readJson(path, fail)) ?? fail("it must hold an object");
  const { applications = {}, others = { isFreeForm: !isProduction }, ...rest } = content;
  if (Object.keys(rest).length > 0)
    fail(`"${Object.keys(rest)[0]}" means nothing: it may have applications and others`);
  const named = Object.entries(asObject(applications) ?? fail("applications must be an object"));
  const wrong = named.find(([name]) => !/^[\w-]+\|.+$/.test(name));
  if (wrong) fail(`"${wrong[0]}" must be named by its issuer and its client_id, as alias|client_id`);
  const rules = new Map(named.map(([name, value]) => [name, readRule(name, value)]));
  return new Applications({ texts, rules, others: readRule("others", others) });
}

function readJson(path: string, fail: (reason: string) => never): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(error instanceof SyntaxError ? "it is not valid JSON" : "it cannot be read");
  }
}

function operationFiles(path: string, fail: () => never): string[] {
  if (statSync(path + ENDING, { throwIfNoEntry: false })?.isFile()) return [path + ENDING];
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  const files = isFolder ? readdirSync(path).filter((file) => file.endsWith(ENDING)) : [];
  return files.length > 0 ? files.map((file) => join(path, file)) : fail();
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
