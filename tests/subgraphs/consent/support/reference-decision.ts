import type { DecisionRequest } from "../../../../kit/decision.ts";
import type { Viewer } from "../../../../kit/viewer.ts";

/** What the registry knows, as plain values; instants in milliseconds. */
export interface World {
  readonly people: readonly Person[];
  readonly memberships: readonly Membership[];
  readonly accompaniments: readonly Accompaniment[];
  readonly agreements: readonly Agreement[];
  readonly consents: readonly Consent[];
  readonly restrictions: readonly Restriction[];
  readonly authorities: readonly Authority[];
}

export interface Person {
  readonly id: string;
  /** The account she signs in with. */
  readonly subject: string;
}

export interface Membership {
  readonly subject: string;
  readonly organization: string;
  readonly role: string;
  readonly isOver: boolean;
}

export interface Accompaniment {
  readonly person: string;
  readonly organization: string;
  readonly isOver: boolean;
}

export interface Agreement {
  readonly source: string;
  readonly recipient: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  readonly from: number;
  readonly to: number;
}

export interface Consent {
  readonly id: string;
  readonly person: string;
  readonly organization: string;
  readonly state: string;
  /** The authority of who gave it in her name; null when she gave it herself. */
  readonly authority: string | null;
  readonly to: number;
  readonly grants: readonly Grant[];
}

export interface Grant {
  readonly source: string;
  readonly recipient: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly category: string;
  readonly operations: readonly string[];
  readonly resource: string | null;
  readonly contentHash: string | null;
  readonly from: number;
  readonly to: number;
  /** Not chosen by the person, or ended by her. */
  readonly isOver: boolean;
}

/** That somebody may decide for a person, or with her. */
export interface Authority {
  readonly id: string;
  readonly person: string;
  /** The account of who stands for her. */
  readonly holder: string;
  readonly from: number;
  readonly to: number;
  readonly isOver: boolean;
}

/** What a person opposes; a word that is null is meant of all. */
export interface Restriction {
  readonly person: string;
  readonly recipient: string | null;
  readonly role: string | null;
  /** The account of one professional. */
  readonly professional: string | null;
  readonly category: string | null;
  readonly purpose: string | null;
  readonly from: number;
  readonly to: number | null;
}

export interface Verdict {
  readonly reason: "SELF" | "PROXY" | "NOT_A_MEMBER" | "ACCOMPANIMENT" | "HOLDER" | "RESTRICTED" | "GRANT" | "NO_GRANT";
  readonly isPermitted: boolean;
  /** Somebody may take back what it rests on. */
  readonly isRevocable: boolean;
  /** A question about nobody is refused and leaves no trace: there is no person who could read of it. */
  readonly isLogged: boolean;
}

const ACCOMPANYING_ROLES = ["INSERTION_REFERENT", "SOCIAL_WORKER", "HEALTH_NAVIGATOR"];

/** A question, and the subgraph that asks it. */
export type Question = DecisionRequest & { readonly askedBy: string };

/** The decision as the law of the hub words it, one sentence after another, over lists. It knows no database. */
export function decideByTheBook(world: World, viewer: Viewer, question: Question, now: number): Verdict {
  const person = world.people.find(({ id }) => id === question.subject);
  const reason = person ? reasonFor(world, viewer, question, person, now) : "NO_GRANT";
  return {
    reason,
    isPermitted: ["SELF", "PROXY", "ACCOMPANIMENT", "HOLDER", "GRANT"].includes(reason),
    isRevocable: ["GRANT", "ACCOMPANIMENT", "PROXY"].includes(reason),
    isLogged: person !== undefined,
  };
}

function reasonFor(world: World, viewer: Viewer, question: Question, person: Person, now: number): Verdict["reason"] {
  const further = question.receivers ?? [];
  if (viewer.subject === person.subject && further.length === 0) return "SELF";
  if (further.length === 0 && isReadingOfConsents(question) && standsFor(world, viewer, person, now)) return "PROXY";

  const roles = rolesNow(world, viewer);
  if (roles.length === 0) return "NOT_A_MEMBER";
  if (further.length === 0 && isIdentityForCare(question) && accompanies(world, viewer, roles, person))
    return "ACCOMPANIMENT";

  const everyReceiver = [...new Set([viewer.organization!, ...further])];
  const outsiders = everyReceiver.filter((receiver) => receiver !== question.holder);
  if (outsiders.length === 0) return "HOLDER";
  const hers = world.restrictions.filter(({ person: who }) => who === person.id);
  if (outsiders.some((receiver) => hers.some((one) => opposes(one, receiver, viewer, roles, question, now))))
    return "RESTRICTED";
  const isGranted = (receiver: string) =>
    world.consents
      .filter((consent) => consent.person === person.id && consent.state === "ACTIVE" && now < consent.to)
      .filter(({ authority }) => authority === null || holdsOn(world, authority, now))
      .flatMap(({ grants }) => grants)
      .some(
        (grant) =>
          grant.recipient === receiver &&
          names(grant, question) &&
          isOfSource(grant, question) &&
          isInForce(grant, now) &&
          (receiver !== viewer.organization || grant.roles.some((role) => roles.includes(role))) &&
          world.agreements.some((agreement) => covers(agreement, grant) && agreement.from <= now && now < agreement.to),
      );
  return outsiders.every(isGranted) ? "GRANT" : "NO_GRANT";
}

/** In the registry, what one reads of a consent is under this rule. */
const isReadingOfConsents = ({ askedBy, category, purpose, operation }: Question) =>
  askedBy === "consent" &&
  category === "CARE_NAVIGATION" &&
  purpose === "CARE_ACCESS_COORDINATION" &&
  operation === "READ";

/** Who stands for a person does so as herself, not in the name of an organisation. */
const standsFor = ({ authorities }: World, { subject, organization }: Viewer, person: Person, now: number) =>
  organization === null &&
  authorities.some(
    (one) => one.person === person.id && one.holder === subject && one.from <= now && isLasting(one, now),
  );

/** A permit never outlives the authority it was given under. */
const holdsOn = ({ authorities }: World, id: string, now: number) =>
  authorities.some((one) => one.id === id && isLasting(one, now));

const isLasting = ({ to, isOver }: Authority, now: number) => !isOver && now < to;

/** The roles an account holds today in the organisation it says it acts for, whatever it says they are. */
const rolesNow = ({ memberships }: World, { subject, organization }: Viewer): string[] =>
  memberships
    .filter((one) => one.subject === subject && one.organization === organization && !one.isOver)
    .map(({ role }) => role);

const isIdentityForCare = ({ holder, category, purpose, operation }: DecisionRequest) =>
  holder === null && category === "IDENTITY_CONTACT" && purpose === "CARE_ACCESS_COORDINATION" && operation === "READ";

const accompanies = ({ accompaniments }: World, viewer: Viewer, roles: readonly string[], person: Person) =>
  roles.some((role) => ACCOMPANYING_ROLES.includes(role)) &&
  accompaniments.some((one) => one.person === person.id && one.organization === viewer.organization && !one.isOver);

/** Word for word: there is no wildcard and no rank among purposes, categories or operations. */
const names = (grant: Grant, { purpose, category, operation, resource, contentHash }: DecisionRequest) =>
  grant.purpose === purpose &&
  grant.category === category &&
  grant.operations.includes(operation) &&
  (grant.resource === null || grant.resource === resource) &&
  (grant.contentHash === null || grant.contentHash === contentHash);

/**
 * What the registry itself holds has no source of its own: who a person is goes with whatever she lets anyone share, and a
 * record goes with the grant that names it.
 */
function isOfSource(grant: Grant, { holder, category, resource }: DecisionRequest): boolean {
  if (holder !== null) return grant.source === holder;
  return category === "IDENTITY_CONTACT" || (grant.resource !== null && grant.resource === resource);
}

/** Who asks is opposed by her role or by name; whoever else receives, by the name of the organisation alone. */
function opposes(
  one: Restriction,
  receiver: string,
  viewer: Viewer,
  roles: readonly string[],
  { category, purpose }: DecisionRequest,
  now: number,
): boolean {
  const isHerOwn = receiver === viewer.organization;
  if (one.recipient !== null && one.recipient !== receiver) return false;
  if (one.role !== null && !(isHerOwn && roles.includes(one.role))) return false;
  if (one.professional !== null && !(isHerOwn && one.professional === viewer.subject)) return false;
  if (one.category !== null && one.category !== category) return false;
  if (one.purpose !== null && one.purpose !== purpose) return false;
  return one.from <= now && (one.to === null || now < one.to);
}

const isInForce = (grant: Grant, now: number) => !grant.isOver && grant.from <= now && now < grant.to;

const covers = (agreement: Agreement, grant: Grant) =>
  agreement.source === grant.source &&
  agreement.recipient === grant.recipient &&
  agreement.purposes.includes(grant.purpose) &&
  agreement.categories.includes(grant.category) &&
  grant.roles.every((role) => agreement.roles.includes(role));
