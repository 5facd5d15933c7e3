import { defineWords } from "../../i18n/words.ts";

export const guideWords = defineWords({
  title: ["The guide", "Le guide"],
  intro: [
    "Six steps lead from a goal at the ad network to a conversion that both sides know. The visitor carries an id from the ad to the offer; the sale brings it back.",
    "Six étapes mènent d’un objectif chez la régie à une conversion connue des deux côtés. Le visiteur porte un identifiant de la publicité à l’offre ; la vente le rapporte.",
  ],
  wizard: ["Steps 2 to 5 on one page: the campaign wizard", "Les étapes 2 à 5 sur une page : l’assistant de campagne"],
  here: ["In Rebond", "Dans Rebond"],
  there: ["At the ad network", "Chez la régie"],
  "there.affiliate": ["At the affiliate network", "Chez le réseau d’affiliation"],
  open: ["Open: {area}", "Ouvrir : {area}"],
  optional: ["optional", "facultatif"],

  "1.title": ["Make a goal", "Créer un objectif"],
  "1.here": [
    "If this server is the ad network too, its goals are made here: a name, how a conversion is valued (none, fixed, dynamic) and the order of its columns. After Create you see the goal’s id and the skeleton of its postback.",
    "Si ce serveur est aussi la régie, ses objectifs se créent ici : un nom, la valeur d’une conversion (aucune, fixe, dynamique) et l’ordre des colonnes. Après Créer, vous voyez l’identifiant de l’objectif et le squelette de son URL de retour.",
  ],
  "1.there": [
    "ExoClick: Campaigns, Conversions Tracking, a new goal. Keep the 32 characters behind goal= in the URL it shows.",
    "ExoClick : Campagnes, Suivi des conversions, nouvel objectif. Gardez les 32 caractères qui suivent goal= dans l’URL affichée.",
  ],
  "2.title": ["Add the traffic source", "Ajouter la source de trafic"],
  "2.here": [
    "A new source from the ExoClick template: its parameters are filled in. In the postback, put the goal’s id in the place of REPLACE. If the goal’s value is dynamic, the URL must also end in &value={revenue}.",
    "Nouvelle source à partir du modèle ExoClick : ses paramètres sont remplis. Dans l’URL de retour, mettez l’identifiant de l’objectif à la place de REPLACE. Si la valeur de l’objectif est dynamique, l’URL doit aussi finir par &value={revenue}.",
  ],
  "2.there": [
    "Nothing to enter. Its macro {conversions_tracking} becomes the external id of each visit; the postback gives it back as tag=.",
    "Rien à saisir. Sa macro {conversions_tracking} devient l’identifiant externe de chaque visite ; l’URL de retour le rend dans tag=.",
  ],
  "3.title": ["Add the affiliate network", "Ajouter le réseau d’affiliation"],
  "3.here": [
    "Choose a template, or fill in your own. What the network’s template of offer URLs holds is added to each of its offers.",
    "Choisissez un modèle, ou remplissez le vôtre. Ce que contient le modèle d’URL d’offre du réseau s’ajoute à chacune de ses offres.",
  ],
  "3.there": [
    "Copy the network’s postback URL and enter it in the affiliate network’s own account. It is another one than the source’s postback of step 2.",
    "Copiez l’URL de retour du réseau et saisissez-la dans votre compte du réseau d’affiliation. Ce n’est pas celle de la source, à l’étape 2.",
  ],
  "4.title": ["Add the offer", "Ajouter l’offre"],
  "4.here": [
    "A name and the offer’s URL, up to the parameter that takes the click id. With a network chosen its parameters are added. Payout Auto takes the amount that the postback brings; else name it yourself.",
    "Un nom et l’URL de l’offre, jusqu’au paramètre qui reçoit l’identifiant du clic. Si un réseau est choisi, ses paramètres s’ajoutent. Paiement Auto prend le montant qu’apporte l’URL de retour ; sinon, indiquez-le.",
  ],
  "5.title": ["Make the campaign", "Créer la campagne"],
  "5.here": [
    "First a domain of your own, if you redirect. Then a campaign: the source, cost Auto, and the offer in the default path. After Create, copy the campaign URL; the conversion test plays a whole conversion before any money is spent.",
    "D’abord un domaine à vous, si vous redirigez. Puis une campagne : la source, le coût Auto, et l’offre dans le chemin par défaut. Après Créer, copiez l’URL de campagne ; le test de conversion joue une conversion entière avant toute dépense.",
  ],
  "6.title": ["Put the URL into the ad", "Placer l’URL dans la publicité"],
  "6.here": [
    "If the network runs here: a variation of your ad campaign takes the campaign URL. Then watch visits, conversions and postbacks arrive.",
    "Si la régie tourne ici : une variation de votre campagne publicitaire reçoit l’URL de campagne. Regardez ensuite arriver visites, conversions et postbacks.",
  ],
  "6.there": [
    "The campaign URL is the variation’s URL, with {conversions_tracking} in it. In the campaign list and in the statistics, switch on the goal’s column.",
    "L’URL de campagne devient celle de la variation, avec {conversions_tracking}. Dans la liste des campagnes et dans les statistiques, activez la colonne de l’objectif.",
  ],
});
