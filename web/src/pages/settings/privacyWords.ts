import { defineWords } from "../../i18n/words.ts";

export const privacyWords = defineWords({
  hint: [
    "What is kept of visitors beside the figures: address, user agent and referrer. Place, provider and uniqueness are found out while the request is there, whatever is kept.",
    "Ce qui est gardé des visiteurs à côté des chiffres : adresse, user agent et référent. Le lieu, le fournisseur et l’unicité sont établis pendant la requête, quoi qu’on garde.",
  ],
  address: ["A visitor’s address, from now on", "L’adresse d’un visiteur, désormais"],
  full: ["Whole", "Entière"],
  "full.hint": ["203.0.113.7", "203.0.113.7"],
  network: ["Its network alone", "Son réseau seulement"],
  "network.hint": ["203.0.113.0 (/24); of IPv6 the /48", "203.0.113.0 (/24) ; en IPv6, le /48"],
  hash: ["A keyed hash", "Une empreinte à clé"],
  "hash.hint": ["#9f86d081884c7d65: the same address is told, not which", "#9f86d081884c7d65 : on reconnaît la même adresse, sans savoir laquelle"],
  days: ["Delete address, user agent and referrer after, days", "Effacer adresse, user agent et référent après, jours"],
  "days.hint": ["Empty: kept as long as the visit. Older ones are deleted within minutes, for good.", "Vide : gardés aussi longtemps que la visite. Les plus anciens sont effacés en quelques minutes, définitivement."],
  "forget.one": ["Forget a visitor", "Oublier un visiteur"],
  forget: ["Forget this visitor", "Oublier ce visiteur"],
  "forget.hint": [
    "Deletes address, user agent and referrer of a visit and of its browser’s pixels, for good. Figures, place and click id stay.",
    "Efface définitivement adresse, user agent et référent d’une visite et des pixels de son navigateur. Les chiffres, le lieu et l’identifiant de clic restent.",
  ],
  cid: ["Click id", "Identifiant de clic"],
  "forget.sure": ["Delete what is known of this visitor?", "Effacer ce qu’on sait de ce visiteur ?"],
  "forget.do": ["Delete for good", "Effacer définitivement"],
  "forget.done": ["Deleted from {n} {n|entry|entries}.", "Effacé de {n} {n|entrée|entrées}."],
  "forget.none": ["Nothing was kept any more.", "Plus rien n’était gardé."],
  close: ["Close", "Fermer"],
});
