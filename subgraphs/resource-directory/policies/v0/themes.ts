/**
 * Themes of the abandoned v0 vocabulary with the v1 theme that means the same or contains it; themes that v1 kept are
 * not listed. What is missing here has no v1 equivalent: bare categories (v1 wants a theme), and themes v1 gave up.
 */
export const themesFromV0: Readonly<Record<string, string>> = {
  "acces-aux-droits-et-citoyennete--accompagnement-dans-les-demarches-administratives":
    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
  "acces-aux-droits-et-citoyennete--accompagnement-juridique":
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
  "acces-aux-droits-et-citoyennete--connaitre-ses-droits":
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
  "acces-aux-droits-et-citoyennete--demandeurs-dasile-et-naturalisation":
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete",
  "acces-aux-droits-et-citoyennete--faciliter-laction-citoyenne": "remobilisation--benevolat-action-citoyenne",
  "apprendre-francais--accompagnement-insertion-pro": "lecture-ecriture-calcul--maitriser-le-francais",
  "apprendre-francais--communiquer-vie-tous-les-jours": "lecture-ecriture-calcul--maitriser-le-francais",
  "creation-activite--definir-son-projet-de-creation-dentreprise":
    "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
  "creation-activite--developper-son-entreprise": "creer-une-entreprise--developper-son-entreprise",
  "creation-activite--financer-son-projet": "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
  "creation-activite--reseautage-pour-createurs-dentreprise": "creer-une-entreprise--developper-son-entreprise",
  "creation-activite--structurer-son-projet-de-creation-dentreprise":
    "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
  "famille--accompagnement-femme-enceinte-bebe-jeune-enfant": "famille--soutien-a-la-parentalite-et-a-leducation",
  "famille--information-et-accompagnement-des-parents": "famille--soutien-a-la-parentalite-et-a-leducation",
  "famille--soutien-a-la-parentalite": "famille--soutien-a-la-parentalite-et-a-leducation",
  "famille--soutien-aux-familles": "famille--soutien-a-la-parentalite-et-a-leducation",
  "famille--violences-intrafamiliales": "famille--surmonter-conflits-separation-violence",
  "gestion-financiere--apprendre-a-gerer-son-budget": "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
  "gestion-financiere--obtenir-une-aide-alimentaire": "equipement-et-alimentation--alimentation",
  "handicap--aide-a-la-personne": "famille--prise-en-charge-personne-dependante",
  "handicap--faire-reconnaitre-un-handicap": "sante--constituer-un-dossier-mdph-invalidite",
  "handicap--favoriser-le-retour-et-le-maintien-dans-lemploi": "trouver-un-emploi--maintien-dans-lemploi",
  "handicap--adaptation-au-poste-de-travail": "trouver-un-emploi--maintien-dans-lemploi",
  "illettrisme--accompagner-scolarite": "famille--soutien-a-la-parentalite-et-a-leducation",
  "illettrisme--info-acquisition-connaissances": "lecture-ecriture-calcul--maitriser-le-francais",
  "illettrisme--surmonter-trouble-apprentissage": "lecture-ecriture-calcul--maitriser-le-francais",
  "illettrisme--trouver-emploi-formation": "lecture-ecriture-calcul--maitriser-le-francais",
  "illettrisme--utiliser-numerique": "numerique--maitriser-les-fondamentaux-du-numerique",
  "logement-hebergement--besoin-dadapter-mon-logement": "logement-hebergement--se-maintenir-dans-le-logement",
  "handicap--adapter-son-logement": "logement-hebergement--se-maintenir-dans-le-logement",
  "logement-hebergement--connaissance-de-ses-droits-et-interlocuteurs":
    "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement",
  "logement-hebergement--demenagement": "logement-hebergement--changer-de-logement",
  "logement-hebergement--etre-accompagne-dans-son-projet-accession": "logement-hebergement--acheter-un-logement",
  "logement-hebergement--etre-accompagne-en cas-de-difficultes-financieres":
    "logement-hebergement--reduire-les-impayes-de-loyer",
  "logement-hebergement--etre-accompagne-pour-se-loger": "logement-hebergement--louer-un-logement",
  "logement-hebergement--mal-loges-sans-logis": "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
  "logement-hebergement--probleme-avec-son-logement": "logement-hebergement--se-maintenir-dans-le-logement",
  "mobilite--acheter-un-vehicule-motorise": "mobilite--acceder-a-un-vehicule",
  "mobilite--acheter-un-velo": "mobilite--mobilite-douce-partagee-collective",
  "mobilite--aides-a-la-reprise-demploi-ou-a-la-formation": "mobilite--financer-ma-mobilite",
  "mobilite--apprendre-a-utiliser-un-deux-roues": "mobilite--mobilite-douce-partagee-collective",
  "mobilite--comprendre-et-utiliser-les-transports-en-commun": "mobilite--mobilite-douce-partagee-collective",
  "mobilite--financer-mon-projet-mobilite": "mobilite--financer-ma-mobilite",
  "mobilite--louer-un-vehicule": "mobilite--acceder-a-un-vehicule",
  "mobilite--preparer-son-permis-de-conduire-se-reentrainer-a-la-conduite": "mobilite--preparer-un-permis",
  "numerique--acceder-a-du-materiel": "numerique--acquerir-un-equipement",
  "numerique--accompagner-les-demarches-de-sante": "numerique--acceder-a-des-services-en-ligne",
  "numerique--approfondir-ma-culture-numerique": "numerique--maitriser-les-fondamentaux-du-numerique",
  "numerique--devenir-autonome-dans-les-demarches-administratives": "numerique--acceder-a-des-services-en-ligne",
  "numerique--prendre-en-main-un-ordinateur": "numerique--maitriser-les-fondamentaux-du-numerique",
  "numerique--prendre-en-main-un-smartphone-ou-une-tablette": "numerique--maitriser-les-fondamentaux-du-numerique",
  "numerique--realiser-des-demarches-administratives-avec-un-accompagnement":
    "numerique--acceder-a-des-services-en-ligne",
  "numerique--s-equiper-en-materiel-informatique": "numerique--acquerir-un-equipement",
  "numerique--utiliser-le-numerique-au-quotidien": "numerique--maitriser-les-fondamentaux-du-numerique",
  "remobilisation--bien-etre": "remobilisation--bien-etre-confiance-en-soi",
  "remobilisation--decouvrir-son-potentiel-via-le-sport-et-la-culture":
    "remobilisation--activites-sportives-et-culturelles",
  "remobilisation--discrimination":
    "difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination",
  "remobilisation--identifier-ses-competences-et-aptitudes":
    "choisir-un-metier--identifier-ses-points-forts-et-ses-competences",
  "remobilisation--participer-a-des-actions-solidaires-ou-de-benevolat": "remobilisation--benevolat-action-citoyenne",
  "remobilisation--restaurer-sa-confiance-son-image-de-soi": "remobilisation--bien-etre-confiance-en-soi",
  "sante--accompagnement-de-la-femme-enceinte-du-bebe-et-du-jeune-enfant": "sante--acces-aux-soins",
  "sante--accompagner-les-traumatismes": "sante--sante-mentale",
  "sante--bien-etre-psychologique": "sante--sante-mentale",
  "sante--faire-face-a-une-situation-daddiction": "sante--addictions",
  "sante--obtenir-la-prise-en-charge-de-frais-medicaux": "sante--acces-aux-soins",
  "sante--prevention-et-acces-aux-soins": "sante--acces-aux-soins",
  "sante--vie-relationnelle-et-affective": "sante--sante-sexuelle",
};
