import type { ErrorCode } from "./error-codes.ts";

/** Languages the hub speaks to clients. */
export type Language = "en" | "fr";

/** The one text of each code: no message of a source, a library or the network ever takes its place. */
const messages: Record<ErrorCode, Record<Language, string>> = {
  UNAUTHENTICATED: {
    en: "Sign in again: this request carries no valid access token.",
    fr: "Reconnectez-vous : cette demande ne porte pas de jeton d'accès valable.",
  },
  FORBIDDEN: {
    en: "Your role does not allow this.",
    fr: "Votre rôle ne le permet pas.",
  },
  BAD_USER_INPUT: {
    en: "What was sent cannot be used; correct it and send it again.",
    fr: "Ce qui a été envoyé ne peut pas être utilisé ; corrigez-le et renvoyez-le.",
  },
  NOT_FOUND: {
    en: "Nothing was found here for you.",
    fr: "Rien n'a été trouvé ici pour vous.",
  },
  SOURCE_UNAVAILABLE: {
    en: "The source of this field cannot answer right now; try again shortly.",
    fr: "La source de ce champ ne peut pas répondre pour le moment ; réessayez sous peu.",
  },
  SOURCE_TIMEOUT: {
    en: "The source of this field did not answer in time; try again shortly.",
    fr: "La source de ce champ n'a pas répondu à temps ; réessayez sous peu.",
  },
  SOURCE_INVALID: {
    en: "The source of this field gave an answer that cannot be used; its operator must look at it.",
    fr: "La source de ce champ a donné une réponse inutilisable ; son exploitant doit s'en occuper.",
  },
  CONSENT_REQUIRED: {
    en: "This needs a consent that is not in force for you.",
    fr: "Ceci demande un consentement qui n'est pas en vigueur pour vous.",
  },
  CONSENT_UNVERIFIABLE: {
    en: "Consent cannot be verified right now, so nothing is shown; try again shortly.",
    fr: "Le consentement ne peut pas être vérifié pour le moment, donc rien n'est montré ; réessayez sous peu.",
  },
  CONFLICT_VERSION: {
    en: "The record was changed meanwhile; read it again.",
    fr: "La fiche a été modifiée entre-temps ; relisez-la.",
  },
  IDEMPOTENCY_MISMATCH: {
    en: "This idempotency key was already used for another request; take a new key.",
    fr: "Cette clé d'idempotence a déjà servi pour une autre demande ; prenez une nouvelle clé.",
  },
  OUTCOME_UNKNOWN: {
    en: "The connection was lost while the change was being made; retry under the same Idempotency-Key, or read the record again first.",
    fr: "La connexion a été perdue pendant la modification ; recommencez sous la même Idempotency-Key, ou relisez d'abord la fiche.",
  },
  RATE_LIMITED: {
    en: "Too many requests; wait before you ask again.",
    fr: "Trop de demandes ; attendez avant de recommencer.",
  },
  TOO_COMPLEX: {
    en: "The request is larger than the hub accepts.",
    fr: "La demande dépasse ce que la passerelle accepte.",
  },
  OVERLOADED: {
    en: "Too much is being asked at once; try again shortly.",
    fr: "Trop de demandes à la fois ; réessayez sous peu.",
  },
  DEADLINE: {
    en: "The whole request took too long; ask for less at once or try again shortly.",
    fr: "L'ensemble de la demande a pris trop de temps ; demandez-en moins à la fois ou réessayez sous peu.",
  },
  OPERATION_NOT_REGISTERED: {
    en: "This application may only send its registered operations.",
    fr: "Cette application ne peut envoyer que ses opérations enregistrées.",
  },
};

export const messageOf = (code: ErrorCode, language: Language): string => messages[code][language];

/** French when the client prefers it to English, else English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const weights: Record<Language, number> = { en: 0, fr: 0 };
  for (const range of (acceptLanguage ?? "").split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    const language = tag.split("-")[0];
    if (language !== "en" && language !== "fr") continue;
    weights[language] = Math.max(weights[language], quality ? Number(quality.slice(2)) || 0 : 1);
  }
  return weights.fr > weights.en ? "fr" : "en";
}
