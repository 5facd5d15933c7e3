import { defineWords } from "../../i18n/words.ts";

export const signInWords = defineWords({
  title: ["Sign in", "Se connecter"],
  email: ["E-mail address", "Adresse e-mail"],
  password: ["Password", "Mot de passe"],
  send: ["Sign in", "Se connecter"],
  forgotten: ["Lost password: `rebond user reset` prints a link.", "Mot de passe perdu : `rebond user reset` affiche un lien."],
  first: ["No account yet: `rebond user setup` prints a one-time link.", "Pas encore de compte : `rebond user setup` affiche un lien à usage unique."],
  connecting: ["Connecting", "Connexion"],
  "no.workspace": ["You are in no workspace: ask an owner.", "Vous n’êtes dans aucun espace de travail : demandez à un propriétaire."],
});
