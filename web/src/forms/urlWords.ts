import { defineWords } from "../i18n/words.ts";

export const urlWords = defineWords({
  "found.none": ["Nothing to mend", "Rien à corriger"],
  "found.n": ["{n} {n|thing|things} to look at", "{n} {n|point|points} à vérifier"],
  error: ["Error", "Erreur"],
  warning: ["Warning", "Avertissement"],
  note: ["Note", "Remarque"],
  repair: ["Repair", "Corriger"],
  "repair.with": ["Repair: {text}", "Corriger : {text}"],
  "repair.remove": ["Repair: take it out", "Corriger : retirer"],
  "repair.all": ["Repair all", "Tout corriger"],
  "repair.key": ["Ctrl . in the field", "Ctrl . dans le champ"],
  repaired: ["Repaired: {text}", "Corrigé : {text}"],
  replace: ["Put your own value in the place of REPLACE.", "Mettez votre propre valeur à la place de REPLACE."],
  sample: ["For a sample visit", "Pour une visite exemple"],
  "sample.nothing": ["No URL yet: {why}", "Pas encore d’URL : {why}"],
  "sample.copy": ["the URL of a sample visit", "l’URL d’une visite exemple"],
});
