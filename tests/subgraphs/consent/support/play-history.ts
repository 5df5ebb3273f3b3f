import { randomUUID } from "node:crypto";
import type { DecisionRequest, Operation } from "../../../../kit/decision.ts";
import type { Viewer } from "../../../../kit/viewer.ts";
import type { Harness } from "../../../support/harness.ts";
import { compareDecisions } from "./compare-decisions.ts";
import { type Act, type Cast, ConsentBook, DAY, isFinal, type Offer } from "./consent-book.ts";
import { storeWorld } from "./store-world.ts";

export const offers: readonly Offer[] = [
  offer(0, "CARE_ACCESS_COORDINATION", "CARE_NAVIGATION", "READ", "NOTIFY"),
  offer(0, "CARE_ACCESS_COORDINATION", "IDENTITY_CONTACT", "READ"),
  offer(1, "CONTRACT_INTEGRATION", "EMPLOYMENT_EXTRACT", "READ", "INTEGRATE"),
  offer(1, "SOCIAL_FOLLOW_UP", "SOCIAL_RIGHTS", "READ"),
];

function offer(recipient: 0 | 1, purpose: string, category: string, ...operations: Operation[]): Offer {
  return { recipient, purpose, category, operations, isBound: operations.includes("INTEGRATE") };
}

/** What becomes of permits by an act, whatever else is so: none is opened, none is closed, or both may be. */
const CLOSING: readonly Act["act"][] = [
  ...(["refuse", "withdraw", "suspend", "cancel", "invalidate", "narrow", "shorten"] as const),
  ...(["restrict", "leave", "part", "pass"] as const),
];
const OPENING: readonly Act["act"][] = ["give", "reconfirm", "lift", "join", "accompany"];
const NEUTRAL: readonly Act["act"][] = ["draft", "offer"];

export interface Tally {
  readonly done: Set<string>;
  readonly refused: Set<string>;
  readonly states: Set<string>;
  steps: number;
  permits: number;
}

/**
 * Plays acts upon the real registry and in the book, both from nothing, and holds one against the other after each: whether
 * the act was accepted, the state of every consent, every decision, and that nothing is opened by what only closes.
 * @throws Error that says where they part, at the first step they do
 */
export async function playHistory(hub: Harness, acts: readonly Act[], tally: Tally): Promise<void> {
  const cast = newCast();
  const book = new ConsentBook(offers);
  await storeWorld(hub, book.world(cast), Date.now());
  const registry = new PlayedRegistry(hub, cast);
  let before = await registry.observe(book);
  for (const [index, act] of acts.entries()) {
    const isExpected = book.enter(act);
    if (isExpected === undefined) continue;
    const where = `after act ${index + 1}, ${JSON.stringify(act)}`;
    const isDone = await registry.perform(act);
    if (isDone !== isExpected) throw new Error(`${isDone ? "Done" : "Refused"}, unlike in the book, ${where}`);
    (isDone ? tally.done : tally.refused).add(act.act);
    const after = await registry.observe(book);
    const problems = [...after.differences, ...broken(act, before, after)];
    if (problems.length > 0) throw new Error(`${problems.join("\n")}\n${where}`);
    before = after;
    tally.steps += 1;
    tally.permits += after.permitted.filter(Boolean).length;
    for (const state of after.states.values()) tally.states.add(state);
  }
}

interface Observed {
  readonly permitted: readonly boolean[];
  /** State of each consent by its identifier. */
  readonly states: ReadonlyMap<string, string>;
  /** What each grant allows at most: its words, and the instant of its end on a clock that time does not shift. */
  readonly grants: ReadonlyMap<string, { readonly words: string; readonly end: number }>;
  readonly differences: readonly string[];
}

/** Laws that hold between two instants whatever the book says. */
function broken(act: Act, before: Observed, after: Observed): string[] {
  const isReplacing = [...after.states].some(
    ([id, state]) => state === "SUPERSEDED" && before.states.get(id) !== "SUPERSEDED",
  );
  const opened = after.permitted.some((answer, index) => answer && !before.permitted[index]);
  const closed = after.permitted.some((answer, index) => !answer && before.permitted[index]);
  const mayOpen = !CLOSING.includes(act.act) && !NEUTRAL.includes(act.act);
  const mayClose = !OPENING.includes(act.act) && !NEUTRAL.includes(act.act);
  return [
    ...(opened && !mayOpen ? ["What only closes has opened something."] : []),
    ...(closed && !mayClose && !isReplacing ? ["What only opens has closed something."] : []),
    ...[...before.states]
      .filter(([id, state]) => isFinal(state) && after.states.get(id) !== state)
      .map(([id, state]) => `A consent that was ${state} is ${after.states.get(id)}.`),
    ...[...before.grants]
      .filter(([id, { words, end }]) => {
        const now = after.grants.get(id);
        return !now || now.words !== words || now.end > end;
      })
      .map(([id]) => `The permission ${id} was widened.`),
  ];
}

const OPERATIONS: readonly Operation[] = ["READ", "INTEGRATE", "NOTIFY"];

/** The real registry, acted upon by whoever may, over HTTP where it offers the act and in its tables where it does not. */
class PlayedRegistry {
  readonly #consents: { id: string; grants: { id: string; hash: string | null }[] }[] = [];
  readonly #restrictions: string[] = [];
  #passed = 0;

  constructor(
    readonly hub: Harness,
    readonly cast: Cast,
  ) {}

  async perform(act: Act): Promise<boolean> {
    const { cast } = this;
    switch (act.act) {
      case "draft":
        return this.#draft(act);
      case "restrict": {
        const requestKey = randomUUID();
        this.#restrictions.push(requestKey);
        return this.#ask(this.#herself, "restrictSharing", "RestrictSharingInput", {
          requestKey,
          ...(act.recipient === null ? {} : { organization: cast.recipients[act.recipient].organization }),
          ...(act.offer === null ? {} : { category: offers[act.offer]!.category }),
        });
      }
      case "lift":
        return this.#ask(this.#herself, "liftRestriction", "LiftRestrictionInput", {
          restriction: this.#restrictions.at(-1 - act.restriction),
        });
      case "join":
      case "leave":
        return this.#write(
          "update membership set ended_at = case when ? then null else now() end where organization_id = ?",
          [act.act === "join", cast.recipients[act.recipient].organization],
        );
      case "agree":
        return this.#write(
          `update data_sharing_agreement set categories = case when ? then '{}' else ?::text[] end,
             valid_to = now() + case when ? then interval '0' else interval '1000 days' end
           where grantee_organization_id = ?`,
          [
            act.on === "nothing",
            `{${offers.map(({ category }) => category).join()}}`,
            act.on === "no more",
            cast.recipients[act.recipient].organization,
          ],
        );
      case "accompany":
      case "part":
        return this.#write(
          "update accompaniment set ended_on = case when ? then null else now() end where organization_id = ?",
          [act.act === "accompany", cast.recipients[0].organization],
        );
      case "pass":
        return this.#pass(act.days);
      default:
        return this.#change(act);
    }
  }

  /** Everything that can be seen of the registry from outside, held against the book. */
  async observe(book: ConsentBook): Promise<Observed> {
    const world = book.world(this.cast);
    const decided = this.#questions().map(([viewer, questions]) =>
      compareDecisions(this.hub.running.consent!.orm.em.fork(), world, viewer, questions, 0, { isLogRead: false }),
    );
    const [compared, grants, { data }] = await Promise.all([
      Promise.all(decided),
      this.#grants(),
      this.hub.ask("consent", this.#herself, "{ me { consents { id state } } }"),
    ]);
    const permitted = compared.flatMap((one) => one.permitted);
    const differences = compared.flatMap((one) => one.differences);
    const states = new Map<string, string>(
      data.me.consents.map(({ id, state }: Record<string, string>) => [id, state]),
    );
    const expected = book.consents.map((consent, index) => [this.#consents[index]!.id, book.stateOf(consent)] as const);
    for (const [id, state] of expected)
      if (states.get(id) !== state) differences.push(`A consent is ${states.get(id)}; by the book it is ${state}.`);
    return { permitted, states, grants, differences };
  }

  get #herself(): Viewer {
    const { id, subject } = this.cast.person;
    return { subject, organization: null, roles: [], dataSubject: id, application: "tests" };
  }

  get #colleague(): Viewer {
    return viewerOf({ ...this.cast.colleagues[0]!, organization: this.cast.source });
  }

  #questions(): readonly (readonly [Viewer, DecisionRequest[]])[] {
    const { person, source, recipients, resource, contentHash } = this.cast;
    const about = { subject: person.id, holder: source, resource, contentHash, coordinates: [] };
    const ofOffers = offers.flatMap(({ purpose, category }) =>
      OPERATIONS.map((operation) => ({ ...about, purpose, category, operation })),
    );
    const registered = [{ ...ofOffers[3]!, holder: null }];
    return [
      [this.#herself, ofOffers],
      [this.#colleague, ofOffers.map((one) => ({ ...one, receivers: [recipients[0].organization] }))],
      [viewerOf(recipients[0]), [...ofOffers, ...registered]],
      [viewerOf(recipients[1]), [...ofOffers, ...registered]],
    ];
  }

  async #draft({ offers: asked, days, replaces }: Act & { act: "draft" }): Promise<boolean> {
    const requestKey = randomUUID();
    const { recipients, person, resource, contentHash } = this.cast;
    const grants = asked.map((place) => {
      const { recipient, purpose, category, operations, isBound } = offers[place]!;
      const bound = isBound ? { resource, contentHash } : {};
      return { recipient: recipients[recipient].organization, purpose, category, operations, ...bound };
    });
    const input = {
      requestKey,
      person: person.id,
      grants,
      notAfter: this.#in(days),
      ...(replaces ? { replaces: this.#consents.at(-1)!.id } : {}),
    };
    if (!(await this.#ask(this.#colleague, "draftConsent", "DraftConsentInput", input))) return false;
    const rows = await this.#read<{ id: string; category: string; hash: string | null }>(
      "select id, category, content_hash as hash from consent_grant where consent_id = ?",
      [requestKey],
    );
    this.#consents.push({
      id: requestKey,
      grants: asked.map((place) => rows.find(({ category }) => category === offers[place]!.category)!),
    });
    return true;
  }

  async #change(act: Act & { consent: number }): Promise<boolean> {
    const { id: consent, grants } = this.#consents.at(-1 - act.consent)!;
    switch (act.act) {
      case "narrow": {
        const { id: grant } = grants[act.grant % grants.length]!;
        const end = act.days === null ? {} : { notAfter: this.#in(act.days) };
        return this.#ask(this.#herself, "narrowConsent", "NarrowConsentInput", {
          consent,
          grants: [{ grant, ...end }],
        });
      }
      case "shorten":
        return this.#ask(this.#herself, "narrowConsent", "NarrowConsentInput", {
          consent,
          notAfter: this.#in(act.days),
        });
      case "give": {
        const chosen = act.chosen === "all" ? grants : grants.slice(0, 1);
        const approvals = chosen.map(({ id: grant, hash }) => ({ grant, ...(hash ? { contentHash: hash } : {}) }));
        const noticeHash = await this.#noticeHash();
        return this.#ask(this.#herself, "giveConsent", "GiveConsentInput", { consent, noticeHash, approvals });
      }
      case "reconfirm": {
        const noticeHash = await this.#noticeHash();
        return this.#ask(this.#herself, "reconfirmConsent", "ReconfirmConsentInput", { consent, noticeHash });
      }
      case "invalidate": {
        const officer = viewerOf({ ...this.cast.colleagues[1]!, organization: this.cast.source });
        return this.#ask(officer, "invalidateConsent", "InvalidateConsentInput", { consent, reference: "2026-1" });
      }
      default: {
        const isHers = act.act !== "offer" && act.act !== "cancel";
        const type = `${act.act[0]!.toUpperCase()}${act.act.slice(1)}ConsentInput`;
        return this.#ask(isHers ? this.#herself : this.#colleague, `${act.act}Consent`, type, { consent });
      }
    }
  }

  /** Days pass when whatever ends comes so much nearer. */
  async #pass(days: number): Promise<boolean> {
    this.#passed += days;
    const person = this.cast.person.id;
    for (const sql of [
      "update consent set not_after = not_after - make_interval(days => ?), offered_at = offered_at - make_interval(days => ?) where person_id = ?",
      "update consent_grant set not_after = not_after - make_interval(days => ?) where ?::int is not null and person_id = ?",
    ])
      await this.#write(sql, [days, days, person]);
    return true;
  }

  async #grants(): Promise<Observed["grants"]> {
    const rows = await this.#read<{ id: string; words: string; end: number; open: boolean }>(
      `select id, concat_ws(' ', consent_id, grantee_organization_id, grantee_roles, purpose, category, operations, resource_id, content_hash) as words,
         extract(epoch from coalesce(ended_at, not_after))::float8 as end, ended_at is null as open
       from consent_grant where person_id = ?`,
      [this.cast.person.id],
    );
    const shift = (this.#passed * DAY) / 1_000;
    return new Map(rows.map(({ id, words, end, open }) => [id, { words, end: open ? end + shift : 0 }]));
  }

  async #noticeHash(): Promise<string> {
    const [row] = await this.#read<{ hash: string }>(
      "select content_hash as hash from notice where language = 'fr' order by version desc limit 1",
      [],
    );
    return row!.hash;
  }

  #in(days: number): string {
    return new Date(Date.now() + days * DAY).toISOString();
  }

  async #ask(viewer: Viewer, mutation: string, type: string, input: object): Promise<boolean> {
    const { data, errors } = await this.hub.ask(
      "consent",
      viewer,
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`,
      { input },
    );
    if (errors) throw new Error(`${mutation} failed: ${errors.map(({ message }) => message).join()}`);
    return data[mutation].userErrors.length === 0;
  }

  async #write(sql: string, values: readonly unknown[]): Promise<true> {
    await this.hub.running.consent!.orm.em.fork().execute(sql, [...values]);
    return true;
  }

  #read<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.hub.running.consent!.orm.em.fork().execute(sql, [...values]);
  }
}

const viewerOf = ({
  subject,
  organization,
  role,
}: {
  subject: string;
  organization: string;
  role: string;
}): Viewer => ({
  subject,
  organization,
  roles: [role],
  dataSubject: null,
  application: "tests",
});

function newCast(): Cast {
  const name = randomUUID();
  const recipient = (role: string) => ({ organization: randomUUID(), subject: `history|${role} ${name}`, role });
  return {
    person: { id: randomUUID(), subject: `history|she ${name}` },
    source: randomUUID(),
    colleagues: [
      { subject: `history|worker ${name}`, role: "SOCIAL_WORKER" },
      { subject: `history|officer ${name}`, role: "DATA_PROTECTION_OFFICER" },
    ],
    recipients: [recipient("HEALTH_NAVIGATOR"), recipient("INSERTION_REFERENT")],
    resource: randomUUID(),
    contentHash: "a".repeat(64),
  };
}
