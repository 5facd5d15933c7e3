import { defineWords } from "../i18n/words.ts";

export const templateWords = defineWords({
  search: ["Choose a template", "Choisissez un modèle"],
  blank: ["Without a template", "Sans modèle"],
  own: ["yours", "le vôtre"],
  verified: ["verified", "vérifié"],
  unverified: ["not verified: check its macros", "non vérifié : contrôlez ses macros"],
  none: ["No template has this name.", "Aucun modèle ne porte ce nom."],
});
