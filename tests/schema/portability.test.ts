import { describe, expect, test } from "@jest/globals";
import { openDatabase } from "../../kit/database.ts";
import { type Portability, portableEntities } from "../../kit/portable-records.ts";
import { portability as consent } from "../../subgraphs/consent/policies/portability.ts";
import { portability as employmentContracts } from "../../subgraphs/employment-contracts/policies/portability.ts";
import { portability as healthAccess } from "../../subgraphs/health-access/policies/portability.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { portability as socialServices } from "../../subgraphs/social-services/policies/portability.ts";

const declared: Readonly<Record<string, Portability>> = {
  consent,
  "social-services": socialServices,
  "health-access": healthAccess,
  "employment-contracts": employmentContracts,
};

/** What is about no person accompanied; a new entity is about one unless it stands here. */
const impersonal = new Set([
  "CancelledActivityRecord",
  "ContractType",
  "Convention",
  "ConventionFunding",
  "ConventionTarget",
  "DataSharingAgreement",
  "Digest",
  "IdempotencyKey",
  "Membership",
  "MobileRound",
  "NetworkMeeting",
  "Notice",
  "Organization",
  "OrganizationArea",
  "Professional",
  "ReceivedEvent",
  "RoundSeries",
  "RoundStop",
  "TrainingRegistration",
  "TrainingSession",
  "WorkshopSession",
  "ReceivingCapacity",
  "RuptureThresholds",
  "SatisfactionCollection",
  "Sector",
  "SupervisionSession",
  "RetentionRun",
  "RetentionSetting",
]);

/** Named like an account of somebody else: her own, the name of a subgraph, and words of closed lists. */
const notAccounts = new Set([
  "Person.subject",
  "DecisionRecord.askedBy",
  "Appointment.accompaniedBy",
  "Appointment.cancelledBy",
  "AppointmentChange.cancelledBy",
]);

describe.each(Object.entries(declared))("what is exported of %s", (name, portability) => {
  const parts = subgraphs.find((one) => one.name === name)!;
  /** The entities alone: nothing is connected to. */
  const opened = () => openDatabase({ ...parts.database, url: "postgresql://nobody@127.0.0.1:1/nothing" });

  test("is every entity but those about no person", async () => {
    const orm = await opened();
    const all = [...orm.em.getMetadata().getAll().values()].map(({ className }) => className);
    const exported = portableEntities(orm.em, portability).map(({ className }) => className);
    expect(all.filter((one) => !exported.includes(one) && !impersonal.has(one))).toEqual([]);
    expect(exported.filter((one) => impersonal.has(one))).toEqual([]);
  });

  test("withholds each account of a professional, and nothing that is not there", async () => {
    const orm = await opened();
    const properties = portableEntities(orm.em, portability).flatMap(({ className, props }) =>
      props.map((prop) => `${className}.${prop.name}`),
    );
    const accounts = properties.filter((one) => /(subject|By)$/i.test(one) && !notAccounts.has(one));
    expect(Object.keys(portability.withheld).sort()).toEqual(accounts.sort());
  });
});

test("every subgraph says what it exports, but the directory", () => {
  expect(subgraphs.map(({ name }) => name).sort()).toEqual([...Object.keys(declared), "resource-directory"].sort());
});

test("the directory keeps nothing about a person accompanied", async () => {
  const { database } = subgraphs.find(({ name }) => name === "resource-directory")!;
  const orm = await openDatabase({ ...database, url: "postgresql://nobody@127.0.0.1:1/nothing" });
  const props = [...orm.em.getMetadata().getAll().values()].flatMap((entity) => entity.props.map(({ name }) => name));
  expect(props.filter((name) => /person/i.test(name))).toEqual([]);
});
