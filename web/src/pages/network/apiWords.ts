import { defineWords } from "../../i18n/words.ts";

export const apiWords = defineWords({
  intro: ["What other programs ask the ad network: campaigns and their variations, play and pause, goals, statistics. They speak to it as to ExoClick’s REST API v2.", "Ce que d’autres programmes demandent à la régie : campagnes et variations, lecture et pause, objectifs, statistiques. Ils lui parlent comme à l’API REST v2 d’ExoClick."],
  address: ["Its address", "Son adresse"],
  login: ["Log in with a token: the answer’s token is the Bearer of all further calls, for twelve hours", "Se connecter avec un jeton : le token de la réponse est le Bearer de tous les appels suivants, pendant douze heures"],
  tokens: ["API tokens of {workspace}", "Jetons d’API de {workspace}"],
  "tokens.new": ["New API token", "Nouveau jeton d’API"],
  "tokens.empty": ["No token of this workspace yet.", "Aucun jeton pour cet espace de travail."],
  "tokens.others": ["Tokens are API keys: only who may read keys sees them here.", "Les jetons sont des clés d’API : seuls ceux qui peuvent lire les clés les voient ici."],
  level: ["What it may do", "Ce qu’il permet"],
  "level.read": ["Read only", "Lecture seule"],
  "level.write": ["Read and change", "Lire et modifier"],
  "level.hint": ["Of campaigns, variations and goals in this workspace. Statistics are read either way.", "Pour les campagnes, variations et objectifs de cet espace. Les statistiques se lisent dans les deux cas."],
});
