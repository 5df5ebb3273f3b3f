import { ErasureOutcome } from "../../../kit/erasure-outcome.ts";
import { ReceivedEvent } from "../../../kit/received-event.ts";
import { Accompaniment } from "./accompaniment.ts";
import { AccompanimentInvitation } from "./accompaniment-invitation.ts";
import { AddressedPrescription } from "./addressed-prescription.ts";
import { Consent } from "./consent.ts";
import { ConsentEvent } from "./consent-event.ts";
import { ConsentEvidence } from "./consent-evidence.ts";
import { ConsentGrant } from "./consent-grant.ts";
import { DataSharingAgreement } from "./data-sharing-agreement.ts";
import { DecisionRecord } from "./decision-record.ts";
import { Digest } from "./digest.ts";
import { ErasureRequest } from "./erasure-request.ts";
import { HeldMandate } from "./held-mandate.ts";
import { InboxItem } from "./inbox-item.ts";
import { Membership } from "./membership.ts";
import { Notice } from "./notice.ts";
import { Organization } from "./organization.ts";
import { OrganizationArea } from "./organization-area.ts";
import { Person } from "./person.ts";
import { Professional } from "./professional.ts";
import { ProxyAuthority } from "./proxy-authority.ts";
import { Restriction } from "./restriction.ts";

/** Everything this subgraph stores and the ORM knows of. */
export const entities = [
  Accompaniment,
  AccompanimentInvitation,
  AddressedPrescription,
  Consent,
  ConsentEvent,
  ConsentEvidence,
  ConsentGrant,
  DataSharingAgreement,
  DecisionRecord,
  Digest,
  ErasureOutcome,
  ErasureRequest,
  InboxItem,
  HeldMandate,
  Membership,
  Notice,
  Organization,
  OrganizationArea,
  Person,
  Professional,
  ReceivedEvent,
  ProxyAuthority,
  Restriction,
];
