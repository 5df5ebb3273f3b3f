import { createHash } from "node:crypto";
import type { Day } from "./calendar.ts";
import type { ContractKind } from "./contract-kind.ts";
import type { Terms } from "./terms.ts";
import type { VersionKind } from "./version-kind.ts";

interface TextParts {
  readonly contract: { readonly id: string; readonly kind: ContractKind; readonly startsOn: Day };
  readonly number: number;
  readonly kind: VersionKind;
  readonly effectiveOn: Day;
  readonly terms: Terms;
  /** What the organisation calls this type of contract; null where it uses the name of the law. */
  readonly localName: string | null;
}

const titles: Readonly<Record<ContractKind, string>> = {
  CONTRAT_ENGAGEMENT: "Contrat d’engagement",
  CER: "Contrat d’engagements réciproques (CER)",
  PPAE: "Projet personnalisé d’accès à l’emploi (PPAE)",
  CEJ: "Contrat d’engagement jeune (CEJ)",
  PACEA: "Parcours contractualisé d’accompagnement vers l’emploi et l’autonomie (PACEA)",
};
const subtitles: Readonly<Record<VersionKind, string>> = {
  INITIAL: "Premiers engagements",
  AMENDMENT: "Avenant",
  RENEWAL: "Renouvellement",
};

/**
 * A version of a contract as plain text to print and sign, in French, one fact a line. It is written once, when the
 * version is recorded, and kept: a later wording changes no text that somebody signed. It names the contract by its
 * identifier and nobody by name. White space inside a line is made one space, so that no commitment looks like two.
 */
export function contractText({ contract, number, kind, effectiveOn, terms, localName }: TextParts): string {
  const title = titles[contract.kind];
  const lines = [
    localName === null ? title : `${oneLine(localName)} – ${title}`,
    `Référence : ${contract.id}`,
    `Version ${number} – ${subtitles[kind]}`,
    `Du ${french(contract.startsOn)} au ${french(terms.endsOn)}`,
    `Applicable à partir du ${french(effectiveOn)}`,
    ...(terms.weeklyHours === null ? [] : [hoursLine(terms.weeklyHours, terms.isHoursAdjusted)]),
    "Engagements :",
    ...terms.commitments.map((commitment, index) => `${index + 1}. ${oneLine(commitment)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** SHA-256 of a text in UTF-8, hexadecimal: what each party signs. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const hoursLine = (hours: number, isAdjusted: boolean) =>
  `Activité : ${String(hours).replace(".", ",")} h par semaine${isAdjusted ? ", durée aménagée" : ""}`;
const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
const french = (day: Day) => day.split("-").reverse().join("/");
