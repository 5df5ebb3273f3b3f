/** The notice of the development world: the four lists the law asks for, in plain French. */
export const noticeText = `Partager des informations qui vous concernent

Vous décidez. Rien n'est partagé sans votre accord. Dire non ne change rien à vos droits ni à vos aides.

Quelles informations : seulement celles des catégories indiquées dans chaque autorisation. Votre contrat ne reçoit jamais
votre plan santé, seulement l'extrait que vous avez lu. Aucun diagnostic, aucun nom de médecin.

Quels professionnels : ceux de l'organisme indiqué, dans l'exercice de leur mission, et personne d'autre.

Par quel moyen : la passerelle, qui vérifie votre accord à chaque lecture et note qui a lu quoi et quand.

Quelle protection : les données restent chez l'organisme qui les détient, les échanges sont signés et chiffrés.

Vous pouvez retirer votre accord à tout moment, sans donner de raison, en ligne ou en le disant à un professionnel. Le
partage s'arrête aussitôt. Vous pouvez voir à tout moment qui a demandé vos informations. Votre accord prend fin au plus
tard à la date indiquée.`;
