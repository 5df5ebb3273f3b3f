/** In what capacity somebody decides with or for a person. */
export enum ProxyKind {
  GUARDIAN_REPRESENTING = "GUARDIAN_REPRESENTING",
  CURATOR_ASSISTING = "CURATOR_ASSISTING",
  PARENT = "PARENT",
  HABILITATED_RELATIVE = "HABILITATED_RELATIVE",
}

export const proxyKinds: Record<ProxyKind, string> = {
  GUARDIAN_REPRESENTING: "A guardian (tuteur) appointed to represent her: decides for her.",
  CURATOR_ASSISTING: "A curator (curateur) appointed to assist her: she decides, and the curator signs with her.",
  PARENT: "A parent of a minor: decides for her until she comes of age.",
  HABILITATED_RELATIVE: "A relative whom a judge allowed to represent her (habilitation familiale): decides for her.",
};

/** Everybody but a curator decides in the person's place; a curator's signature counts with hers alone. */
export const decidesAlone = (kind: ProxyKind): boolean => kind !== ProxyKind.CURATOR_ASSISTING;

const AGE_OF_MAJORITY = 18;

/** The instant by which a person born in that year has come of age, whatever her birthday: no parent's authority goes beyond. */
export const comesOfAgeBefore = (birthYear: number): Date => new Date(Date.UTC(birthYear + AGE_OF_MAJORITY + 1, 0, 1));
