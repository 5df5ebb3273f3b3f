import { FieldResolver, Resolver, Root } from "type-graphql";
import { FhirResource } from "../../fhir-resource.ts";
import { Prescription } from "../entities/prescription.ts";
import { PrescriptionOutcome } from "../entities/prescription-outcome.ts";
import { CareCoordination, PrescriberFeedback } from "../entities/rules.ts";
import { outcomeInFhir } from "../fhir/outcome-in-fhir.ts";
import { prescriptionInFhir } from "../fhir/prescription-in-fhir.ts";
import { currentStatus } from "../policies/prescription-transitions.ts";

@Resolver(() => Prescription)
export class PrescriptionFhirResolver {
  @CareCoordination()
  @FieldResolver(() => FhirResource, {
    nullable: true,
    description: "The prescription as a FHIR R4 Bundle: a ServiceRequest and its Task; its outcome gives its own.",
  })
  fhir(@Root() prescription: Prescription) {
    const { recordedStatus, requestedAt } = prescription;
    return prescriptionInFhir({ ...prescription, status: currentStatus(recordedStatus, requestedAt, new Date()) });
  }
}

@Resolver(() => PrescriptionOutcome)
export class PrescriptionOutcomeFhirResolver {
  @PrescriberFeedback()
  @FieldResolver(() => FhirResource, {
    nullable: true,
    description: "What became of it as a FHIR R4 Procedure, based on the ServiceRequest of the prescription.",
  })
  fhir(@Root() outcome: PrescriptionOutcome) {
    return outcomeInFhir(outcome);
  }
}
