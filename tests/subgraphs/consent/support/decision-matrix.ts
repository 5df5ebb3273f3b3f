import { randomUUID } from "node:crypto";
import type { DecisionRequest, Operation } from "../../../../kit/decision.ts";
import type { Viewer } from "../../../../kit/viewer.ts";
import { dataCategories, purposes, type Role } from "../../../../subgraphs/protection.ts";
import type { Authority, Consent, Grant, Restriction, World } from "./reference-decision.ts";

const DAY = 86_400_000;
const now = Date.now();
const [past, future] = [now - 30 * DAY, now + 30 * DAY];
const HASH = "a".repeat(64);

const organization = {
  source: randomUUID(),
  otherSource: randomUUID(),
  recipient: randomUUID(),
  further: randomUUID(),
  afterAgreement: randomUUID(),
  beforeAgreement: randomUUID(),
  narrowAgreement: randomUUID(),
  noAgreement: randomUUID(),
  accompanying: randomUUID(),
  stranger: randomUUID(),
};
type Place = keyof typeof organization;

export const purposeWords = Object.keys(purposes);
export const categoryWords = Object.keys(dataCategories);
export const operations: readonly Operation[] = ["READ", "INTEGRATE", "NOTIFY"];

interface State {
  readonly name: string;
  readonly consent?: Partial<Consent>;
  /** What is so of each grant, by the place of its category. */
  readonly grants?: readonly Partial<Grant>[];
  readonly opposed?: readonly Partial<Restriction>[];
  /** Who stands for her; the consent, where it says so, was given under it. */
  readonly authority?: Partial<Authority>;
  readonly isGivenByProxy?: boolean;
}

/** What became of the consent; one person for each, and every one of them was asked for the same. */
export const states: readonly State[] = [
  { name: "in force", consent: {} },
  ...["DRAFT", "OFFERED", "SUSPENDED", "REFUSED", "SUPERSEDED", "WITHDRAWN", "INVALIDATED", "ENTERED_IN_ERROR"].map(
    (state) => ({ name: state, consent: { state } }),
  ),
  { name: "past its end", consent: { to: past } },
  {
    name: "in force, its grants not chosen, not begun or past their end",
    consent: {},
    grants: [{ isOver: true }, { from: future }, { to: past }],
  },
  { name: "in force, given by who stands for her", consent: {}, authority: {}, isGivenByProxy: true },
  { name: "in force, given by who stood for her", consent: {}, authority: { isOver: true }, isGivenByProxy: true },
  { name: "in force, given by who might stand for her", consent: {}, authority: { to: past }, isGivenByProxy: true },
  { name: "in force, though somebody will stand for her", consent: {}, authority: { from: future, to: future + DAY } },
  { name: "in force, and she opposes everything", consent: {}, opposed: [{}] },
  {
    name: "in force, and she opposes this and that",
    consent: {},
    opposed: [
      { recipient: organization.further, purpose: "CARE_ACCESS_COORDINATION" },
      { role: "DIRECTORY_EDITOR", purpose: "RIGHTS_OPENING" },
      { professional: "matrix|navigator", purpose: "PRESCRIBER_FEEDBACK" },
      { professional: "matrix|colleague", purpose: "SOCIAL_FOLLOW_UP" },
      { category: "IDENTITY_CONTACT", purpose: "CONTRACT_INTEGRATION" },
      { category: "SOCIAL_RIGHTS", to: future },
      { to: past },
      { from: future },
    ],
  },
  { name: "never asked for" },
  { name: "of nobody known" },
];
const people = states.map(({ name }, index) => ({
  id: randomUUID(),
  subject: `matrix|person ${index}`,
  resource: randomUUID(),
  isKnown: name !== "of nobody known",
  isAccompanied: index % 2 === 0,
  authority: randomUUID(),
}));

const viewer = (subject: string, of: Place | null): Viewer => ({
  subject: `matrix|${subject}`,
  organization: of && organization[of],
  // What a viewer says of herself counts for nothing: the registry reads her roles where it keeps them.
  roles: ["HEALTH_NAVIGATOR"],
  dataSubject: null,
  application: "tests",
});
type Ask = Partial<DecisionRequest>;

interface Relation {
  readonly name: string;
  readonly viewer: Viewer | "herself";
  readonly ask?: Ask;
  /** The subgraph that asks; one that is not the registry itself unless it says so. */
  readonly askedBy?: string;
}

/** Who asks, for whom else, of whom and for which record; each is one batch of questions. */
export const relations: readonly Relation[] = [
  { name: "the person herself", viewer: "herself" },
  { name: "the person herself, for another organisation", viewer: "herself", ask: to("recipient") },
  { name: "who stands for her, in the registry", viewer: viewer("guardian", null), askedBy: "consent" },
  { name: "who stands for her, elsewhere", viewer: viewer("guardian", null) },
  {
    name: "who stands for her, for another organisation",
    viewer: viewer("guardian", null),
    ask: to("recipient"),
    askedBy: "consent",
  },
  { name: "who stands for her, in a stranger's name", viewer: viewer("guardian", "stranger"), askedBy: "consent" },
  { name: "who stands for nobody", viewer: viewer("outsider", null), askedBy: "consent" },
  { name: "a colleague where it is held", viewer: viewer("colleague", "source") },
  { name: "a colleague where it was held, who has left", viewer: viewer("leaver", "source") },
  { name: "a colleague where it is held, for a recipient", viewer: viewer("colleague", "source"), ask: to("further") },
  { name: "a colleague where it is held, for a stranger", viewer: viewer("colleague", "source"), ask: to("stranger") },
  { name: "a recipient", viewer: viewer("navigator", "recipient") },
  { name: "a recipient in another role", viewer: viewer("editor", "recipient") },
  { name: "a recipient with another role besides", viewer: viewer("allRounder", "recipient") },
  { name: "a recipient who has left", viewer: viewer("leaver", "recipient") },
  { name: "one who says she is of the recipient", viewer: viewer("outsider", "recipient") },
  { name: "a recipient who names no organisation", viewer: viewer("navigator", null) },
  { name: "a stranger", viewer: viewer("outsider", "stranger") },
  { name: "a recipient whose agreement has ended", viewer: viewer("navigator", "afterAgreement") },
  { name: "a recipient whose agreement has not begun", viewer: viewer("navigator", "beforeAgreement") },
  { name: "a recipient whose agreement covers fewer roles", viewer: viewer("navigator", "narrowAgreement") },
  { name: "a recipient without an agreement", viewer: viewer("navigator", "noAgreement") },
  { name: "a recipient, for another recipient", viewer: viewer("navigator", "recipient"), ask: to("further") },
  { name: "a recipient, for a stranger", viewer: viewer("navigator", "recipient"), ask: to("stranger") },
  { name: "a recipient, of another source", viewer: viewer("navigator", "recipient"), ask: of("otherSource") },
  { name: "a recipient, of the registry", viewer: viewer("navigator", "recipient"), ask: of(null) },
  { name: "a recipient, of another record", viewer: viewer("navigator", "recipient"), ask: { resource: randomUUID() } },
  {
    name: "a recipient, of another record of the registry",
    viewer: viewer("navigator", "recipient"),
    ask: { holder: null, resource: randomUUID() },
  },
  { name: "a recipient, of no record", viewer: viewer("navigator", "recipient"), ask: { resource: undefined } },
  { name: "a recipient, of other content", viewer: viewer("navigator", "recipient"), ask: { contentHash: "b" } },
  { name: "one who accompanies", viewer: viewer("referent", "accompanying"), ask: of(null) },
  { name: "one who accompanies, in another role", viewer: viewer("editor", "accompanying"), ask: of(null) },
  {
    name: "one who accompanies, for a recipient",
    viewer: viewer("referent", "accompanying"),
    ask: { ...of(null), ...to("further") },
  },
  { name: "one who accompanies, of a source", viewer: viewer("referent", "accompanying") },
];

function to(place: Place): Ask {
  return { receivers: [organization[place]] };
}

function of(place: Place | null): Ask {
  return { holder: place && organization[place] };
}

const membership = (subject: string, place: Place, role: Role, isOver = false) => ({
  subject: `matrix|${subject}`,
  organization: organization[place],
  role,
  isOver,
});

const GRANTED_ROLES: readonly Role[] = ["HEALTH_NAVIGATOR", "SOCIAL_WORKER"];
const asked: readonly Place[] = [
  "recipient",
  "further",
  "afterAgreement",
  "beforeAgreement",
  "narrowAgreement",
  "noAgreement",
];

/** Sets of operations that differ from one purpose and category to the next: none, each alone, two by two, all. */
function grantTo(place: Place, purposeIndex: number, categoryIndex: number, resource: string): Grant[] {
  const wanted = (5 * purposeIndex + categoryIndex + 3 * asked.indexOf(place) + 1) % 8;
  const granted = operations.filter((_, index) => (wanted >> index) % 2 === 1);
  if (granted.length === 0) return [];
  const binding = granted.includes("INTEGRATE") ? 2 : (purposeIndex + categoryIndex) % 3;
  return [
    {
      source: organization.source,
      recipient: organization[place],
      roles: GRANTED_ROLES,
      purpose: purposeWords[purposeIndex]!,
      category: categoryWords[categoryIndex]!,
      operations: granted,
      resource: binding > 0 ? resource : null,
      contentHash: binding > 1 ? HASH : null,
      from: past,
      to: future,
      isOver: false,
    },
  ];
}

function consentOf(index: number): Consent[] {
  const { consent, grants: changes = [{}], isGivenByProxy } = states[index]!;
  const { id, resource, authority } = people[index]!;
  if (!consent) return [];
  const grants = asked.flatMap((place) =>
    purposeWords.flatMap((_, purpose) =>
      categoryWords.flatMap((_category, category) => grantTo(place, purpose, category, resource)),
    ),
  );
  return [
    {
      id: randomUUID(),
      person: id,
      organization: organization.source,
      state: "ACTIVE",
      authority: isGivenByProxy ? authority : null,
      to: future,
      ...consent,
      grants: grants.map((one) => ({ ...one, ...changes[categoryWords.indexOf(one.category) % changes.length] })),
    },
  ];
}

const agreement = (source: Place, recipient: Place, change: Partial<World["agreements"][number]> = {}) => ({
  source: organization[source],
  recipient: organization[recipient],
  purposes: purposeWords,
  categories: categoryWords,
  roles: [...GRANTED_ROLES, "INSERTION_REFERENT"],
  from: past,
  to: future,
  ...change,
});

/** Whatever one clause alone keeps closed, another row of the world would open. */
export const world: World = {
  people: people.filter(({ isKnown }) => isKnown),
  memberships: [
    membership("colleague", "source", "DIRECTORY_EDITOR"),
    membership("leaver", "source", "DIRECTORY_EDITOR", true),
    ...asked.map((place) => membership("navigator", place, "HEALTH_NAVIGATOR")),
    membership("editor", "recipient", "DIRECTORY_EDITOR"),
    membership("allRounder", "recipient", "HEALTH_NAVIGATOR"),
    membership("allRounder", "recipient", "DIRECTORY_EDITOR"),
    membership("editor", "stranger", "HEALTH_NAVIGATOR"),
    membership("editor", "accompanying", "DIRECTORY_EDITOR"),
    membership("leaver", "recipient", "HEALTH_NAVIGATOR", true),
    membership("outsider", "stranger", "HEALTH_NAVIGATOR"),
    membership("referent", "accompanying", "INSERTION_REFERENT"),
  ],
  accompaniments: people
    .filter(({ isKnown }) => isKnown)
    .flatMap(({ id, isAccompanied }) => [
      { person: id, organization: organization.accompanying, isOver: !isAccompanied },
      { person: id, organization: organization.stranger, isOver: isAccompanied },
    ]),
  agreements: [
    agreement("source", "recipient", {
      purposes: purposeWords.filter((word) => word !== "EVALUATION_AGGREGATE"),
      categories: categoryWords.filter((word) => word !== "ADDICTION"),
    }),
    agreement("otherSource", "recipient"),
    agreement("source", "further"),
    agreement("source", "afterAgreement", { to: past }),
    agreement("source", "beforeAgreement", { from: future }),
    agreement("source", "narrowAgreement", { roles: ["HEALTH_NAVIGATOR"] }),
  ],
  consents: states.flatMap((_, index) => consentOf(index)),
  authorities: states.flatMap(({ authority }, index) => {
    const { id: person, authority: id } = people[index]!;
    return authority
      ? [{ id, person, holder: "matrix|guardian", from: past - DAY, to: future, isOver: false, ...authority }]
      : [];
  }),
  restrictions: states.flatMap(({ opposed = [] }, index) =>
    opposed.map((words) => ({
      person: people[index]!.id,
      recipient: null,
      role: null,
      professional: null,
      category: null,
      purpose: null,
      from: past,
      to: null,
      ...words,
    })),
  ),
};

/** The account that asks about the person of a state: she herself has one for each. */
export const viewersOf = ({ viewer }: Relation): readonly Viewer[] =>
  viewer === "herself"
    ? people.map(({ subject, id }) => ({
        subject,
        organization: null,
        roles: [],
        dataSubject: id,
        application: "tests",
      }))
    : [viewer];

/** Every cell of a relation that one account asks: state by state, purpose by purpose, category by category, operation by operation. */
export function questionsOf(
  { ask }: Relation,
  { dataSubject }: Viewer,
  categories: readonly string[] = categoryWords,
): DecisionRequest[] {
  return people
    .filter(({ id }) => dataSubject === null || dataSubject === id)
    .flatMap(({ id, resource }) =>
      purposeWords.flatMap((purpose) =>
        categories.flatMap((category) =>
          operations.map((operation) => ({
            subject: id,
            holder: organization.source,
            resource,
            contentHash: HASH,
            purpose,
            category,
            operation,
            coordinates: [],
            ...ask,
          })),
        ),
      ),
    );
}

export const cellCount =
  relations.length * states.length * purposeWords.length * categoryWords.length * operations.length;
