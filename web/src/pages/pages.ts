/* pages - which address shows what; each page is a file of its own, loaded when it is first opened. */
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

type Loaded = { default: ComponentType };
const page = (path: string, load: () => Promise<Loaded>): { path: string; component: LazyExoticComponent<ComponentType> } => ({ path, component: lazy(load) });

export const PAGES = [page("/campaigns", () => import("./campaigns/Campaigns.tsx"))];
