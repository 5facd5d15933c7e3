import { defineWords } from "../../i18n/words.ts";

export const landerWords = defineWords({
  new: ["New lander", "Nouveau lander"],
  name: ["Name", "Nom"],
  url: ["URL of the page", "URL de la page"],
  "url.hint": ["{clickid} hands the click id to the page: its buttons lead to the click URL.", "{clickid} transmet l’identifiant du clic à la page : ses boutons mènent à l’URL de clic."],
  "click.title": ["Links on the page", "Liens de la page"],
  "click.url": ["Click URL: the lander's button leads here", "URL de clic : le bouton du lander mène ici"],
  "click.url.n": ["Of the Nth offer", "De la énième offre"],
  "click.none": ["Make a campaign first: its links show the click URL.", "Créez d’abord une campagne : ses liens montrent l’URL de clic."],
});
