import { defineWords } from "../../i18n/words.ts";

export const flowWords = defineWords({
  new: ["New flow", "Nouveau flux"],
  name: ["Name", "Nom"],
  hint: ["Paths and rules that several campaigns share.", "Des chemins et des règles que plusieurs campagnes partagent."],
});
