/* metricHints - what a figure is, or how it is reckoned, said where its name stands. */
import { useMemo } from "react";
import { defineWords, useWords } from "../i18n/words.ts";
import { isEvent, type Metric, type Side } from "./metrics.ts";

const hintWords = defineWords({
  visits: ["Visits, without bots", "Visites, sans robots"],
  unique_visits: ["First visits of a visitor within the campaign’s window", "Premières visites d’un visiteur dans la fenêtre de la campagne"],
  clicks: ["Clicks of landers to offers", "Clics des landers vers les offres"],
  unique_clicks: ["The first click of each visit", "Le premier clic de chaque visite"],
  ctr: ["clicks / visits × 100", "clics / visites × 100"],
  uctr: ["unique clicks / unique visits × 100", "clics uniques / visites uniques × 100"],
  conversions: ["Conversions of all statuses that count", "Conversions de tous les statuts qui comptent"],
  unique_conversions: ["The first conversion of each visit", "La première conversion de chaque visite"],
  other_conversions: ["Of types that do not count", "De types qui ne comptent pas"],
  leads: ["On hold", "En attente"],
  sales: ["Confirmed", "Confirmées"],
  rebills: ["Paid again", "Payées à nouveau"],
  rejected: ["Refused by the affiliate network", "Refusées par le réseau d’affiliation"],
  unmapped: ["With a status word that no list knows", "Avec un mot de statut qu’aucune liste ne connaît"],
  cr: ["conversions / clicks × 100", "conversions / clics × 100"],
  cr_hold: ["leads / clicks × 100", "leads / clics × 100"],
  cr_confirmed: ["(sales + rebills) / clicks × 100", "(ventes + rebills) / clics × 100"],
  cv: ["conversions / visits × 100", "conversions / visites × 100"],
  approve: ["sales / (leads + sales + rejected) × 100", "ventes / (leads + ventes + rejetées) × 100"],
  cost: ["What the visits cost", "Ce que coûtent les visites"],
  revenue: ["Revenue on hold and confirmed", "Revenu en attente et confirmé"],
  revenue_hold: ["Of leads", "Des leads"],
  own_cost: ["What the clicks themselves brought, whatever was told of their cost afterwards", "Ce que les clics ont apporté eux-mêmes, quoi qu’on ait dit de leur coût ensuite"],
  revenue_confirmed: ["Of sales and rebills", "Des ventes et rebills"],
  profit: ["revenue − cost", "revenu − coût"],
  roi: ["(revenue − cost) / cost × 100", "(revenu − coût) / coût × 100"],
  roi_confirmed: ["(confirmed revenue − cost) / cost × 100", "(revenu confirmé − coût) / coût × 100"],
  roas: ["revenue / cost × 100", "revenu / coût × 100"],
  cpv: ["cost / visits", "coût / visites"],
  cpc: ["cost / clicks", "coût / clics"],
  ecpm: ["cost / visits × 1000", "coût / visites × 1000"],
  cpa: ["cost / conversions", "coût / conversions"],
  cpa_confirmed: ["cost / sales", "coût / ventes"],
  epv: ["revenue / visits", "revenu / visites"],
  epc: ["revenue / clicks", "revenu / clics"],
  epc_confirmed: ["confirmed revenue / clicks", "revenu confirmé / clics"],
  uepc: ["revenue / unique clicks", "revenu / clics uniques"],
  ap: ["revenue / conversions", "revenu / conversions"],
  cost_missing: ["Visits whose source sent no usable cost", "Visites dont la source n’a pas donné de coût utilisable"],
  no_rate: ["Counted 0 until their exchange rate is known", "Comptées 0 tant que leur taux de change est inconnu"],
  event: ["The sum of this event, as postbacks and landers tell it", "La somme de cet événement, tel que postbacks et landers le donnent"],
});

const adHintWords = defineWords({
  impressions: ["Impressions; a popunder is one", "Impressions ; un popunder en est une"],
  sent: ["Visitors sent on: clicks and popunders", "Visiteurs envoyés : clics et popunders"],
  clicks: ["Ad clicks, without bots", "Clics publicitaires, sans robots"],
  ctr: ["clicks / impressions × 100", "clics / impressions × 100"],
  cost: ["What clicks, impressions and conversions cost their advertiser", "Ce que clics, impressions et conversions coûtent à l’annonceur"],
  ecpm: ["cost / impressions × 1000", "coût / impressions × 1000"],
  ecpc: ["cost / clicks", "coût / clics"],
  conversions: ["Conversions of all goals", "Conversions de tous les objectifs"],
  value: ["The values of all goals’ conversions", "Valeurs des conversions de tous les objectifs"],
  cvr: ["conversions / clicks × 100; without clicks, of impressions", "conversions / clics × 100 ; sans clics, des impressions"],
  ecpa: ["cost / conversions", "coût / conversions"],
  revenue: ["The same as value", "Identique à la valeur"],
  profit: ["value − cost", "valeur − coût"],
  roi: ["(value − cost) / cost × 100", "(valeur − coût) / coût × 100"],
  roas: ["value / cost × 100", "valeur / coût × 100"],
});

export function useMetricHint(side: Side): (metric: Metric) => string {
  const t = useWords(hintWords);
  const a = useWords(adHintWords);
  return useMemo(
    () => (metric) => {
      if (side === "ad") return metric in adHintWords ? a(metric as keyof typeof adHintWords) : "";
      return isEvent(metric) ? t("event") : metric in hintWords ? t(metric as keyof typeof hintWords) : "";
    },
    [t, a, side],
  );
}
