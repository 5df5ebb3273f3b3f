import { type DocumentNode, GraphQLError, Kind, type ValidationRule, visit } from "graphql";
import { type Problem, RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { measureOperation } from "./operation-size.ts";

/** A document that is too large, found while it is validated and so before anything is planned. */
export class OperationTooComplex extends GraphQLError {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message!);
    this.problem = problem;
  }
}

export function tooComplex(what: string, limit: number): Problem {
  return { code: "TOO_COMPLEX", message: `The request has too many ${what}: at most ${limit} are accepted.` };
}

const names = {
  depth: "levels of fields inside one another (depth)",
  fields: "fields, with its fragments written out",
  aliases: "aliases",
  rootFields: "root fields",
  directives: "directives",
} as const;

/** Validation rule that refuses a document larger than the limits, naming the limit. */
export function operationLimits(limits: Limits): ValidationRule {
  return (context) => ({
    Document(document) {
      const size = measureOperation(document);
      for (const name of Object.keys(names) as (keyof typeof names)[]) {
        if (size[name] > limits[name])
          context.reportError(new OperationTooComplex(tooComplex(names[name], limits[name])));
      }
    },
  });
}

/** A size a document asks for with `first` or `last`: written in it, or brought by a variable with perhaps a default. */
interface AskedSize {
  readonly variable?: string;
  readonly written: unknown;
}

/** What stands in a document is looked for once, whoever sends it with which variables. */
const sizesByDocument = new WeakMap<DocumentNode, readonly AskedSize[]>();

/** Refuses lists longer than the hub serves at once, written in the document or brought by a variable. */
export function checkListSizes(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> | undefined,
  limit: number,
): void {
  let sizes = sizesByDocument.get(document);
  if (!sizes) {
    sizes = askedSizes(document);
    sizesByDocument.set(document, sizes);
  }
  for (const { variable, written } of sizes) {
    const size = variable === undefined ? written : (variables?.[variable] ?? written);
    if (Number(size) > limit)
      throw new RequestRefused(400, tooComplex('rows in a list (arguments "first" and "last")', limit));
  }
}

function askedSizes(document: DocumentNode): AskedSize[] {
  const defaults = new Map<string, unknown>();
  const sizes: AskedSize[] = [];
  visit(document, {
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue?.kind === Kind.INT) defaults.set(variable.name.value, defaultValue.value);
    },
    Argument({ name, value }) {
      if (name.value !== "first" && name.value !== "last") return;
      if (value.kind === Kind.INT) sizes.push({ written: value.value });
      if (value.kind === Kind.VARIABLE)
        sizes.push({ variable: value.name.value, written: defaults.get(value.name.value) });
    },
  });
  return sizes;
}
