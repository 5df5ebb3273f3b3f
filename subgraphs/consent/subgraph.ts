import { Migration20261128_erasure_outcome } from "../../kit/erasure-migration.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { eraseOnRequest } from "../erase-on-request.ts";
import { protection, protectionDirectives } from "../protection.ts";
import { WORK_STATED } from "../work.ts";
import { type ConsentContext, createContext, type RegistrySettings } from "./context.ts";
import { entities } from "./entities/index.ts";
import { ReferentMandate } from "./entities/referent-mandate.ts";
import { TrainingRegistration } from "./entities/training-registration.ts";
import { addLedgerRoutes } from "./ledger-routes.ts";
import { Migration20261123_registry } from "./migrations/Migration20261123_registry.ts";
import { Migration20261126_budgets } from "./migrations/Migration20261126_budgets.ts";
import { Migration20261126_ledger } from "./migrations/Migration20261126_ledger.ts";
import { Migration20261127_person_epoch } from "./migrations/Migration20261127_person_epoch.ts";
import { Migration20261128_consent_states } from "./migrations/Migration20261128_consent_states.ts";
import { Migration20261128_erasure_request } from "./migrations/Migration20261128_erasure_request.ts";
import { Migration20261128_organization_contact } from "./migrations/Migration20261128_organization_contact.ts";
import { Migration20261128_restrictions } from "./migrations/Migration20261128_restrictions.ts";
import { Migration20261129_material_notices } from "./migrations/Migration20261129_material_notices.ts";
import { Migration20261129_proxy_authorities } from "./migrations/Migration20261129_proxy_authorities.ts";
import { Migration20261130_consent_evidence } from "./migrations/Migration20261130_consent_evidence.ts";
import { Migration20261201_disclosure_search } from "./migrations/Migration20261201_disclosure_search.ts";
import { Migration20261208_membership } from "./migrations/Migration20261208_membership.ts";
import { Migration20261209_inbox } from "./migrations/Migration20261209_inbox.ts";
import { Migration20261212_membership_volets } from "./migrations/Migration20261212_membership_volets.ts";
import { Migration20261214_territories } from "./migrations/Migration20261214_territories.ts";
import { outlastFences } from "./policies/fences.ts";
import { isInternalReadAllowed } from "./policies/internal-roles.ts";
import { decide } from "./repositories/decisions.ts";
import { erasePerson } from "./repositories/erasure.ts";
import { AccompanimentInvitationResolver } from "./resolvers/accompaniment-invitation-resolver.ts";
import { AccompanimentResolver } from "./resolvers/accompaniment-resolver.ts";
import { ConsentChangeResolver } from "./resolvers/consent-change-resolver.ts";
import { ConsentEvidenceResolver } from "./resolvers/consent-evidence-resolver.ts";
import { ConsentGrantResolver } from "./resolvers/consent-grant-resolver.ts";
import { ConsentReceiptResolver } from "./resolvers/consent-receipt-resolver.ts";
import { ConsentResolver } from "./resolvers/consent-resolver.ts";
import { DataSharingAgreementResolver } from "./resolvers/data-sharing-agreement-resolver.ts";
import { DigestResolver } from "./resolvers/digest-resolver.ts";
import { DisclosureResolver } from "./resolvers/disclosure-resolver.ts";
import { ErasureResolver } from "./resolvers/erasure-resolver.ts";
import { ConsentFhirResolver, DisclosureFhirResolver, RestrictionFhirResolver } from "./resolvers/fhir-resolvers.ts";
import { InboxItemResolver, InboxResolver } from "./resolvers/inbox-resolver.ts";
import { NoticeResolver } from "./resolvers/notice-resolver.ts";
import { OrganizationDisclosureResolver } from "./resolvers/organization-disclosure-resolver.ts";
import { OrganizationResolver } from "./resolvers/organization-resolver.ts";
import { OwnRecordsResolver } from "./resolvers/own-records-resolver.ts";
import { PersonResolver } from "./resolvers/person-resolver.ts";
import { ProfessionalResolver, TrainingRegistrationResolver } from "./resolvers/professional-resolver.ts";
import { ProxyAuthorityResolver } from "./resolvers/proxy-authority-resolver.ts";
import { ReferentMandateResolver } from "./resolvers/referent-mandate-resolver.ts";
import { RestrictionResolver } from "./resolvers/restriction-resolver.ts";
import { ViewerResolver } from "./resolvers/viewer-resolver.ts";
import { addRoutes } from "./routes.ts";
import { keepMail } from "./services/keep-mail.ts";
import { receiveMandateEnded, receiveMandateGiven } from "./services/receive-mandate-event.ts";
import { receivePrescriptionAddressed } from "./services/receive-prescription-addressed.ts";
import { receiveWork } from "./services/receive-work.ts";

const NAME = "consent";
/** The subgraphs that may ask for decisions; each vouches for itself alone. */
const ASKING_SUBGRAPHS = ["social-services", "health-access", "employment-contracts", "resource-directory"];
/** Those that keep records about people. */
const SOURCES_OF_PEOPLE = ["social-services", "health-access", "employment-contracts"];

/** The registry: who is who, what each person consents to, every decision and its log, and what waits for whom. */
export const createConsent = (settings: RegistrySettings = {}): SubgraphParts<ConsentContext> => ({
  ...registry,
  createContext: (base) => createContext(base, settings),
  addRoutes: (service, runtime) => {
    addRoutes(service, runtime, ASKING_SUBGRAPHS);
    addLedgerRoutes(service, runtime, settings.ledgerKey);
    if (!settings.mail) return;
    const keeping = keepMail(() => runtime.orm.em.fork(), settings.mail, runtime.logger);
    service.addHook("onClose", () => keeping.stop());
  },
});

const registry: SubgraphParts<ConsentContext> = {
  name: NAME,
  schema: createSubgraphSchema({
    resolvers: [
      AccompanimentResolver,
      AccompanimentInvitationResolver,
      OrganizationResolver,
      ConsentResolver,
      ConsentFhirResolver,
      ConsentReceiptResolver,
      ConsentChangeResolver,
      ConsentGrantResolver,
      ErasureResolver,
      OrganizationDisclosureResolver,
      DigestResolver,
      InboxItemResolver,
      InboxResolver,
      OwnRecordsResolver,
      ConsentEvidenceResolver,
      NoticeResolver,
      ProxyAuthorityResolver,
      PersonResolver,
      DataSharingAgreementResolver,
      DisclosureResolver,
      DisclosureFhirResolver,
      ProfessionalResolver,
      TrainingRegistrationResolver,
      ReferentMandateResolver,
      RestrictionResolver,
      RestrictionFhirResolver,
      ViewerResolver,
    ],
    orphanedTypes: [ReferentMandate, TrainingRegistration],
    directives: protectionDirectives,
    references: {
      Person: { __resolveReference: ({ id }: { id: string }, { people }: ConsentContext) => people.load(id) },
      Organization: {
        __resolveReference: ({ id }: { id: string }, { organizations }: ConsentContext) => organizations.load(id),
      },
      Professional: {
        __resolveReference: ({ id }: { id: string }, { professionals }: ConsentContext) => professionals.load(id),
      },
      Consent: { __resolveReference: ({ id }: { id: string }, { consents }: ConsentContext) => consents.load(id) },
      ConsentGrant: { __resolveReference: ({ id }: { id: string }, { grants }: ConsentContext) => grants.load(id) },
    },
  }),
  database: {
    entities,
    migrations: [
      Migration20261123_registry,
      Migration20261126_budgets,
      Migration20261126_ledger,
      Migration20261127_person_epoch,
      Migration20261128_consent_states,
      Migration20261128_restrictions,
      Migration20261128_organization_contact,
      Migration20261128_erasure_request,
      Migration20261128_erasure_outcome,
      Migration20261129_material_notices,
      Migration20261129_proxy_authorities,
      Migration20261130_consent_evidence,
      Migration20261201_disclosure_search,
      Migration20261208_membership,
      Migration20261209_inbox,
      Migration20261212_membership_volets,
      Migration20261214_territories,
    ],
  },
  protection,
  decisionPoint: NAME,
  isInternalReadAllowed,
  createContext: (base) => createContext(base, {}),
  createDecide:
    ({ orm }, viewer, requestId) =>
    async (requests) =>
      viewer
        ? decide(orm.em.fork(), { viewer, askedBy: NAME, requestId }, requests)
        : { permitted: requests.map(() => false), grounds: [] },
  beforeAnswer: outlastFences,
  subscribers: {
    "erasure.requested": [NAME, ...SOURCES_OF_PEOPLE],
    "accompaniment.ended": ["social-services"],
  },
  consumers: {
    "erasure.requested": eraseOnRequest(erasePerson),
    "prescription.addressed": receivePrescriptionAddressed,
    "mandate.given": receiveMandateGiven,
    "mandate.ended": receiveMandateEnded,
    [WORK_STATED]: receiveWork,
  },
};

export const consent = createConsent();
