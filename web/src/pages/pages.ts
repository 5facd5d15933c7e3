/* pages - which address shows what; each page is a file of its own, loaded when it is first opened. */
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

type Loaded = { default: ComponentType };
const page = (path: string, load: () => Promise<Loaded>): { path: string; component: LazyExoticComponent<ComponentType> } => ({ path, component: lazy(load) });

export const PAGES = [
  page("/", () => import("./home/Home.tsx")),
  page("/campaigns", () => import("./campaigns/Campaigns.tsx")),
  page("/campaigns/new", () => import("./wizard/Wizard.tsx")),
  page("/sources", () => import("./sources/Sources.tsx")),
  page("/networks", () => import("./networks/Networks.tsx")),
  page("/offers", () => import("./offers/Offers.tsx")),
  page("/landers", () => import("./landers/Landers.tsx")),
  page("/flows", () => import("./flows/Flows.tsx")),
  page("/domains", () => import("./domains/Domains.tsx")),
  page("/conversions", () => import("./conversions/Conversions.tsx")),
  page("/logs/:log?", () => import("./logs/Logs.tsx")),
  page("/reports", () => import("./reports/Reports.tsx")),
  page("/reconcile", () => import("./reconcile/Reconcile.tsx")),
  page("/live", () => import("./live/Live.tsx")),
  page("/health", () => import("./health/Health.tsx")),
  page("/network/goals", () => import("./network/Goals.tsx")),
  page("/network/campaigns", () => import("./network/AdCampaigns.tsx")),
  page("/network/variations", () => import("./network/Variations.tsx")),
  page("/network/sites", () => import("./sites/Sites.tsx")),
  page("/network/zones", () => import("./sites/Zones.tsx")),
  page("/network/statistics", () => import("./network/Statistics.tsx")),
  page("/network/calls", () => import("./network/Calls.tsx")),
  page("/network/api", () => import("./network/Api.tsx")),
  page("/team/:part?", () => import("./team/Team.tsx")),
  page("/history", () => import("./history/History.tsx")),
  page("/settings/:part?", () => import("./settings/Settings.tsx")),
  page("/guide", () => import("./guide/Guide.tsx")),
];
