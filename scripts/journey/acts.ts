import { randomUUID } from "node:crypto";
import { organizations } from "../development/world.ts";
import { inMonths, type Story, today } from "./story.ts";

/** The plan Claire builds: two goals, three steps and a constraint. */
export const planOf = (healthSupport: string) => ({
  healthSupport,
  goals: [
    {
      label: "ACCESS_RIGHTS_AND_CARE",
      steps: [
        { label: "TREATING_DOCTOR", startsOn: today(), endsOn: inMonths(1), weeklyHours: 1 },
        { label: "PSYCHOLOGICAL_FOLLOW_UP", startsOn: today(), endsOn: inMonths(3), weeklyHours: 2 },
      ],
    },
    {
      label: "RETURN_TO_ACTIVITY",
      steps: [{ label: "COLLECTIVE_WORKSHOP", startsOn: today(), endsOn: inMonths(2), weeklyHours: 3 }],
    },
  ],
  constraints: [{ label: "ADJUSTED_SCHEDULE", startsOn: today(), endsOn: inMonths(3) }],
});

/** The consent she offers: one recipient, one purpose, one category, that exact text, six months. */
export const consentFor = ({ person, extract }: Story) => ({
  requestKey: randomUUID(),
  person: person.id,
  notAfter: `${inMonths(6)}T00:00:00Z`,
  grants: [
    {
      recipient: organizations.insertionDoubs,
      purpose: "CONTRACT_INTEGRATION",
      category: "EMPLOYMENT_EXTRACT",
      operations: ["READ", "INTEGRATE", "NOTIFY"],
      resource: extract.id,
      contentHash: extract.contentHash,
    },
  ],
});

/** The mutation that sends the extract to Karim's service. */
export const transmit = ({ extract }: Story) =>
  `mutation { transmitPlanExtract(input: { planExtract: "${extract.id}", recipientOrganization: "${organizations.insertionDoubs}" }) { planTransmission { sentAt } userErrors { code message } } }`;

/** The mutation that links it to the person's contract. */
export const link = ({ person, extract }: Story) =>
  `mutation { linkPlanExtract(input: { contract: "${person.contract}", planExtract: "${extract.id}", contentHash: "${extract.contentHash}" }) { employmentContract { kind } userErrors { code message } } }`;
