import { GraphQLScalarType } from "graphql";
import { GraphQLDateTimeISO, GraphQLLocalDate } from "graphql-scalars";

/** A calendar day as `YYYY-MM-DD`, without time or zone; on our side a string of that shape. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: "Date",
  description: "A calendar day written YYYY-MM-DD, without time or time zone.",
});

/** An instant in ISO 8601 with its zone; on our side a `Date`. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: "DateTime",
  description: "An instant written in ISO 8601 with its time zone, for example 2026-11-23T09:30:00Z.",
  specifiedByURL: "https://scalars.graphql.org/andimarek/date-time.html",
});
