import type { Identity } from "./authentication.ts";
import { type BudgetPolicy, defaultBudgets } from "./budgets.ts";
import { RequestRefused } from "./errors.ts";
import { hashText } from "./hash-text.ts";
import type { AskedOperation } from "./request-body.ts";

/** What one application may send. */
export interface ApplicationRule {
  /** True when it may send any operation, not only those registered for it. */
  readonly isFreeForm: boolean;
  /** SHA-256, in hexadecimal, of the texts of its registered operations. */
  readonly operations: ReadonlySet<string>;
  readonly budgets: BudgetPolicy;
}

/** Which application may send what, as the operator wrote it down; nothing a client sends ever changes it. */
export class Applications {
  #texts: ReadonlyMap<string, string>;
  #rules: ReadonlyMap<string, ApplicationRule>;
  #others: ApplicationRule;

  constructor(parts: {
    texts: ReadonlyMap<string, string>;
    rules: ReadonlyMap<string, ApplicationRule>;
    others: ApplicationRule;
  }) {
    this.#texts = parts.texts;
    this.#rules = parts.rules;
    this.#others = parts.others;
  }

  /** From now on these rules hold in place of the old ones. */
  replaceWith(other: Applications): void {
    this.#texts = other.#texts;
    this.#rules = other.#rules;
    this.#others = other.#others;
  }

  /** The rule of an application, or the one for those the operator did not name. */
  ruleOf({ issuer, application }: Pick<Identity, "issuer" | "application">): ApplicationRule {
    return this.#rules.get(`${issuer}|${application}`) ?? this.#others;
  }

  /** The text an application asks to have run. Throws {@link RequestRefused} for one it may not send. */
  textOf(identity: Identity, { query, hash }: Pick<AskedOperation, "query" | "hash">): string {
    const { isFreeForm, operations } = this.ruleOf(identity);
    if (query !== undefined && hash !== undefined && hashText(query) !== hash) throw notRegistered();
    if (query !== undefined && isFreeForm) return query;
    const wanted = hash ?? hashText(query ?? "");
    const text = operations.has(wanted) ? this.#texts.get(wanted) : undefined;
    if (text === undefined) throw notRegistered();
    return text;
  }
}

/** Unknown, another application's or a hash of another text: told in the same words, so nothing is learnt of others. */
function notRegistered(): RequestRefused {
  return new RequestRefused(403, { code: "OPERATION_NOT_REGISTERED" });
}

/** One rule for every application, where no operator has written any. */
export function sameForAll({ isFreeForm = false, budgets = {} as Partial<BudgetPolicy> }): Applications {
  const others = { isFreeForm, operations: new Set<string>(), budgets: { ...defaultBudgets, ...budgets } };
  return new Applications({ texts: new Map(), rules: new Map(), others });
}
