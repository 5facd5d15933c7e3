import { defineWords } from "../../i18n/words.ts";

export const pathWords = defineWords({
  path: ["Path {n}", "Chemin {n}"],
  add: ["Add a path", "Ajouter un chemin"],
  remove: ["Remove {what}", "Retirer {what}"],
  weight: ["Weight", "Poids"],
  "weight.of": ["Weight of {what}", "Poids de {what}"],
  paused: ["Paused", "En pause"],
  landers: ["Landers", "Landers"],
  "landers.add": ["Add a lander", "Ajouter un lander"],
  offers: ["Offers", "Offres"],
  "offers.add": ["Add an offer", "Ajouter une offre"],
  url: ["Or a plain URL instead of offers", "Ou une simple URL à la place des offres"],
  lander: ["Lander {n}", "Lander {n}"],
  offer: ["Offer {n}", "Offre {n}"],
});
