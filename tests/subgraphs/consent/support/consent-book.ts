import type { World } from "./reference-decision.ts";

export const DAY = 86_400_000;

/** What may be asked for: each to one of two recipients, for one purpose and category. */
export interface Offer {
  readonly recipient: 0 | 1;
  readonly purpose: string;
  readonly category: string;
  readonly operations: readonly string[];
  readonly isBound: boolean;
}

/** Something that happens; a consent, a grant or a restriction is counted backwards, the latest being 0. */
export type Act =
  | { readonly act: "draft"; readonly offers: readonly number[]; readonly days: number; readonly replaces: boolean }
  | { readonly act: "give"; readonly consent: number; readonly chosen: "all" | "first" }
  | {
      readonly act: "offer" | "refuse" | "withdraw" | "suspend" | "reconfirm" | "cancel" | "invalidate";
      readonly consent: number;
    }
  | { readonly act: "narrow"; readonly consent: number; readonly grant: number; readonly days: number | null }
  | { readonly act: "shorten"; readonly consent: number; readonly days: number }
  | { readonly act: "restrict"; readonly recipient: 0 | 1 | null; readonly offer: number | null }
  | { readonly act: "lift"; readonly restriction: number }
  | { readonly act: "join" | "leave"; readonly recipient: 0 | 1 }
  | { readonly act: "agree"; readonly recipient: 0 | 1; readonly on: "everything" | "nothing" | "no more" }
  | { readonly act: "accompany" | "part" }
  | { readonly act: "pass"; readonly days: number };

export interface BookGrant {
  readonly offer: number;
  endsOn: number;
  isOver: boolean;
}

export interface BookConsent {
  state: string;
  offeredOn: number;
  endsOn: number;
  readonly replaces: BookConsent | null;
  readonly grants: BookGrant[];
}

const OFFER_LAPSES_AFTER = 30;

/** From which states an act is possible, and to which it leads: the table of the law, which names no other. */
const LEADS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  offer: { DRAFT: "OFFERED", OFFERED: "OFFERED" },
  give: { OFFERED: "ACTIVE", ACTIVE: "ACTIVE" },
  refuse: { OFFERED: "REFUSED", REFUSED: "REFUSED" },
  suspend: { ACTIVE: "SUSPENDED", SUSPENDED: "SUSPENDED" },
  reconfirm: { SUSPENDED: "ACTIVE", ACTIVE: "ACTIVE" },
  cancel: { DRAFT: "ENTERED_IN_ERROR", OFFERED: "ENTERED_IN_ERROR", ENTERED_IN_ERROR: "ENTERED_IN_ERROR" },
  invalidate: { ACTIVE: "INVALIDATED", SUSPENDED: "INVALIDATED", INVALIDATED: "INVALIDATED" },
};
const WITHDRAWN: Readonly<Record<string, string>> = {
  DRAFT: "REFUSED",
  OFFERED: "REFUSED",
  ACTIVE: "WITHDRAWN",
  SUSPENDED: "WITHDRAWN",
};

/** What she names when she gives; she can name nothing that was taken away before. */
const chosenOf = ({ grants }: BookConsent, chosen: "all" | "first") => (chosen === "all" ? grants : grants.slice(0, 1));

/** Nothing leads out of these. */
export const isFinal = (state: string): boolean => !(state in WITHDRAWN);

/** The registry as the law words it: what each act does, and when it is refused. Time is counted in days. */
export class ConsentBook {
  today = 0;
  readonly consents: BookConsent[] = [];
  readonly restrictions: { recipient: 0 | 1 | null; category: string | null; isLifted: boolean }[] = [];
  readonly isMember = [true, true];
  readonly agreedOn = ["everything", "everything"];
  isAccompanied = false;

  constructor(readonly offers: readonly Offer[]) {}

  stateOf({ state, offeredOn, endsOn }: BookConsent): string {
    if ((state === "ACTIVE" || state === "SUSPENDED") && endsOn <= this.today) return "EXPIRED";
    if (state === "OFFERED" && this.today - offeredOn >= OFFER_LAPSES_AFTER) return "LAPSED";
    return state;
  }

  /** Does an act, or leaves all as it is and says false; undefined when there is nothing it could be about. */
  enter(act: Act): boolean | undefined {
    switch (act.act) {
      case "draft":
        return this.#draft(act);
      case "lift": {
        const restriction = this.restrictions.at(-1 - act.restriction);
        if (restriction) restriction.isLifted = true;
        return restriction && true;
      }
      case "restrict": {
        const category = act.offer === null ? null : this.offers[act.offer]!.category;
        this.restrictions.push({ recipient: act.recipient, category, isLifted: false });
        return true;
      }
      case "join":
      case "leave":
        this.isMember[act.recipient] = act.act === "join";
        return true;
      case "agree":
        this.agreedOn[act.recipient] = act.on;
        return true;
      case "accompany":
      case "part":
        this.isAccompanied = act.act === "accompany";
        return true;
      case "pass":
        this.today += act.days;
        return true;
      default: {
        const consent = this.consents.at(-1 - act.consent);
        return consent && this.#change(consent, act);
      }
    }
  }

  #draft({ offers, days, replaces }: Act & { act: "draft" }): boolean | undefined {
    const replaced = replaces ? this.consents.at(-1) : null;
    if (replaced === undefined) return undefined;
    if (replaced && !["ACTIVE", "SUSPENDED"].includes(this.stateOf(replaced))) return false;
    if (offers.some((offer) => this.agreedOn[this.offers[offer]!.recipient] !== "everything")) return false;
    const endsOn = this.today + days;
    const grants = offers.map((offer) => ({ offer, endsOn, isOver: false }));
    this.consents.push({ state: "DRAFT", offeredOn: this.today, endsOn, replaces: replaced, grants });
    return true;
  }

  #change(consent: BookConsent, act: Act & { consent: number }): boolean {
    const state = this.stateOf(consent);
    if (act.act === "withdraw") consent.state = WITHDRAWN[state] ?? consent.state;
    if (act.act === "narrow") return isFinal(state) || this.#narrow(consent, act);
    if (act.act === "shorten") return isFinal(state) || this.#shorten(consent, act.days);
    const next = LEADS[act.act]?.[state];
    if (!next) return act.act === "withdraw";
    if (next === state) return true;
    if (act.act === "give" && chosenOf(consent, act.chosen).some(({ isOver }) => isOver)) return false;
    consent.state = next;
    if (act.act === "offer") consent.offeredOn = this.today;
    if (act.act === "give") this.#give(consent, act.chosen);
    return true;
  }

  #give(consent: BookConsent, words: "all" | "first"): void {
    const { grants, replaces } = consent;
    const chosen = chosenOf(consent, words);
    for (const grant of grants) grant.isOver ||= !chosen.includes(grant);
    if (replaces && !isFinal(this.stateOf(replaces))) replaces.state = "SUPERSEDED";
  }

  #narrow(consent: BookConsent, { grant: place, days }: Act & { act: "narrow" }): boolean {
    const grant = consent.grants[place % consent.grants.length]!;
    if (grant.isOver) return true;
    if (days === null) grant.isOver = true;
    else if (!this.#shorten(grant, days)) return false;
    if (consent.grants.every(({ isOver }) => isOver)) consent.state = WITHDRAWN[consent.state]!;
    return true;
  }

  #shorten(row: { endsOn: number }, days: number): boolean {
    if (this.today + days >= row.endsOn) return false;
    row.endsOn = this.today + days;
    return true;
  }

  /** The world the decision is made in, today being instant 0. */
  world(cast: Cast): World {
    const at = (day: number) => (day - this.today) * DAY;
    return {
      people: [cast.person],
      memberships: [
        ...cast.colleagues.map((one) => ({ ...one, organization: cast.source, isOver: false })),
        ...cast.recipients.map(({ organization, subject, role }, index) => ({
          organization,
          subject,
          role,
          isOver: !this.isMember[index],
        })),
      ],
      accompaniments: [
        { person: cast.person.id, organization: cast.source, isOver: false },
        { person: cast.person.id, organization: cast.recipients[0].organization, isOver: !this.isAccompanied },
      ],
      agreements: cast.recipients.map(({ organization, role }, index) => ({
        source: cast.source,
        recipient: organization,
        purposes: this.offers.map(({ purpose }) => purpose),
        categories: this.agreedOn[index] === "nothing" ? [] : this.offers.map(({ category }) => category),
        roles: [role],
        from: -DAY,
        to: this.agreedOn[index] === "no more" ? -1 : 1_000 * DAY,
      })),
      consents: this.consents.map(({ state, endsOn, grants }, index) => ({
        id: String(index),
        person: cast.person.id,
        organization: cast.source,
        state,
        authority: null,
        to: at(endsOn),
        grants: grants.map(({ offer: place, endsOn: end, isOver }) => {
          const { recipient, purpose, category, operations, isBound } = this.offers[place]!;
          const { organization, role } = cast.recipients[recipient];
          return {
            source: cast.source,
            recipient: organization,
            roles: [role],
            purpose,
            category,
            operations,
            resource: isBound ? cast.resource : null,
            contentHash: isBound ? cast.contentHash : null,
            from: -DAY,
            to: at(end),
            isOver,
          };
        }),
      })),
      authorities: [],
      restrictions: this.restrictions
        .filter(({ isLifted }) => !isLifted)
        .map(({ recipient, category }) => ({
          person: cast.person.id,
          recipient: recipient === null ? null : cast.recipients[recipient].organization,
          role: null,
          professional: null,
          category,
          purpose: null,
          from: -DAY,
          to: null,
        })),
    };
  }
}

interface Member {
  readonly subject: string;
  readonly role: string;
}

/** Who plays in one history, all of them new. */
export interface Cast {
  readonly person: { readonly id: string; readonly subject: string };
  readonly source: string;
  readonly colleagues: readonly Member[];
  readonly recipients: readonly [Recipient, Recipient];
  readonly resource: string;
  readonly contentHash: string;
}
export type Recipient = Member & { readonly organization: string };
