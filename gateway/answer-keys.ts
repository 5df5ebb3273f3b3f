import { GraphQLError, type GraphQLSchema, isInterfaceType, isObjectType, type ValidationRule } from "graphql";
import { SourceTerms } from "./engine/source-terms.ts";

/**
 * Validation rule that refuses a key of the answer under which the stock executor could find what one source needs from
 * another, for it reads that by name in the answer itself: an alias which is the name of another field of its type, shown
 * to clients or not, or the name itself of a field that a source requires with arguments of its own. Either would let a
 * client choose what that source believes.
 */
export function refuseMisleadingKeys(supergraph: () => GraphQLSchema): ValidationRule {
  const requiredWithArguments = rememberedFor((schema) => new SourceTerms(schema).requiredWithArguments());
  return (context) => ({
    Field(field) {
      const parent = context.getParentType();
      if (!parent) return;
      const whole = supergraph();
      const name = field.name.value;
      const key = (field.alias ?? field.name).value;
      if (key === name) {
        if (!requiredWithArguments(whole).has(name)) return;
        const message = `A source requires "${name}" with arguments of its own. Ask for "${name}" under an alias.`;
        return context.reportError(new GraphQLError(message, { nodes: field }));
      }
      const type = whole.getType(parent.name);
      if (!(isObjectType(type) || isInterfaceType(type)) || !(key in type.getFields())) return;
      const message = `The alias "${key}" is the name of another field of ${parent.name}: choose another alias.`;
      context.reportError(new GraphQLError(message, { nodes: field.alias }));
    },
  });
}

/** The supergraph is replaced now and then, and a document checked all the time. */
function rememberedFor<Result>(make: (schema: GraphQLSchema) => Result): (schema: GraphQLSchema) => Result {
  let last: { readonly schema: GraphQLSchema; readonly result: Result } | undefined;
  return (schema) => {
    if (last?.schema !== schema) last = { schema, result: make(schema) };
    return last.result;
  };
}
