import { GraphQLError, GraphQLScalarType } from "graphql";

/**
 * A FHIR R4 resource, as its JSON object. It is shown whole or not at all, so the field that gives it carries one rule, and
 * whatever of the record has another rule stays out of it.
 */
export const FhirResource = new GraphQLScalarType({
  name: "FhirResource",
  description: "A resource of HL7 FHIR R4 (4.0.1) as its JSON object; a Bundle when it takes several.",
  specifiedByURL: "https://hl7.org/fhir/R4/json.html",
  serialize: (resource) => resource,
  parseValue: () => {
    throw new GraphQLError("A FHIR resource is only read here.");
  },
});
