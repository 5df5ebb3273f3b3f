import { DEVELOPMENT_CLIENT, DEVELOPMENT_GRANT } from "./development-client.ts";

/** The development issuer gave no token; the message says what to do. */
export class IssuerUnavailable extends Error {
  override readonly name = "IssuerUnavailable";
}

/** Asks a running development issuer for the token of a cast member. Throws {@link IssuerUnavailable}. */
export async function fetchToken(issuer: string, name: string): Promise<string> {
  if (!URL.canParse(issuer))
    throw new IssuerUnavailable(`"${issuer}" is not a URL: give one like http://localhost:4010.`);
  const body = new URLSearchParams({ grant_type: DEVELOPMENT_GRANT, client_id: DEVELOPMENT_CLIENT, person: name });
  const response = await fetch(new URL("token", `${issuer.replace(/\/$/, "")}/`), {
    method: "POST",
    body,
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {
    throw new IssuerUnavailable(
      `No development issuer answers at ${issuer}: run npm start first, or give --issuer URL.`,
    );
  });
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error_description?: string };
  if (response.ok && answer.access_token) return answer.access_token;
  const reason = answer.error_description ?? `it answered ${response.status}`;
  throw new IssuerUnavailable(`${issuer} gave no token: ${reason}`);
}
