/** What one request may cost. Each number has its reason; `docs/errors.md` tells clients which error each gives. */
export interface Limits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly tokens: number;
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly listSize: number;
  readonly variables: number;
  readonly variableDepth: number;
  readonly variableBytes: number;
  readonly lookups: number;
  readonly cost: number;
  readonly errors: number;
  readonly operations: number;
  readonly operationsWaiting: number;
  readonly operationWaitMs: number;
  readonly sourceTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly sourceAnswerBytes: number;
  readonly registryTimeoutMs: number;

  readonly sourceConcurrency: number;
  readonly sourceWaiting: number;
  readonly sourceWaitMs: number;
  readonly breakerFailures: number;
  readonly breakerWindowMs: number;
  readonly breakerRestMs: number;
  readonly retryPauseMs: number;
}

export const defaultLimits: Limits = {
  /** The longest form of the hub, a full action plan with its goals and steps, stays under 30 kB. */
  bodyBytes: 64 * 1024,
  /** A token of a French identity provider takes 1 to 3 kB; node itself stops at 16 kB. */
  headerBytes: 8 * 1024,
  /** The largest operation in use has about 600 tokens; parsing and validation stay under some milliseconds. */
  tokens: 2_000,
  /** A contract, its person, her plan, its goals and their steps, through two connections, make 11 levels. */
  depth: 14,
  /** Counted with every fragment expanded: what the planner and the answer really have to carry. */
  fields: 1_000,
  /** A page that compares some records renames a few fields; hundreds of aliases are an enumeration. */
  aliases: 30,
  /** A home page asks six things at once. */
  rootFields: 10,
  /** `@include` and `@skip` on a large form. */
  directives: 50,
  /** Connections are read page by page; a page shown to a human has at most 100 rows. */
  listSize: 100,
  /** The largest form sends one input and a page. */
  variables: 30,
  /** A list of goals with their steps, inside one input, makes 6 levels of values. */
  variableDepth: 12,
  /** The whole body but for the operation, whose 2 000 tokens take some kilobytes. */
  variableBytes: 48 * 1024,
  /** The approvals of one consent, grant by grant, are the longest list of identifiers anybody sends. */
  lookups: 50,
  /** Three times the dearest operation in use: see `prices` in `plan-weight.ts` for what is counted. */
  cost: 6_000,
  /** Two lost fields on every row of a full page, with room to spare; the answer says how many more there were. */
  errors: 500,
  /** Served at once: at 30 ms each that is 800 a second; of more, on a busy machine, the registry answers many too late. */
  operations: 24,
  /** What could be served within the wait below; with bodies of 64 kB at most, the line holds 16 MB when it is full. */
  operationsWaiting: 256,
  /** Who has waited this long at the door is told to come back: longer, and people press the button again. */
  operationWaitMs: 1_000,
  /** A source that needs longer than this is of no use to someone who waits in front of a screen. */
  sourceTimeoutMs: 3_000,
  /** Three sources asked one after another, each at its limit, and the hub's own time. */
  operationTimeoutMs: 10_000,
  /** A page of 100 full plans is below 1 MB. */
  sourceAnswerBytes: 8 * 1024 * 1024,
  /** Every request waits for the registry: it answers from one indexed statement or counts as absent. */
  registryTimeoutMs: 500,

  /** Calls to one source at once: ten times what its database serves at once, so that it never idles for want of work. */
  sourceConcurrency: 128,
  /** Calls that wait for one of those: with bodies of 64 kB at most, some 30 MB a source when all else stands still. */
  sourceWaiting: 512,
  /** Who has waited this long for a place is told to come back: a third of the source's time would already be gone. */
  sourceWaitMs: 1_000,
  /** A restart breaks a few calls at once; ten failures, when they are half of all, are a source that does not serve. */
  breakerFailures: 10,
  /** Long enough to see ten timeouts of a source that few ask, short enough to forget a bad moment. */
  breakerWindowMs: 10_000,
  /** A source that came back serves again after this at the latest; one that did not is tried by one call in five seconds. */
  breakerRestMs: 5_000,
  /** Spreads those who met the same failure over its second half; nobody in front of a screen notices. */
  retryPauseMs: 100,
};
