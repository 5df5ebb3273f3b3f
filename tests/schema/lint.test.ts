import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  visit,
} from "graphql";
import { lintSupergraph } from "../../scripts/schema/lint.ts";
import { lintAgreement } from "../../scripts/schema/lint-agreement.ts";
import { lintMovement } from "../../scripts/schema/lint-movement.ts";

const text = readFileSync(new URL("../../schema/supergraph.graphql", import.meta.url), "utf8");
const supergraph = parse(text, { noLocation: true });
const objects = supergraph.definitions.filter(
  (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
);
const isRule = ({ name }: DirectiveNode) => name.value === "consent" || name.value === "public";
const isOpen = (type: ObjectTypeDefinitionNode) => type.directives?.some(({ name }) => name.value === "public");
const unruled = (coordinate: string) =>
  `${coordinate} says neither @consent nor @public: nobody has decided who may read it.`;

type Change<Node> = (node: Node) => Node;

/** The supergraph with one type changed. */
function withType(name: string, change: Change<ObjectTypeDefinitionNode>): DocumentNode {
  const isIt = (node: DefinitionNode) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name;
  const definitions = supergraph.definitions.map((node) =>
    isIt(node) ? change(node as ObjectTypeDefinitionNode) : node,
  );
  return { kind: Kind.DOCUMENT, definitions };
}

/** The supergraph with one field changed, or all those of a type. */
const withFields = (typeName: string, change: Change<FieldDefinitionNode>, fieldName?: string): DocumentNode =>
  withType(typeName, (type) => ({
    ...type,
    fields: (type.fields ?? []).map((field) => (!fieldName || field.name.value === fieldName ? change(field) : field)),
  }));

const withoutRule = <Node extends { readonly directives?: readonly DirectiveNode[] }>(node: Node): Node => ({
  ...node,
  directives: node.directives?.filter((directive) => !isRule(directive)),
});

const promising: Change<FieldDefinitionNode> = (field) =>
  field.type.kind === Kind.NON_NULL_TYPE ? field : { ...field, type: { kind: Kind.NON_NULL_TYPE, type: field.type } };

/** The supergraph with one piece of its text changed, which must be there. */
function rewritten(from: string, to: string): DocumentNode {
  if (!text.includes(from)) throw new Error(`The supergraph no longer says: ${from}`);
  return parse(text.replace(from, to), { noLocation: true });
}

const ruledFields = objects
  .filter((type) => !isOpen(type))
  .flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })))
  .filter(({ field }) => field.directives?.some(isRule));
const openTypes = objects.filter(isOpen);

describe("the published supergraph", () => {
  test("has no problem", () => {
    expect(lintSupergraph(supergraph)).toEqual([]);
  });

  test("is large enough for the laws below to mean something", () => {
    expect(ruledFields.length).toBeGreaterThan(150);
    expect(openTypes.length).toBeGreaterThan(50);
  });
});

describe("a field", () => {
  test("that loses its rule is named, whichever of all it is, and no other", () => {
    for (const { type, field } of ruledFields) {
      const found = lintSupergraph(withFields(type.name.value, withoutRule, field.name.value));
      expect(found).toEqual([unruled(`${type.name.value}.${field.name.value}`)]);
    }
  });

  test("of a type that is open no more is named unless it says itself who may read it", () => {
    for (const type of openTypes) {
      const silent = (type.fields ?? []).filter(({ directives }) => !directives?.some(isRule));
      expect(lintSupergraph(withType(type.name.value, withoutRule))).toEqual(
        silent.map(({ name }) => unruled(`${type.name.value}.${name.value}`)),
      );
    }
  });

  test("behind consent in a type that is not is named with its type, whichever of all types it is", () => {
    const ruled = objects.filter(({ directives }) => directives?.some(({ name }) => name.value === "consent"));
    expect(ruled.length).toBeGreaterThan(15);
    for (const type of ruled)
      expect(lintSupergraph(withType(type.name.value, withoutRule))).toEqual([
        `${type.name.value} has fields behind consent and no @consent itself: its rows would exist for everybody.`,
      ]);
  });

  test("behind consent that promises a value is named, whichever of all it is", () => {
    const protectedFields = ruledFields.filter(({ field }) =>
      field.directives?.some((d) => d.name.value === "consent"),
    );
    for (const { type, field } of protectedFields) {
      const promised = withFields(type.name.value, promising, field.name.value);
      expect(lintSupergraph(promised)).toEqual([
        `${type.name.value}.${field.name.value} is behind consent and must be nullable.`,
      ]);
    }
  });

  test("with two rules, or with a rule in a type that is open, is named", () => {
    const twice = rewritten("familyName: String ", 'familyName: String @public(reason: "Why not.") ');
    expect(lintSupergraph(twice)).toEqual(["Person.familyName carries more than one rule; a field has exactly one."]);
    const rule = "@consent(category: IDENTITY_CONTACT, purpose: SOCIAL_FOLLOW_UP)";
    expect(lintSupergraph(rewritten("isPermitted: Boolean!\n", `isPermitted: Boolean ${rule}\n`))).toEqual([
      "Disclosure.isPermitted carries @consent although its type is @public.",
    ]);
  });

  test("of Query or Mutation that returns a bare value is named, unless it says why all may read it", () => {
    const bare = (rule: string) => rewritten("  viewer: ViewerProfile", `  viewer: String ${rule}`);
    expect(lintSupergraph(bare(""))).toEqual([
      "Query.viewer returns a bare value, whose reader no type decides: return a type, or say @public.",
    ]);
    expect(lintSupergraph(bare('@public(reason: "Why not.")'))).toEqual([]);
  });

  test("of Query or Mutation that promises a value is named", () => {
    for (const root of ["Query", "Mutation"]) {
      const fields = objects.find(({ name }) => name.value === root)?.fields ?? [];
      expect(fields.length).toBeGreaterThan(10);
      const promised = withFields(root, promising);
      expect(lintSupergraph(promised)).toEqual(
        fields.map(
          ({ name }) =>
            `${root}.${name.value} must be nullable: a source that fails must lose its own field only, not the whole answer.`,
        ),
      );
    }
  });
});

describe("an element", () => {
  test("without a description is named: type, field, argument, enum value and input field", () => {
    const kinds = { ObjectTypeDefinition: 0, FieldDefinition: 0, InputValueDefinition: 0, EnumValueDefinition: 0 };
    const bare = visit(supergraph, {
      enter(node) {
        if (!(node.kind in kinds) || !("description" in node) || !node.description) return undefined;
        const kind = node.kind as keyof typeof kinds;
        kinds[kind] += 1;
        return kinds[kind] === 10 ? { ...node, description: undefined } : undefined;
      },
    });
    const found = lintSupergraph(bare);
    expect(found).toHaveLength(Object.keys(kinds).length);
    for (const problem of found) expect(problem).toMatch(/^[A-Z]\w+(\.\w+){0,2} has no description\.$/);
  });

  test.each([
    ["familyName: String ", "nir: String ", "Person.nir"],
    ["familyName: String ", "socialSecurityNumber: String ", "Person.socialSecurityNumber"],
    ["structureId: ID", "NIR: ID", "CareOfferFilter.NIR"],
    ["familyName: String ", "nir_hash: String ", "Person.nir_hash"],
    ["familyName: String ", "patientINSValue: String ", "Person.patientINSValue"],
  ])("named like a national identifier is named: %s becomes %s", (from, to, coordinate) => {
    expect(lintSupergraph(rewritten(from, to))).toEqual([
      `${coordinate} is named like a national identifier, which the hub never carries.`,
    ]);
  });
});

describe("an interface or a union", () => {
  const NAMED = `"Something with a name." interface Named { "Its name." name: String @RULE }`;
  const extended = (text_: string) => lintSupergraph(parse(`${text} ${text_}`, { noLocation: true }));
  const type = (name: string, rule: string, ofType = "") =>
    `"A kind." type ${name} implements Named ${ofType} { "Its name." name: String ${rule} }`;
  const consent = "@consent(category: IDENTITY_CONTACT, purpose: SOCIAL_FOLLOW_UP)";
  const open = '@public(reason: "Why not.")';

  test("with a consent is named", () => {
    expect(extended(NAMED.replace("@RULE", consent))).toEqual([
      "Named: an interface carries @consent; put it on the types that implement it.",
    ]);
  });

  test("whose types give a field different rules is named, and not when they agree", () => {
    const named = NAMED.replace("@RULE", "");
    expect(extended(`${named} ${type("A", open)} ${type("B", open)}`)).toEqual([]);
    expect(extended(`${named} ${type("A", open)} ${type("B", "", open)}`)).toEqual([]);
    expect(extended(`${named} ${type("A", open)} ${type("B", consent, consent)}`)).toEqual([
      "Named leads to B, whose rows follow a rule: return the type itself.",
      "Named.name follows different rules: @public in A, @consent(IDENTITY_CONTACT, SOCIAL_FOLLOW_UP) in B. Give it the same rule in every type.",
    ]);
  });

  test("that leads to rows behind consent is named", () => {
    expect(extended('"Either." union Either = Person | Organization')).toEqual([
      "Either leads to Person, whose rows follow a rule: return the type itself.",
    ]);
    expect(extended('"Either." union Either = Notice | Organization')).toEqual([]);
  });
});

describe("a value behind consent", () => {
  const crossing = (coordinate: string, place: string) =>
    `${coordinate} is behind consent and part of ${place}: it would reach another source without a decision.`;

  test("is no part of a key", () => {
    const keyed = rewritten(
      '@join__type(graph: CONSENT, key: "id")\n  @join__type(graph: EMPLOYMENT_CONTRACTS, key: "id")',
      '@join__type(graph: CONSENT, key: "id")\n  @join__type(graph: EMPLOYMENT_CONTRACTS, key: "id familyName")',
    );
    expect(lintSupergraph(keyed)).toEqual([crossing("Person.familyName", "the key of Person")]);
  });

  test("is not taken along by @requires, directly, through another type or in a fragment", () => {
    const requiring = (set: string) => rewritten('requires: "linkedExtractId"', `requires: "${set}"`);
    const place = "@requires of EmploymentContract.planExtract";
    expect(lintSupergraph(requiring("linkedExtractId kind"))).toEqual([crossing("EmploymentContract.kind", place)]);
    expect(lintSupergraph(requiring("versions { number }"))).toEqual([
      crossing("EmploymentContract.versions", place),
      crossing("ContractVersion.number", place),
    ]);
    expect(lintSupergraph(requiring("... on EmploymentContract { endsOn }"))).toEqual([
      crossing("EmploymentContract.endsOn", place),
    ]);
  });

  test("is not taken along by @provides", () => {
    const providing = rewritten('requires: "resourceId"', 'provides: "id text"');
    expect(lintSupergraph(providing)).toEqual([crossing("PlanExtract.text", "@provides of ConsentGrant.planExtract")]);
  });

  test("is not taken along by way of an interface or a union", () => {
    const moving = (type: string, set: string) =>
      lintMovement(
        parse(`union Either = Note | Other interface Named { name: String }
          type Note implements Named { name: String @consent(category: A, purpose: P) } type Other { id: ID }
          type Holder { thing: ${type} @join__field(graph: A, provides: "${set}") }`),
      );
    const found = [crossing("Note.name", "@provides of Holder.thing")];
    expect(moving("Either", "... on Note { name }")).toEqual(found);
    expect(moving("Named", "name")).toEqual(found);
    expect(moving("Named", "... on Note { name }")).toEqual(found);
    expect(moving("Either", "... on Other { id }")).toEqual([]);
  });

  test("is not taken from the context of a field", () => {
    const taking = rewritten(
      'requires: "linkedExtractId"',
      'contextArguments: [{ context: "a", name: "b", type: "ID", selection: "{ id }" }]',
    );
    expect(lintSupergraph(taking)).toEqual([
      "EmploymentContract.planExtract takes values @fromContext, whose road to another source no lint follows.",
    ]);
  });
});

describe("a field served by two subgraphs", () => {
  const one = (rule: string, type = "") =>
    parse(`type Person ${type} { id: ID! @public(reason: "Opaque.") name: String ${rule} }`);
  const consent = "@consent(category: IDENTITY_CONTACT, purpose: SOCIAL_FOLLOW_UP)";

  test("agrees when each gives it the same rule, whatever the words of the reason", () => {
    expect(lintAgreement({ a: one(consent), b: one(consent) })).toEqual([]);
    expect(lintAgreement({ a: one('@public(reason: "One.")'), b: one('@public(reason: "Two.")') })).toEqual([]);
    expect(lintAgreement({ a: one('@public(reason: "One.")'), b: one("", '@public(reason: "All.")') })).toEqual([]);
  });

  test.each([
    ["another purpose", "@consent(category: IDENTITY_CONTACT, purpose: RIGHTS_OPENING)"],
    ["another category", "@consent(category: SOCIAL_RIGHTS, purpose: SOCIAL_FOLLOW_UP)"],
    ["no consent", '@public(reason: "Why not.")'],
    ["no rule at all", ""],
  ])("is named when the second gives it %s", (_, rule) => {
    const [problem, ...others] = lintAgreement({ a: one(consent), b: one(rule) });
    expect(problem).toMatch(/^Person\.name has different rules: .* in a, .* in b\. /);
    expect(others).toEqual([]);
  });

  test("is not counted where it is only known from elsewhere", () => {
    expect(lintAgreement({ a: one(consent), b: one("@external") })).toEqual([]);
  });

  test("a type whose rows have two rules is named", () => {
    const type = "@consent(category: SOCIAL_RIGHTS, purpose: SOCIAL_FOLLOW_UP)";
    expect(lintAgreement({ a: one(consent, consent), b: one(consent, type) })).toHaveLength(1);
    expect(lintAgreement({ a: one(consent, consent), b: one(consent) })).toEqual([]);
  });
});
