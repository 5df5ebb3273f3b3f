import { ReceivedEvent } from "../../kit/received-event.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { protection, protectionDirectives } from "../protection.ts";
import { createContext, type DirectoryContext } from "./context.ts";
import { CareOffer } from "./entities/care-offer.ts";
import { Commune } from "./entities/commune.ts";
import { Department } from "./entities/department.ts";
import { DirectoryImport } from "./entities/directory-import.ts";
import { Intercommunality } from "./entities/intercommunality.ts";
import { SeenOffer } from "./entities/seen-offer.ts";
import { Structure } from "./entities/structure.ts";
import { Migration20261123_directory } from "./migrations/Migration20261123_directory.ts";
import { Migration20261206_day_offers } from "./migrations/Migration20261206_day_offers.ts";
import { Migration20261216_opening_weeks } from "./migrations/Migration20261216_opening_weeks.ts";
import { CareOfferResolver } from "./resolvers/care-offer.ts";
import { CommuneResolver } from "./resolvers/commune.ts";
import { PlaceResolver } from "./resolvers/place.ts";
import { StructureResolver } from "./resolvers/structure.ts";
import { receiveDayOfferPublished, receiveDayOfferWithdrawn } from "./services/receive-day-offer.ts";

type Reference = { id: string };

/** The directory of structures and care offers: public data, so it asks no decision of anyone. */
export const resourceDirectory: SubgraphParts<DirectoryContext> = {
  name: "resource-directory",
  schema: createSubgraphSchema({
    resolvers: [CareOfferResolver, StructureResolver, PlaceResolver, CommuneResolver],
    directives: protectionDirectives,
    references: {
      CareOffer: {
        __resolveReference: ({ id }: Reference, { directory }: DirectoryContext) => directory.careOffer(id),
      } as never,
      Structure: {
        __resolveReference: ({ id }: Reference, { directory }: DirectoryContext) => directory.structure(id),
      } as never,
    },
  }),
  database: {
    entities: [CareOffer, Commune, Department, DirectoryImport, Intercommunality, ReceivedEvent, SeenOffer, Structure],
    migrations: [Migration20261123_directory, Migration20261206_day_offers, Migration20261216_opening_weeks],
  },
  protection,
  decisionPoint: "consent",
  isInternalReadAllowed: () => false,
  createContext,
  consumers: {
    "day-offer.published": receiveDayOfferPublished,
    "day-offer.withdrawn": receiveDayOfferWithdrawn,
  },
};
