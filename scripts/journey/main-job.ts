import { link } from "./acts.ts";
import { careAndConsent } from "./care-and-consent.ts";
import { expectThat, type Step } from "./steps.ts";
import { accepted, CONTRACT, DISCLOSURES, SEARCH, type Story, withoutRequestId } from "./story.ts";

export { newStory } from "./story.ts";

/** The whole of what the hub is for, from the search of care to the person's own account of who read what. */
export const mainJob: readonly Step<Story>[] = [
  {
    who: "Claire, nurse",
    what: "searches free mental-health care within 30 km of Besançon, page by page",
    run: searchByPages,
  },
  ...careAndConsent,
  { who: "Paul, référent elsewhere", what: "tries every road to her", run: tryEveryRoad },
  {
    who: "The person",
    what: "withdraws",
    async run({ ask, person, consent }) {
      const withdraw = `mutation { withdrawConsent(input: { consent: "${consent}" }) { consent { state } userErrors { code message } } }`;
      return accepted(await ask(person.name, withdraw), "withdrawConsent").consent.state;
    },
  },
  {
    who: "Karim, référent",
    what: "reads the contract again",
    async run({ ask, person, contractWithoutPlan }) {
      const { body, data } = await ask("karim", CONTRACT, { id: person.contract });
      expectThat(
        withoutRequestId(body) === withoutRequestId(contractWithoutPlan),
        "the bytes of a contract without a plan",
        data,
      );
      return "empty, byte for byte a contract without a plan";
    },
  },
  {
    who: "Karim, référent",
    what: "finds no proposal and can link nothing",
    async run(story) {
      const { data } = await story.ask("karim", "{ planProposals(first: 100) { edges { node { id } } } }");
      expectThat(!JSON.stringify(data).includes(story.extract.id), "no trace of the extract", data);
      const linked = (await story.ask("karim", link(story))).data?.linkPlanExtract;
      expectThat(
        linked?.userErrors[0]?.code === "NOT_FOUND",
        "NOT_FOUND, as for an extract that does not exist",
        linked,
      );
      return linked.userErrors[0].code;
    },
  },
  { who: "The person", what: "lists every disclosure and every refusal", run: listDisclosures },
];

async function searchByPages({ ask }: Story): Promise<string> {
  const seen: { id: string; distance: number }[] = [];
  let after: string | null = null;
  let total = 0;
  do {
    const { data, errors } = await ask("claire", SEARCH, { after });
    expectThat(!errors && data?.careOffers, "a page of care offers", errors);
    const { edges, pageInfo, totalCount } = data.careOffers;
    for (const { node, distanceKm } of edges) seen.push({ id: node.id, distance: distanceKm });
    total = totalCount;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after && seen.length < 1000);
  const isSorted = seen.every(
    ({ distance }, index) => distance <= 30 && (index === 0 || seen[index - 1]!.distance <= distance),
  );
  expectThat(
    total > 3 && seen.length === total && new Set(seen.map(({ id }) => id)).size === total && isSorted,
    "each offer once, nearest first",
    { total, seen },
  );
  return `${total} offers in ${Math.ceil(total / 3)} pages, nearest first`;
}

async function tryEveryRoad(story: Story): Promise<string> {
  const { ask, person, extract, prescription, support, consent } = story;
  const roads = [
    `{ person(id: "${person.id}") { givenName employmentContracts { kind } healthSupports { status } planExtracts { text } prescriptions { status } } }`,
    `{ employmentContract(id: "${person.contract}") { kind planExtract { text } } }`,
    `{ alias: employmentContract(id: "${person.contract}") { ... on EmploymentContract { id } } }`,
    `{ prescription(id: "${prescription}") { status } }`,
    `{ healthSupport(id: "${support}") { id } }`,
    `{ consent(id: "${consent}") { state } }`,
  ];
  for (const road of roads) {
    const { data } = await ask("paul", road);
    expectThat(data !== null && Object.values(data).every((value) => value === null), "nothing", data);
  }
  for (const list of [
    "accompaniedPersons",
    "employmentContracts",
    "prescriptions",
    "healthSupports",
    "planProposals",
  ]) {
    const { data } = await ask("paul", `{ list: ${list}(first: 100) { totalCount edges { node { id } } } }`);
    expectThat(data?.list?.totalCount === 0 && data.list.edges.length === 0, "an empty list", data);
  }
  const linked = (await ask("paul", link({ ...story, extract }))).data?.linkPlanExtract;
  expectThat(linked?.userErrors[0]?.code === "NOT_FOUND" && linked.employmentContract === null, "NOT_FOUND", linked);
  return `${roads.length + 6} attempts, nothing seen`;
}

interface Disclosure {
  isPermitted: boolean;
  category: string;
  purpose: string;
  organization: { name: string } | null;
  decidedAt: string;
}

async function listDisclosures({ ask, person }: Story): Promise<string> {
  const { data, errors } = await ask(person.name, DISCLOSURES);
  const rows: Disclosure[] = (data?.me?.disclosures?.edges ?? []).map(({ node }: { node: Disclosure }) => node);
  const has = (isPermitted: boolean, organization: string, category: string) =>
    rows.some(
      (row) =>
        row.isPermitted === isPermitted &&
        row.organization?.name.includes(organization) &&
        row.category === category &&
        row.decidedAt,
    );
  const isComplete =
    has(true, "insertion du Doubs", "EMPLOYMENT_EXTRACT") &&
    has(false, "insertion du Doubs", "EMPLOYMENT_EXTRACT") &&
    has(false, "Creuse", "IDENTITY_CONTACT");
  expectThat(
    !errors && isComplete,
    "what was shown to Karim, what was refused to him since, and Paul's attempts",
    rows,
  );
  const refused = rows.filter(({ isPermitted }) => !isPermitted).length;
  return `${rows.length - refused} shown, ${refused} refused: who, when, what category, for what purpose`;
}
