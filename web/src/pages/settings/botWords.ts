import { defineWords } from "../../i18n/words.ts";

export const botWords = defineWords({
  hint: [
    "A bot’s visit is answered and recorded like every other; it is counted apart, and in no figure. These lists are this workspace’s own: what they name is a bot from the moment they are saved.",
    "La visite d’un robot reçoit sa réponse et est enregistrée comme toute autre ; elle est comptée à part, et dans aucun chiffre. Ces listes sont propres à cet espace : ce qu’elles nomment est un robot dès qu’elles sont enregistrées.",
  ],
  signals: [
    "Without any list, one of these is enough: HEAD, a link preview, a crawler’s user agent, headers that cannot be true together. Of these it takes two: a data centre’s address, no user agent, no language, very many visits of one address in a minute.",
    "Sans aucune liste, un seul de ces signes suffit : HEAD, un aperçu de lien, l’agent d’un robot, des en-têtes incompatibles. De ceux-ci, il en faut deux : l’adresse d’un centre de données, pas d’agent, pas de langue, très nombreuses visites d’une adresse en une minute.",
  ],
  log: ["Visits of bots", "Visites de robots"],
  addresses: ["Addresses and ranges", "Adresses et plages"],
  "addresses.hint": ["One a line: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32; up to 5,000", "Une par ligne : 203.0.113.7, 203.0.113.0/24, 2001:db8::/32 ; 5 000 au plus"],
  agents: ["Pieces of user agents", "Morceaux d’agents utilisateurs"],
  "agents.hint": ["One a line, in any case: HeadlessChrome; at least 3 characters, up to 100 lines", "Un par ligne, sans tenir compte de la casse : HeadlessChrome ; au moins 3 caractères, 100 lignes au plus"],
  patterns: ["Regular expressions of user agents", "Expressions régulières d’agents utilisateurs"],
  "patterns.hint": ["One a line (PCRE2, up to 50 lines): Chrome/[1-9]\\d\\. or (?i)evil-?tool; found anywhere unless ^ or $ say where, in this case unless (?i)", "Une par ligne (PCRE2, 50 lignes au plus) : Chrome/[1-9]\\d\\. ou (?i)evil-?tool ; trouvée n’importe où sauf avec ^ ou $, dans cette casse sauf avec (?i)"],
  line: ["“{text}”: {error}", "« {text} » : {error}"],
  crawlers: ["{n} {n|pattern|patterns} of crawlers that name themselves:", "{n} {n|modèle|modèles} de robots qui se nomment :"],
  "crawlers.none": ["No list of crawlers is in use.", "Aucune liste de robots n’est utilisée."],
  save: ["Save", "Enregistrer"],
  saved: ["Saved.", "Enregistré."],
  "saved.not.live": ["Saved. The clicks’ side has not confirmed it yet.", "Enregistré. Le côté des clics ne l’a pas encore confirmé."],
});
