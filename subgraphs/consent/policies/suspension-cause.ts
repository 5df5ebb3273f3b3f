/** Why a consent may be suspended. Whatever the cause, only she who may give it confirms it again. */
export enum SuspensionCause {
  ASKED_BY_PERSON = "ASKED_BY_PERSON",
  PROXY_LAPSED = "PROXY_LAPSED",
  NOTICE_CHANGED = "NOTICE_CHANGED",
  IDENTITY_DOUBTED = "IDENTITY_DOUBTED",
}

export const suspensionCauses: Record<SuspensionCause, string> = {
  ASKED_BY_PERSON: "The person asked for a pause.",
  PROXY_LAPSED: "Whoever gave it in her name may not do so any more.",
  NOTICE_CHANGED: "What she was told has changed in a way that matters.",
  IDENTITY_DOUBTED: "It is in doubt whether it was she who gave it.",
};
