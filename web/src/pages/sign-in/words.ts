import { defineWords } from "../../i18n/words.ts";

export const signInWords = defineWords({
  title: ["Sign in", "Se connecter"],
  email: ["E-mail address", "Adresse e-mail"],
  password: ["Password", "Mot de passe"],
  send: ["Sign in", "Se connecter"],
  forgotten: ["Lost password: `rebond user reset` prints a link.", "Mot de passe perdu : `rebond user reset` affiche un lien."],
  first: ["No account yet: the server prints a one-time link at its first start, `rebond user setup` a new one.", "Pas encore de compte : le serveur affiche un lien à usage unique à son premier démarrage, `rebond user setup` un nouveau."],
  connecting: ["Connecting", "Connexion"],
  "no.workspace": ["You are in no workspace: ask an owner.", "Vous n’êtes dans aucun espace de travail : demandez à un propriétaire."],
});
