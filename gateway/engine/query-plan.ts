/** The parts of a federation-2 query plan the engine reads, as the planner builds them. */
export interface QueryPlan {
  readonly kind: "QueryPlan";
  readonly node?: PlanNode | { readonly kind: "Subscription" };
}

export type PlanNode =
  | { readonly kind: "Sequence" | "Parallel"; readonly nodes: readonly PlanNode[] }
  | { readonly kind: "Flatten"; readonly path: readonly (string | number)[]; readonly node: PlanNode }
  | {
      readonly kind: "Condition";
      readonly condition: string;
      readonly ifClause?: PlanNode;
      readonly elseClause?: PlanNode;
    }
  | { readonly kind: "Defer" }
  | FetchNode;

export interface FetchNode {
  readonly kind: "Fetch";
  readonly serviceName: string;
  readonly variableUsages?: readonly string[];
  readonly requires?: readonly RequiredSelection[];
  readonly operation: string;
  readonly operationName: string | undefined;
  readonly operationKind: string;
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
  readonly contextRewrites?: readonly unknown[];
}

export type RequiredSelection =
  | {
      readonly kind: "Field";
      readonly alias?: string;
      readonly name: string;
      readonly selections?: readonly RequiredSelection[];
    }
  | {
      readonly kind: "InlineFragment";
      readonly typeCondition?: string;
      readonly selections: readonly RequiredSelection[];
    };

/** Changes a representation before it is sent or an entity before it is merged; path steps may be `... on Type`. */
export type Rewrite =
  | { readonly kind: "ValueSetter"; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: "KeyRenamer"; readonly path: readonly string[]; readonly renameKeyTo: string };
