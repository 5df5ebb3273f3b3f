import { type DocumentNode, Kind } from "graphql";
import { accompanyingRoles } from "../../subgraphs/consent/policies/internal-roles.ts";
import { retention as consent } from "../../subgraphs/consent/policies/retention.ts";
import { isSpecialCategory } from "../../subgraphs/consent/policies/special-categories.ts";
import { retention as employmentContracts } from "../../subgraphs/employment-contracts/policies/retention.ts";
import { retention as healthAccess } from "../../subgraphs/health-access/policies/retention.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { type DataCategory, dataCategories, type Purpose, purposes, roles } from "../../subgraphs/protection.ts";
import { retention as socialServices } from "../../subgraphs/social-services/policies/retention.ts";
import { argumentOf, marks } from "./marks.ts";

/** Who answers for each source, and for how long it keeps what it holds. */
const sources: Readonly<Record<string, { readonly controller: string; readonly retention: string }>> = {
  consent: { controller: "HUB_OPERATOR, for the organisations that accompany her", retention: consent },
  "social-services": { controller: "SOCIAL_SERVICE", retention: socialServices },
  "health-access": { controller: "HEALTH_ACCESS_ASSOCIATION", retention: healthAccess },
  "employment-contracts": { controller: "INSERTION_SERVICE", retention: employmentContracts },
};

/** One processing: what a source shows of one category for one purpose. */
interface Processing {
  readonly source: string;
  readonly category: DataCategory;
  readonly purpose: Purpose;
  /** Roles of the organisation that holds the data, which read it without a consent. */
  readonly readers: readonly string[];
  readonly coordinates: readonly string[];
}

/**
 * The register of processing (GDPR, art. 30) as `register.md` and `register.csv`, made from the rules that the schema
 * carries and the subgraphs enforce: it cannot say anything else than what is done.
 * @param documents the schema of each subgraph by its name
 */
export function composeRegister(documents: Readonly<Record<string, DocumentNode>>): Record<string, string> {
  const processings = Object.entries(documents).flatMap(([source, document]) => processingsOf(source, document));
  return { "register.md": asMarkdown(processings), "register.csv": asCsv(processings) };
}

function processingsOf(source: string, document: DocumentNode): Processing[] {
  const found = new Map<string, string[]>();
  const note = (node: Parameters<typeof marks>[0], coordinate: string) => {
    for (const rule of marks(node, "consent")) {
      const key = `${argumentOf(rule, "category")} ${argumentOf(rule, "purpose")}`;
      found.set(key, [...(found.get(key) ?? []), coordinate]);
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    note(definition, definition.name.value);
    for (const field of definition.fields ?? []) note(field, `${definition.name.value}.${field.name.value}`);
  }
  if (found.size > 0 && !sources[source])
    throw new Error(`${source} holds data about people: say who answers for it, and for how long.`);
  return [...found].sort().map(([key, coordinates]) => {
    const [category, purpose] = key.split(" ") as [DataCategory, Purpose];
    return { source, category, purpose, readers: readersOf(source, category), coordinates: coordinates.sort() };
  });
}

/** The roles to which the source itself says yes; who a person is, whoever accompanies her may know. */
function readersOf(source: string, category: DataCategory): readonly string[] {
  if (source === "consent" && category === "IDENTITY_CONTACT") return accompanyingRoles;
  const { isInternalReadAllowed } = subgraphs.find(({ name }) => name === source)!;
  const holding = (role: string) => ({
    subject: "register",
    organization: "register",
    roles: [role],
    dataSubject: null,
    application: "register",
  });
  return Object.keys(roles).filter((role) => isInternalReadAllowed(holding(role), category));
}

const HEADER = `# Register of processing

Made by \`npm run schema\` from the rules that every field about a person carries (GDPR, art. 30); \`npm run schema -- --check\` refuses one that is
stale. \`register.csv\` holds the same for a spreadsheet.

- **Persons concerned**: people accompanied by the organisations of the hub.
- **Recipients**: the person herself; the roles named, in the organisation that holds the data or, for who she is, that accompanies her; any other organisation only for the very
  category and purpose of a consent she gave to it, within an agreement in force (\`dataSharingAgreements\` shows a data-protection officer all of them).
- **Every decision** to show or to refuse is logged, and she reads the log.
`;

function asMarkdown(processings: readonly Processing[]): string {
  const sections = [...Map.groupBy(processings, ({ source }) => source)].map(([source, list]) => {
    const { controller, retention } = sources[source]!;
    const entries = list.map(({ category, purpose, readers, coordinates }) =>
      [
        `### ${category}, ${purpose}`,
        "",
        `- **Data**: ${dataCategories[category]}${isSpecialCategory(category) ? " Special category (art. 9)." : ""}`,
        `- **Purpose**: ${purposes[purpose]}`,
        `- **Read without a consent by**: ${readers.join(", ") || "nobody"}`,
        `- **Fields**: ${coordinates.map((coordinate) => `\`${coordinate}\``).join(", ")}`,
      ].join("\n"),
    );
    return [`## ${source}`, `**Answers for it**: ${controller}. **Kept**: ${retention}`, ...entries].join("\n\n");
  });
  return `${[HEADER.trim(), ...sections].join("\n\n")}\n`;
}

const COLUMNS = ["source", "controller", "category", "special", "purpose", "readers", "retention", "fields"];

function asCsv(processings: readonly Processing[]): string {
  const lines = processings.map(({ source, category, purpose, readers, coordinates }) => [
    source,
    sources[source]!.controller,
    category,
    isSpecialCategory(category) ? "yes" : "no",
    purpose,
    readers.join(" "),
    sources[source]!.retention,
    coordinates.join(" "),
  ]);
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  return `${[COLUMNS, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
}
