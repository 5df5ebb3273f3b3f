import { GraphQLError, GraphQLScalarType } from "graphql";
import { GraphQLDateTimeISO, GraphQLLocalDate } from "graphql-scalars";

/** No record speaks of a day before: whoever sends one mistyped its year. */
const EARLIEST_DAY = "1900-01-01";

function refuseMistyped(day: string): string {
  if (day < EARLIEST_DAY) throw new GraphQLError(`A day before ${EARLIEST_DAY} cannot be meant: check its year.`);
  return day;
}

/** A calendar day as `YYYY-MM-DD`, without time or zone; on our side a string of that shape, from 1900 on when received. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  parseValue: (value) => refuseMistyped(GraphQLLocalDate.parseValue(value) as string),
  parseLiteral: (node) => refuseMistyped(GraphQLLocalDate.parseLiteral(node, null) as string),
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
