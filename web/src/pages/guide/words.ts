import { defineWords } from "../../i18n/words.ts";

export const guideWords = defineWords({
  title: ["The guide", "Le guide"],
  open: ["Open: {area}", "Ouvrir : {area}"],
});
