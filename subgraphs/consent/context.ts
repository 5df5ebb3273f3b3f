import type { KeyObject } from "node:crypto";
import type DataLoader from "dataloader";
import { loadByKey, loadManyByKey } from "../../kit/load-by-key.ts";
import type { RequestContext } from "../../kit/subgraph.ts";
import type { Accompaniment } from "./entities/accompaniment.ts";
import type { Consent } from "./entities/consent.ts";
import type { ConsentEvidence } from "./entities/consent-evidence.ts";
import type { ConsentGrant } from "./entities/consent-grant.ts";
import type { Membership } from "./entities/membership.ts";
import type { Notice } from "./entities/notice.ts";
import type { Organization } from "./entities/organization.ts";
import type { OrganizationArea } from "./entities/organization-area.ts";
import type { Person } from "./entities/person.ts";
import type { Professional } from "./entities/professional.ts";
import type { ProxyAuthority } from "./entities/proxy-authority.ts";
import type { TerritoryRecord } from "./entities/territory-record.ts";
import type { MailSettings } from "./policies/mail-settings.ts";
import { findAccompaniments } from "./repositories/accompaniments.ts";
import { findConsents, findConsentsOfPeople, findGrants, findGrantsOfConsents } from "./repositories/consents.ts";
import { findEvidence } from "./repositories/evidence.ts";
import { findRead } from "./repositories/inbox.ts";
import { findNotices, findNoticesInForce } from "./repositories/notices.ts";
import { findOrganizations, findPeople } from "./repositories/people.ts";
import { findMemberships, findProfessionals, findProfessionalsOf } from "./repositories/professionals.ts";
import { findAuthorities, findAuthoritiesOver } from "./repositories/proxy-authorities.ts";
import { loadReceiptKey } from "./repositories/receipt-key.ts";
import { findStandings, type Standing } from "./repositories/standings.ts";
import { findAreas, findTerritoryRecords } from "./repositories/territories.ts";

/** What the operator of the registry settles. */
export interface RegistrySettings {
  /** Ed25519 in PKCS#8 PEM, the operator's own; without it the registry makes one and keeps it in its database. */
  readonly ledgerKey?: string | undefined;
  /** Without it no mail leaves the hub, and nobody can ask for any. */
  readonly mail?: MailSettings | undefined;
}

export interface ConsentContext extends RequestContext {
  readonly people: DataLoader<string, Person | null>;
  readonly organizations: DataLoader<string, Organization | null>;
  readonly areasOfOrganization: DataLoader<string, OrganizationArea[]>;
  readonly territoryRecordsOfOrganization: DataLoader<string, TerritoryRecord[]>;
  readonly accompanimentsOfPerson: DataLoader<string, Accompaniment[]>;
  readonly standingOfAccompaniment: DataLoader<string, Standing | null>;
  readonly professionals: DataLoader<string, Professional | null>;
  readonly professionalsByAccount: DataLoader<string, Professional | null>;
  readonly membershipsOfProfessional: DataLoader<string, Membership[]>;
  readonly notices: DataLoader<string, Notice | null>;
  /** By language. */
  readonly noticesInForce: DataLoader<string, Notice | null>;
  readonly consents: DataLoader<string, Consent | null>;
  readonly consentsOfPerson: DataLoader<string, Consent[]>;
  readonly grants: DataLoader<string, ConsentGrant | null>;
  readonly grantsOfConsent: DataLoader<string, ConsentGrant[]>;
  /** The key that signs receipts, read once a request. */
  readonly receiptKey: () => Promise<KeyObject>;
  readonly evidenceOfConsent: DataLoader<string, ConsentEvidence[]>;
  /** By item of the viewer's inbox; null while she has not read it. */
  readonly inboxReadings: DataLoader<string, { item: string } | null>;
  /** How mail leaves the hub, when it does. */
  readonly mail: MailSettings | undefined;
  readonly authorities: DataLoader<string, ProxyAuthority | null>;
  readonly authoritiesOverPerson: DataLoader<string, ProxyAuthority[]>;
}

/** Loaders of one request, each opened in the viewer's name. `ledgerKey` is the operator's own key, in PEM, if there is one. */
export function createContext(base: RequestContext, { ledgerKey, mail }: RegistrySettings): ConsentContext {
  const { em, viewer } = base;
  let receiptKey: Promise<KeyObject> | undefined;
  const inTheirName =
    <Row>(find: (viewer: NonNullable<typeof base.viewer>, ids: string[]) => Promise<Row[]>) =>
    async (ids: string[]) =>
      viewer ? find(viewer, ids) : [];
  return {
    ...base,
    mail,
    people: loadByKey(
      (ids) => findPeople(em, ids),
      ({ id }) => id,
    ),
    organizations: loadByKey(
      (ids) => findOrganizations(em, ids),
      ({ id }) => id,
    ),
    areasOfOrganization: loadManyByKey(
      (ids) => findAreas(em, ids),
      ({ organizationId }) => organizationId,
    ),
    territoryRecordsOfOrganization: loadManyByKey(
      (ids) => findTerritoryRecords(em, ids),
      ({ organizationId }) => organizationId,
    ),
    accompanimentsOfPerson: loadManyByKey(
      (ids) => findAccompaniments(em, ids),
      ({ personId }) => personId,
    ),
    standingOfAccompaniment: loadByKey(
      (ids) => findStandings(em, ids),
      ({ id }) => id,
    ),
    professionalsByAccount: loadByKey(
      (subjects) => findProfessionalsOf(em, subjects),
      ({ subject }) => subject,
      (subject): subject is string => typeof subject === "string",
    ),
    professionals: loadByKey(
      (ids) => findProfessionals(em, ids),
      ({ id }) => id,
    ),
    membershipsOfProfessional: loadManyByKey(
      (ids) => findMemberships(em, ids),
      ({ professionalId }) => professionalId,
    ),
    notices: loadByKey(
      (ids) => findNotices(em, ids),
      ({ id }) => id,
    ),
    noticesInForce: loadByKey(
      (languages) => findNoticesInForce(em, languages),
      ({ language }) => language,
      (language) => typeof language === "string",
    ),
    consents: loadByKey(
      inTheirName((who, ids) => findConsents(em, who, ids)),
      ({ id }) => id,
    ),
    consentsOfPerson: loadManyByKey(
      inTheirName((who, ids) => findConsentsOfPeople(em, who, ids)),
      ({ personId }) => personId,
    ),
    grants: loadByKey(
      inTheirName((who, ids) => findGrants(em, who, ids)),
      ({ id }) => id,
    ),
    grantsOfConsent: loadManyByKey(
      (ids) => findGrantsOfConsents(em, ids),
      ({ consentId }) => consentId,
    ),
    receiptKey: () => {
      receiptKey ??= loadReceiptKey(em, ledgerKey);
      return receiptKey;
    },
    evidenceOfConsent: loadManyByKey(
      (ids) => findEvidence(em, ids),
      ({ consentId }) => consentId,
    ),
    inboxReadings: loadByKey(
      inTheirName((who, ids) => findRead(em, who, ids)),
      ({ item }) => item,
    ),
    authorities: loadByKey(
      inTheirName((who, ids) => findAuthorities(em, who, ids)),
      ({ id }) => id,
    ),
    authoritiesOverPerson: loadManyByKey(
      inTheirName((who, ids) => findAuthoritiesOver(em, who, ids)),
      ({ personId }) => personId,
    ),
  };
}
