import { GraphQLError, type GraphQLSchema, isInterfaceType, isObjectType, type ValidationRule } from "graphql";

/**
 * Validation rule that refuses an alias which takes the name of another field of its type, shown to clients or not. The
 * stock executor reads what one source needs from another by name in the answer itself: such an alias would let a client
 * put a value of her choice in its place.
 */
export function refuseMisleadingAliases(supergraph: () => GraphQLSchema): ValidationRule {
  return (context) => ({
    Field({ alias, name }) {
      const parent = context.getParentType();
      if (!alias || alias.value === name.value || !parent) return;
      const whole = supergraph().getType(parent.name);
      const isTaken = (isObjectType(whole) || isInterfaceType(whole)) && alias.value in whole.getFields();
      if (!isTaken) return;
      const message = `The alias "${alias.value}" is the name of another field of ${parent.name}: choose another alias.`;
      context.reportError(new GraphQLError(message, { nodes: alias }));
    },
  });
}
