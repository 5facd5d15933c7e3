import { defineWords } from "../i18n/words.ts";

export const formWords = defineWords({
  save: ["Save", "Enregistrer"],
  create: ["Create", "Créer"],
  cancel: ["Cancel", "Annuler"],
  close: ["Close", "Fermer"],
  saved: ["Saved: {name}", "Enregistré : {name}"],
  "saved.not.live": ["Saved: {name}. The clicks' side has not confirmed it yet.", "Enregistré : {name}. Le côté des clics ne l’a pas encore confirmé."],
  aside: ["What comes of it", "Ce qui en résulte"],
  copy: ["Copy", "Copier"],
  copied: ["Copied", "Copié"],
  none: ["None", "Aucun"],
  "search.none": ["Nothing found", "Rien trouvé"],
  "changed.meanwhile": ["It was changed meanwhile: close and open it again.", "Modifié entre-temps : fermez puis rouvrez."],
});
