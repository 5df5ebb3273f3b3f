import type { SupportActKind, SupportOutcome } from "../../subgraphs/health-access/policies/support-words.ts";
import type { ActivityReport } from "./activity-report.ts";

/** One line as a funder reads it, in French; null where it counts no such thing. */
export interface ReportLine {
  readonly section: string;
  readonly label: string;
  readonly count: number | null;
  readonly hours: number | null;
  /** Hours on the way, where they are told apart. */
  readonly travelHours: number | null;
}

const kinds: Readonly<Record<SupportActKind, string>> = {
  PROPOSAL: "Propositions d’accompagnement",
  FIRST_INTERVIEW: "Premiers entretiens",
  INTERVIEW: "Entretiens",
  RIGHTS_OPENING: "Démarches d’accès aux droits",
  ACCOMPANIED_APPOINTMENT: "Accompagnements physiques",
  HOME_VISIT: "Visites à domicile",
  EXTERNAL_INTERVIEW: "Entretiens à l’extérieur",
  PHONE_CALL: "Appels téléphoniques",
  MEDIATION: "Médiations",
  GROUP_WORKSHOP: "Ateliers collectifs",
  TEAM_MEETING: "Réunions de l’équipe sur une situation",
};

const outcomes: Readonly<Record<SupportOutcome, string>> = {
  GOALS_REACHED: "dont objectifs atteints",
  GOALS_PARTLY_REACHED: "dont objectifs atteints en partie",
  HANDED_ON: "dont relais passé à d’autres",
  PERSON_STOPPED: "dont arrêt à la demande de la personne",
  NEVER_CAME: "dont personne jamais venue",
};

/** The lines of a report, in the order in which a funder reads them. */
export function reportLinesOf(report: ActivityReport): ReportLine[] {
  const { time, supervision, satisfaction } = report;
  return [
    ...section("Propositions et orientations", [
      ["Propositions d’accompagnement", report.proposals, time.proposals.hours],
      ["Personnes orientées", report.oriented],
    ]),
    ...section("Accompagnements", [
      ["Accompagnements en cours au début de la période", report.carriedOver],
      ["Nouveaux accompagnements", report.opened],
      ["Accompagnements suivis", report.followed, time.followUp.hours],
      ["Accompagnements terminés", report.ended],
      ...report.outcomes.map(({ outcome, supports }): Cells => [outcomes[outcome], supports]),
    ]),
    ...section(
      "Actes",
      report.acts.map(({ kind, count, held, travel }): Cells => [kinds[kind], count, held.hours, travel.hours]),
    ),
    ...section(
      "Réunions de réseau",
      report.network.flatMap(({ sector, meetings, months, time: spent }): Cells[] => [
        [`${sector.label} : réunions`, meetings, spent.hours],
        [`${sector.label} : mois avec une réunion au moins`, months],
      ]),
    ),
    ...section("Supervision", [
      ["Séances", supervision.sessions, supervision.time.hours],
      ["Mois avec une séance au moins", supervision.months],
      ["Professionnels présents à une séance au moins", supervision.professionals],
    ]),
    ...section("Satisfaction", [
      ["Réponses", satisfaction.answers],
      ["Très satisfaits", satisfaction.verySatisfied],
      ["Satisfaits", satisfaction.satisfied],
      ["Insatisfaits", satisfaction.dissatisfied],
      ["Très insatisfaits", satisfaction.veryDissatisfied],
    ]),
    ...section("Temps, trajets compris", [
      ["Propositions", null, time.proposals.hours],
      ["Suivi des accompagnements", null, time.followUp.hours],
      ["Réseau", null, time.network.hours],
      ["Supervision", null, time.supervision.hours],
      ["Total", null, time.total.hours],
    ]),
  ];
}

type Cells = readonly [label: string, count: number | null, hours?: number, travelHours?: number];

const section = (name: string, lines: readonly Cells[]): ReportLine[] =>
  lines.map(([label, count, hours = null, travelHours = null]) => ({
    section: name,
    label,
    count,
    hours,
    travelHours,
  }));
