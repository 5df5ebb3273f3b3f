import type { ApolloServerPlugin, BaseContext } from "@apollo/server";

/** Puts errors in the order of their paths: the order in which they came about tells how far each resolver had got. */
export const errorsInOrder: ApolloServerPlugin<BaseContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body } }) {
        if (body.kind !== "single" || !body.singleResult.errors) return;
        const placeOf = ({ path = [] }: { path?: readonly (string | number)[] }) => JSON.stringify(path);
        body.singleResult.errors = body.singleResult.errors.toSorted((one, other) =>
          placeOf(one) < placeOf(other) ? -1 : 1,
        );
      },
    };
  },
};
