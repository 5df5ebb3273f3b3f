import "reflect-metadata";
import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Migration } from "@mikro-orm/migrations";
import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import type { DecisionRequest } from "../../kit/decision.ts";
import { loadByKey } from "../../kit/load-by-key.ts";
import { Public } from "../../kit/public.ts";
import type { RequestContext, SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { Protected } from "../../subgraphs/protected.ts";
import { protection, protectionDirectives } from "../../subgraphs/protection.ts";

/** A sixth subgraph, as a partner would write it: one noun, one query, one reference. */
@Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
@Directive('@key(fields: "id")')
@ObjectType({ description: "A note about a person." })
@Entity({ tableName: "note" })
export class Note {
  @Public("It says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, { nullable: true, description: "What was noted." })
  @Property({ type: "text" })
  text!: string;

  @Protected("HEALTH_OBSERVATION", "CARE_ACCESS_COORDINATION")
  @Field(() => String, { nullable: true, description: "What was observed." })
  @Property({ type: "text" })
  observation!: string;
}

interface NoteContext extends RequestContext {
  notes: ReturnType<typeof loadByKey<Note>>;
}

@Resolver(() => Note)
class NoteResolver {
  @Query(() => Note, { nullable: true, description: "A note by its identifier." })
  note(@Arg("id", () => ID, { description: "Identifier of the note." }) id: string, @Ctx() { notes }: NoteContext) {
    return notes.load(id);
  }

  @Query(() => [Note], { description: "Every note you may see." })
  notes(@Ctx() { em }: NoteContext) {
    return em.find(Note, {}, { orderBy: { id: "asc" } });
  }
}

class CreateNote extends Migration {
  override up(): void {
    this.addSql(
      "create table note (id uuid primary key, person_id uuid not null, organization_id uuid not null, text text not null, observation text not null)",
    );
  }
}

/** `isPermitted` stands where a partner's subgraph would ask the registry; `calls` sees each batch. */
export function createNotebook(
  isPermitted: (request: DecisionRequest) => boolean,
  calls: DecisionRequest[][],
): SubgraphParts<NoteContext> {
  return {
    name: "notebook",
    schema: createSubgraphSchema({
      resolvers: [NoteResolver],
      directives: protectionDirectives,
      references: {
        Note: { __resolveReference: ({ id }: { id: string }, { notes }: NoteContext) => notes.load(id) } as never,
      },
    }),
    database: { entities: [Note], migrations: [CreateNote] },
    protection,
    decisionPoint: "consent",
    isInternalReadAllowed: (viewer) => viewer.roles.includes("SOCIAL_WORKER"),
    createContext: (base) => ({
      ...base,
      notes: loadByKey(
        (ids) => base.em.find(Note, { id: ids }),
        (note) => note.id,
      ),
    }),
    createDecide: () => async (requests) => {
      calls.push([...requests]);
      return { permitted: requests.map(isPermitted), grounds: [] };
    },
  };
}
