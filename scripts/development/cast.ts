/** The synthetic people of the development world: every test, journey and sandbox knows them by these names. */
export interface CastMember {
  /** OpenID Connect `sub` at the development issuer, and the word used on the command line. */
  readonly name: string;
  readonly fullName: string;
  /** Who she is, in one sentence for the person who tries the hub. */
  readonly description: string;
}

export const cast: readonly CastMember[] = [
  {
    name: "amina",
    fullName: "Amina (fictitious)",
    description: "the person accompanied, who decides about her consents",
  },
  {
    name: "bruno",
    fullName: "Bruno (fictitious)",
    description: "a person whose plan is already linked to his contract",
  },
  {
    name: "claire",
    fullName: "Claire (fictitious)",
    description: "nurse of the health-access association in Besançon",
  },
  {
    name: "sophie",
    fullName: "Sophie (fictitious)",
    description: "social worker of the medico-social centre in Besançon",
  },
  {
    name: "karim",
    fullName: "Karim (fictitious)",
    description: "insertion référent of the Doubs, holder of Amina's contract",
  },
  {
    name: "paul",
    fullName: "Paul (fictitious)",
    description: "insertion référent of the Creuse, with no right to Amina's file",
  },
  { name: "leo", fullName: "Léo (fictitious)", description: "developer at a partner, who builds a client of the hub" },
  { name: "nadia", fullName: "Nadia (fictitious)", description: "data-protection officer of the hub" },
  {
    name: "helene",
    fullName: "Hélène (fictitious)",
    description: "doctor, volunteer of that association, who gives advice and knows nobody's name",
  },
  {
    name: "odile",
    fullName: "Odile (fictitious)",
    description: "a person under guardianship (tutelle), to whom a consent is offered",
  },
  {
    name: "solange",
    fullName: "Solange (fictitious)",
    description: "guardian of Odile, who decides about her consents and has no role in the hub",
  },
];
