import type { DataCategory, Purpose, Role } from "../../protection.ts";
import type { DecisionReason } from "./decision-reasons.ts";
import { categoryWords, purposeWords, reasonWords, roleWords } from "./disclosure-words.ts";

/** One line of the log with the names it needs. */
export interface Told {
  readonly decidedAt: Date;
  readonly actorRoles: readonly string[];
  readonly category: string;
  readonly purpose: string;
  readonly operation: string;
  readonly isPermitted: boolean;
  readonly reason: string;
  /** Names of organisations: that of who asked, that of who holds the data. */
  readonly asker: string | null;
  readonly holder: string | null;
  /** Names of the organisations that would receive them. */
  readonly receivers: readonly string[];
}

const day = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "Europe/Paris" });
const time = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" });

/** Says in plain French who asked for what, of whom, why, and whether it was shown: one line of the log, for the person. */
export function tellDisclosure(told: Told): string {
  const category = categoryWords[told.category as DataCategory];
  const purpose = purposeWords[told.purpose as Purpose];
  const holder = told.holder && told.holder !== told.asker ? ` (informations détenues par : ${told.holder})` : "";
  const asked = `${who(told)} ${act(told)} ${category}${holder}${receivers(told)}, ${purpose}.`;
  const outcome = told.isPermitted ? "" : " Cela n'a pas été montré.";
  return `Le ${day.format(told.decidedAt)} à ${time.format(told.decidedAt)}, ${asked}${outcome} ${reasonWords[told.reason as DecisionReason]}`;
}

function who({ actorRoles, asker, reason }: Told): string {
  if (reason === ("SELF" satisfies DecisionReason)) return "vous-même";
  if (reason === ("PROXY" satisfies DecisionReason)) return "la personne qui vous représente";
  const [role] = actorRoles;
  const office = role === undefined ? "quelqu'un" : roleWords[role as Role];
  return asker === null ? office : `${office} (${asker})`;
}

const receivers = ({ receivers, asker }: Told): string => {
  const others = receivers.filter((name) => name !== asker);
  return others.length === 0 ? "" : ` à ${others.join(", ")}`;
};

const act = ({ isPermitted, operation, reason }: Told): string => {
  if (reason === ("SELF" satisfies DecisionReason)) return "avez consulté";
  if (operation === "INTEGRATE")
    return isPermitted ? "a repris dans un contrat" : "a demandé à reprendre dans un contrat";
  if (operation === "NOTIFY") return isPermitted ? "a transmis" : "a demandé à transmettre";
  return isPermitted ? "a vu" : "a demandé à voir";
};
