import { defineWords } from "../i18n/words.ts";

export const commonWords = defineWords({
  title: ["Tags, group, note", "Étiquettes, groupe, note"],
  tags: ["Tags", "Étiquettes"],
  "tags.hint": ["Found by #tag", "Se cherchent par #étiquette"],
  group: ["Group", "Groupe"],
  color: ["Colour of the name", "Couleur du nom"],
  note: ["Note", "Note"],
  red: ["Red", "Rouge"],
  orange: ["Orange", "Orange"],
  yellow: ["Yellow", "Jaune"],
  green: ["Green", "Vert"],
  blue: ["Blue", "Bleu"],
  purple: ["Purple", "Violet"],
  pink: ["Pink", "Rose"],
  gray: ["Grey", "Gris"],
});
