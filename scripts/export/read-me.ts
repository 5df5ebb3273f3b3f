import type { Part } from "./part.ts";

/** What the person reads first when she opens her archive. */
export const readMe = (parts: readonly Part[], now: Date): string => `Vos données, le ${day.format(now)}

Cette archive contient ce que les organismes de la passerelle conservent à votre sujet : vos droits d'accès et à la
portabilité (articles 15 et 20 du RGPD). Gardez-la en lieu sûr : elle parle de vous, et de votre santé.

Ce qu'elle contient
${parts.map(line).join("\n")}

Comment la lire
- Les fichiers du dossier « donnees » sont du JSON : du texte, que tout logiciel sait lire. Chaque enregistrement dit de
  quelle sorte il est (kind), et ce qu'il contient (content).
- « consultations.json » dit, en une phrase chacune (sentence), qui a demandé vos informations, pourquoi, et si elles ont
  été montrées.
- Le dossier « recus » contient la preuve signée de chaque consentement que vous avez donné ; « notices », les textes qui
  vous ont été montrés.
- « manifeste.json » donne l'empreinte SHA-256 de chaque fichier : on peut vérifier que rien n'a été changé.

Ce qu'elle ne contient pas
- Les noms des professionnels, sauf là où la passerelle vous les montre, et ce qui concerne d'autres personnes.
- Vos propres consultations de vos informations.

Vous pouvez demander la rectification ou l'effacement de vos données à l'organisme qui les détient. Si la réponse ne vous
convient pas, vous pouvez saisir la CNIL (www.cnil.fr).
`;

const day = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" });

function line({ title, missing, records }: Part): string {
  if (missing === null) return `- ${title} : ${records} enregistrement${records > 1 ? "s" : ""}`;
  const kept = records > 0 ? ` ; les ${records} premiers enregistrements sont là` : "";
  return `- ${title} : INCOMPLET, cette partie n'a pas pu répondre (${missing})${kept}. Recommencez plus tard.`;
}
