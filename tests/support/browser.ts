export interface Page {
  readonly url: string;
  readonly status: number;
  readonly body: string;
}

/** What a browser does in a login: keeps cookies by origin and path, follows redirects, stops at the client's callback. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  /** Follows redirects until a page, or until an address that begins with `stopAt`, which is not fetched. */
  open(url: string, stopAt?: string): Promise<Page> {
    return this.#follow(url, { method: "GET" }, stopAt);
  }

  submit(url: string, fields: Record<string, string>, stopAt?: string): Promise<Page> {
    return this.#follow(url, { method: "POST", body: new URLSearchParams(fields) }, stopAt);
  }

  async #follow(url: string, request: RequestInit, stopAt?: string): Promise<Page> {
    const response = await fetch(url, {
      ...request,
      redirect: "manual",
      headers: { cookie: this.#cookiesFor(url), accept: "text/html" },
    });
    for (const header of response.headers.getSetCookie()) this.#keep(header);
    const location = response.headers.get("location");
    if (!location) return { url, status: response.status, body: await response.text() };
    const next = new URL(location, url).href;
    if (stopAt && next.startsWith(stopAt)) return { url: next, status: response.status, body: "" };
    return this.#follow(next, { method: "GET" }, stopAt);
  }

  #keep(header: string): void {
    const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
    const separator = pair.indexOf("=");
    const path = attributes.find((attribute) => attribute.toLowerCase().startsWith("path="))?.slice(5) ?? "/";
    this.#cookies.set(`${pair.slice(0, separator)} ${path}`, { value: pair, path });
  }

  #cookiesFor(url: string): string {
    const { pathname } = new URL(url);
    const sent = [...this.#cookies.values()].filter(({ path }) => pathname.startsWith(path));
    return sent.map(({ value }) => value).join("; ");
  }
}
