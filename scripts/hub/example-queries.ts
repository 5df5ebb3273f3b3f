/** Three queries a newcomer may paste, each with the member of the cast to ask it as. */
export interface ExampleQuery {
  readonly name: string;
  readonly as: string;
  readonly query: string;
}

export const exampleQueries: readonly ExampleQuery[] = [
  {
    name: "Search available care near Besançon",
    as: "claire",
    query: `{
  careOffers(
    near: { communeCode: "25056" }
    radiusKm: 30
    filter: { themes: [SANTE__SANTE_MENTALE], fees: [GRATUIT], receptionModes: [EN_PRESENTIEL], audiences: [BENEFICIAIRES_DES_MINIMAS_SOCIAUX] }
    first: 3
  ) {
    totalCount
    edges { distanceKm node { name place { commune { name } } } }
  }
}`,
  },
  {
    name: "Read the health plan extract in a contract",
    as: "karim",
    query: `{
  employmentContracts(first: 5) {
    edges { node { kind endsOn planExtract { lines { kind label weeklyHours } } } }
  }
}`,
  },
  {
    name: "See who asked for my data",
    as: "bruno",
    query: `{
  me {
    givenName
    disclosures(first: 2) {
      edges { node { isPermitted category purpose actorRoles organization { name } } }
    }
  }
}`,
  },
];
