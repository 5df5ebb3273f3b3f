import { GraphQLError, type ValidationRule } from "graphql";

/** Validation rule that refuses `_service`: the schema is composed from its files, so no running subgraph need tell it. */
export const hiddenService: ValidationRule = (context) => ({
  Field(field) {
    if (field.name.value !== "_service" || context.getParentType() !== context.getSchema().getQueryType()) return;
    context.reportError(new GraphQLError("A running subgraph does not tell its schema.", { nodes: field }));
  },
});
