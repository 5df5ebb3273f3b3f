import type {
  Bundle,
  CarePlan,
  Consent,
  DocumentReference,
  Element,
  FhirResource,
  Goal,
  ServiceRequest,
  Task,
} from "fhir/r4.js";

/** Readers of what the hub exports, each from nothing but the resource: what they cannot tell was lost on the way. */

const own = (name: string) => `https://passerelle.example/fhir/StructureDefinition/${name}`;
const extensions = ({ extension = [] }: Pick<Element, "extension">, name: string) =>
  extension.filter(({ url }) => url === own(name));
const instant = (text: string | undefined) => (text === undefined ? null : new Date(text));
const codeOf = (concept: { coding?: { code?: string }[] } | undefined) => concept?.coding?.[0]?.code;
const idOf = (reference: { identifier?: { value?: string } } | undefined) => reference?.identifier?.value;
const resources = <Type extends FhirResource>(bundle: Bundle, type: Type["resourceType"]) =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource as Type] : []));

export function readConsent(resource: Consent) {
  const [source] = resource.contained as DocumentReference[];
  const attachment = source!.content[0]!.attachment;
  return {
    consent: {
      id: resource.id,
      personId: idOf(resource.patient),
      organizationId: idOf(resource.organization?.[0]),
      state: extensions(resource, "consent-state")[0]?.valueCode,
      version: Number(resource.meta?.versionId),
      suspensionCause: extensions(resource, "suspension-cause")[0]?.valueCode ?? null,
      offeredAt: instant(resource.dateTime),
      givenAt: instant(extensions(resource, "given-at")[0]?.valueInstant),
      endedAt: instant(extensions(resource, "ended-at")[0]?.valueInstant),
      notAfter: instant(resource.provision?.period?.end),
    },
    notice: {
      id: resource.policy?.[0]?.uri?.replace("urn:uuid:", ""),
      version: Number(attachment.title?.split(" ").at(-1)),
      language: attachment.language,
      contentHash: extensions(attachment, "sha-256")[0]?.valueString,
    },
    evidence: extensions(source!, "signature").map((signature) => {
      const part = (name: string) => extensions(signature, name)[0];
      return {
        kind: part("kind")?.valueCode,
        capturedAt: instant(part("captured-at")?.valueInstant),
        authorityId: part("authority")?.valueId ?? null,
        assurance: part("assurance")?.valueCode ?? null,
        artefactHash: part("artefact-sha-256")?.valueString ?? null,
        isAssisted: part("assisted")?.valueBoolean,
        isInterpreted: part("interpreted")?.valueBoolean,
        shownNoticeHash: part("shown-notice-sha-256")?.valueString,
      };
    }),
    grants: (resource.provision?.provision ?? []).map((permit) => {
      const about = (meaning: string) => idOf(permit.data?.find((one) => one.meaning === meaning)?.reference);
      const words = (name: string) => extensions(permit, name).map(({ valueCode }) => valueCode);
      return {
        id: permit.id,
        sourceOrganizationId: about("authoredby"),
        granteeOrganizationId: idOf(permit.actor?.[0]?.reference),
        granteeRoles: words("recipient-role"),
        purpose: permit.purpose?.[0]?.code,
        category: words("category")[0],
        operations: words("operation"),
        resourceId: about("instance") ?? null,
        approvedContentHash: extensions(permit, "approved-sha-256")[0]?.valueString ?? null,
        notBefore: instant(permit.period?.start),
        notAfter: instant(permit.period?.end),
      };
    }),
  };
}

export function readRestriction({ id, patient, provision }: Consent) {
  const named = (type: string) => idOf(provision?.actor?.find(({ reference }) => reference.type === type)?.reference);
  const word = (name: string) => extensions(provision!, name)[0]?.valueCode ?? null;
  return {
    id,
    personId: idOf(patient),
    granteeOrganizationId: named("Organization") ?? null,
    granteeRole: word("recipient-role"),
    granteeProfessionalId: named("Practitioner") ?? null,
    category: word("category"),
    purpose: provision?.purpose?.[0]?.code ?? null,
    startsAt: instant(provision?.period?.start),
    endsAt: instant(provision?.period?.end),
  };
}

const stepWords: Record<string, string> = {
  "not-started": "PLANNED",
  "in-progress": "IN_PROGRESS",
  "on-hold": "ON_HOLD",
  completed: "DONE",
  stopped: "ABANDONED",
};

export function readPlan(bundle: Bundle) {
  const [plan] = resources<CarePlan>(bundle, "CarePlan") as [CarePlan];
  const activities = plan.activity ?? [];
  const goals = new Map(resources<Goal>(bundle, "Goal").map((goal) => [`Goal/${goal.id}`, goal]));
  return {
    plan: { id: plan.id, personId: idOf(plan.subject), organizationId: idOf(plan.author) },
    version: {
      number: Number(plan.meta?.versionId),
      writtenAt: instant(plan.created),
      goals: (plan.goal ?? []).map(({ reference = "" }) => ({
        id: goals.get(reference)?.id,
        code: codeOf(goals.get(reference)?.description),
        steps: activities
          .filter(({ detail }) => detail?.goal?.[0]?.reference === reference)
          .map(({ id, detail }) => ({
            id,
            code: codeOf(detail?.code),
            status: stepWords[detail!.status],
            startsOn: detail?.scheduledPeriod?.start ?? null,
            endsOn: detail?.scheduledPeriod?.end ?? null,
            weeklyHours: extensions(detail!, "weekly-hours")[0]?.valueDecimal ?? null,
            careOfferId: idOf(detail?.performer?.[0]) ?? null,
          })),
      })),
      constraints: extensions(plan, "plan-constraint").map((constraint) => {
        const period = extensions(constraint, "period")[0]?.valuePeriod;
        return {
          code: codeOf(extensions(constraint, "code")[0]?.valueCodeableConcept),
          startsOn: period?.start ?? null,
          endsOn: period?.end ?? null,
          hoursGround: extensions(constraint, "hours-ground")[0]?.valueCode ?? null,
        };
      }),
    },
  };
}

const taskWords: Record<string, string> = {
  requested: "REQUESTED",
  accepted: "ACCEPTED",
  rejected: "REFUSED",
  "in-progress": "IN_PROGRESS",
  "on-hold": "ON_HOLD",
  completed: "DONE",
  cancelled: "CANCELLED",
  "entered-in-error": "CANCELLED",
};

export function readPrescription(bundle: Bundle) {
  const [request] = resources<ServiceRequest>(bundle, "ServiceRequest") as [ServiceRequest];
  const [task] = resources<Task>(bundle, "Task") as [Task];
  const reason = codeOf(task.statusReason) ?? null;
  return {
    id: request.id,
    personId: idOf(request.subject),
    organizationId: idOf(request.requester),
    recipientOrganizationId: idOf(task.owner),
    reasons: (request.reasonCode ?? []).map(codeOf),
    note: request.note?.[0]?.text ?? null,
    status: reason === "EXPIRED" ? "EXPIRED" : taskWords[task.status],
    statusReason: reason === "EXPIRED" ? null : reason,
    requestedAt: instant(request.authoredOn),
    version: Number(task.meta?.versionId),
    partOfId: idOf(task.partOf?.[0]) ?? null,
  };
}
