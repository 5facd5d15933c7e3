import { defineWords } from "../../i18n/words.ts";

export const domainWords = defineWords({
  new: ["New domain", "Nouveau domaine"],
  name: ["Host name", "Nom d’hôte"],
  "name.hint": ["A host of yours, such as trk.example.com", "Un hôte à vous, tel que trk.example.com"],
  scheme: ["Scheme of the links shown", "Schéma des liens affichés"],
  port: ["Port, when it is not the scheme’s own", "Port, s’il n’est pas celui du schéma"],
  fallback: ["Fallback URL", "URL de repli"],
  "fallback.hint": ["Where unknown paths and campaigns without traffic lead; empty: 404.", "Où mènent les chemins inconnus et les campagnes sans trafic ; vide : 404."],
  check: ["Does it lead here?", "Mène-t-il ici ?"],
  again: ["Check again", "Vérifier encore"],
  "check.later": ["Create the domain to check its DNS record.", "Créez le domaine pour vérifier son enregistrement DNS."],
  checking: ["Asking the name servers", "Interrogation des serveurs de noms"],
  ok: ["● It leads here.", "● Il mène ici."],
  set: ["Set this record", "Posez cet enregistrement"],
});
