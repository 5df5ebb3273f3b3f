/** A message as it is sent: plain text, so that any reader shows it and nothing is loaded. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Says that something waits and where to read it. What it is, and whom it is about, is read in the hub by who may. */
export function digestMail(unread: number, hubUrl: string): Mail {
  const what = unread === 1 ? "Un élément attend" : `${unread} éléments attendent`;
  return {
    subject: "Passerelle : du nouveau vous attend",
    text: `Bonjour,

${what} votre lecture dans Passerelle. Ouvrez votre boîte pour savoir de quoi il s’agit :
${hubUrl}

Ce message ne contient aucune information sur une personne accompagnée. Pour ne plus le recevoir, arrêtez le récapitulatif dans
vos réglages (stopDigest).
`,
  };
}

/** Proves that whoever asked for digests reads the mail of the address she gave. */
export function confirmationMail(code: string, hubUrl: string): Mail {
  return {
    subject: "Passerelle : confirmez votre adresse",
    text: `Bonjour,

Quelqu’un demande à recevoir à cette adresse le récapitulatif de sa boîte Passerelle (${hubUrl}). Si c’est vous, donnez ce code à
l’application dans les trente minutes (confirmDigest) :

${code}

Sinon, ne faites rien : aucun autre message ne suivra.
`,
  };
}
