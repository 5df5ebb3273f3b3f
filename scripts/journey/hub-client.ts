/** One operation asked over HTTP, with one person's own token. */
export type Ask = (person: string, query: string, variables?: Record<string, unknown>) => Promise<Answer>;

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: each step says what it expects of the answer
  readonly data: any;
  readonly errors?: readonly { message: string; path?: readonly (string | number)[]; extensions: { code: string } }[];
  /** The bytes received, for comparisons to the byte. */
  readonly body: string;
}

export interface HubAddress {
  readonly endpoint: string;
  readonly tokenOf: (name: string) => Promise<string>;
}

/** Asks a hub as any member of the cast; a token is fetched once for each. */
export function createAsk(hub: HubAddress): Ask {
  const tokens = new Map<string, Promise<string>>();
  return async (person, query, variables = {}) => {
    if (!tokens.has(person)) tokens.set(person, hub.tokenOf(person));
    const response = await fetch(hub.endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await tokens.get(person)}` },
      body: JSON.stringify({ query, variables }),
    });
    const body = await response.text();
    return { ...(JSON.parse(body) as Omit<Answer, "body">), body };
  };
}
