/** Fixed identifiers of the development world, so that each subgraph can be seeded alone and all fit together. */
export const organizations = {
  medicoSocialCentre: "0a000000-0000-4000-8000-000000000001",
  association: "0a000000-0000-4000-8000-000000000002",
  insertionDoubs: "0a000000-0000-4000-8000-000000000003",
  insertionCreuse: "0a000000-0000-4000-8000-000000000004",
  partner: "0a000000-0000-4000-8000-000000000005",
  hubOperator: "0a000000-0000-4000-8000-000000000006",
} as const;

/** Synthetic people accompanied. Amina's plan is made by the journey; Bruno's is already linked to his contract. */
export const people = {
  amina: "0b000000-0000-4000-8000-000000000001",
  bruno: "0b000000-0000-4000-8000-000000000002",
} as const;

/** Odile is under guardianship: who decides for her is Solange. */
export const protectedPeople = { odile: "0b000000-0000-4000-8000-000000000003" } as const;

export const contracts = {
  amina: "0c000000-0000-4000-8000-000000000001",
  bruno: "0c000000-0000-4000-8000-000000000002",
} as const;

/** The centre is Amina's référent. */
export const mandates = { amina: "0f000000-0000-4000-8000-000000000020" } as const;
