/** The five « volets » by which a health centre tells its work apart; closed, and the same words in every source. */
export const volets = {
  ACCUEIL: "Accueil: people are received, listened to and shown where to go.",
  SANITAIRE: "Sanitaire: care and what health professionals do.",
  SOCIAL: "Social: rights, social interviews, mediation.",
  EDUCATION_POPULAIRE: "Éducation populaire en santé: workshops in which people learn from each other.",
  FORMATION: "Formation et enseignement: training of professionals.",
} as const;
export type Volet = keyof typeof volets;

/** How the enum is described wherever a source declares it. */
export const VOLET_DESCRIPTION = "A « volet » of the work of a health centre or of a team: what kind of work it is.";

/** Some of them, each once, in the order of the list. */
export const voletsInOrder = (some: ReadonlySet<Volet>): Volet[] =>
  (Object.keys(volets) as Volet[]).filter((volet) => some.has(volet));
