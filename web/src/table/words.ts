import { defineWords } from "../i18n/words.ts";

export const tableWords = defineWords({
  total: ["Total ({n})", "Total ({n})"],
  select: ["Select {name}", "Choisir {name}"],
  "select.all": ["Select all rows", "Choisir toutes les lignes"],
  "sort.hint": ["Sorts by it; with Shift as the second", "Trie par cette colonne ; avec Maj en second"],
  empty: ["There is nothing here.", "Il n’y a rien ici."],
  menu: ["Actions", "Actions"],
  columns: ["Columns", "Colonnes"],
});
