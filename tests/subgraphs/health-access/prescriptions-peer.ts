import "reflect-metadata";
import { Migration } from "@mikro-orm/migrations";
import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import type { HubEvent } from "../../../kit/events.ts";
import { ReceivedEvent } from "../../../kit/received-event.ts";
import type { RequestContext, SubgraphParts } from "../../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../../kit/subgraph-schema.ts";
import { protection, protectionDirectives } from "../../../subgraphs/protection.ts";

/** Speaks in the name of the subgraph that keeps prescriptions, through a real outbox, and keeps what it hears. */
@Resolver()
class TellingResolver {
  @Query(() => String)
  name() {
    return "social-services";
  }

  @Mutation(() => Boolean)
  async tell(
    @Arg("prescription", () => ID) prescription: string,
    @Arg("person", () => ID) person: string,
    @Arg("association", () => ID) association: string,
    @Arg("prescriber", () => ID) prescriber: string,
    @Ctx() { em, publish }: RequestContext,
  ) {
    await em.transactional((transaction) =>
      publish(transaction, {
        type: "prescription.accepted",
        subject: prescription,
        data: { prescription, person, association, prescriber },
      }),
    );
    return true;
  }
}

class CreateReceivedEvent extends Migration {
  override up(): void {
    this.addSql(
      "create table received_event (id uuid primary key, type text not null, received_at timestamptz not null default now())",
    );
  }
}

export function createPrescriptionsPeer(heard: HubEvent[]): SubgraphParts<RequestContext> {
  const hear = async (event: HubEvent) => void heard.push(event);
  return {
    name: "social-services",
    schema: createSubgraphSchema({ resolvers: [TellingResolver], directives: protectionDirectives }),
    database: { entities: [ReceivedEvent], migrations: [CreateReceivedEvent] },
    protection,
    decisionPoint: "consent",
    isInternalReadAllowed: () => false,
    createContext: (base) => base,
    subscribers: { "prescription.accepted": ["health-access"] },
    consumers: { "support.started": hear, "support.ended": hear },
  };
}
