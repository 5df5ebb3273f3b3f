import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { errors, type Provider } from "oidc-provider";
import { cast } from "./cast.ts";
import { castMember, UnknownCastMember } from "./cast-member.ts";

/** The development login: one button for each cast member, no password. Nothing is fetched from elsewhere. */
export async function answerLogin(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== "POST") return sendPage(response, 200);
    const chosen = new URLSearchParams(await text(request)).get("person") ?? "";
    const { name } = castMember(chosen);
    await provider.interactionFinished(request, response, { login: { accountId: name } });
  } catch (error) {
    if (error instanceof UnknownCastMember) return sendPage(response, 400, error.message);
    if (error instanceof errors.SessionNotFound) {
      return sendPage(
        response,
        400,
        "This login has ended or belongs to another browser: start again from the client.",
      );
    }
    throw error;
  }
}

function sendPage(response: ServerResponse, status: number, problem?: string): void {
  const buttons = cast.map(
    ({ name, fullName, description }) =>
      `<li><button name="person" value="${name}">${escapeHtml(fullName)}</button> ${escapeHtml(description)}</li>`,
  );
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Passerelle, development login</title>
<style>body{font:1rem/1.5 system-ui;max-width:45rem;margin:3rem auto;padding:0 1rem}li{margin:.5rem 0}button{font:inherit}</style>
<h1>Who are you?</h1>
<p>Development only: everyone here is fictitious, and there is no password.</p>
${problem ? `<p role="alert"><strong>${escapeHtml(problem)}</strong></p>` : ""}
<form method="post"><ul>${buttons.join("\n")}</ul></form>
</html>
`);
}

function escapeHtml(words: string): string {
  return words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
