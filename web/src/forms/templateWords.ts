import { defineWords } from "../i18n/words.ts";

export const templateWords = defineWords({
  search: ["Choose a template", "Choisissez un modèle"],
  blank: ["Without a template", "Sans modèle"],
  own: ["yours", "le vôtre"],
  verified: ["verified", "vérifié"],
  unverified: ["not verified: check its macros", "non vérifié : contrôlez ses macros"],
  none: ["No template has this name.", "Aucun modèle ne porte ce nom."],
  picked: ["Template: {name}", "Modèle : {name}"],
  again: ["Choose another template", "Choisir un autre modèle"],
  save: ["Save as template", "Enregistrer comme modèle"],
  "save.title": ["A template of your own", "Un modèle à vous"],
  "save.hint": [
    "It holds what is in the form now, saved or not, but neither name, labels nor key. New sources and networks can begin with it.",
    "Il garde ce que contient le formulaire, enregistré ou non, mais ni le nom, ni les étiquettes, ni la clé. De nouvelles sources et de nouveaux réseaux peuvent en partir.",
  ],
  name: ["Name of the template", "Nom du modèle"],
  /* Not the name alone: it would take the place of the preset that is called so. */
  "name.first": ["{name}, ours", "{name}, le nôtre"],
  notes: ["What its user should know", "Ce que son utilisateur doit savoir"],
  make: ["Save the template", "Enregistrer le modèle"],
  made: ["Template saved: {name}", "Modèle enregistré : {name}"],
  cancel: ["Cancel", "Annuler"],
  close: ["Close", "Fermer"],
});
