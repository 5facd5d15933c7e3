/* rights - what each role may do: the table of docs/api.md "Rights", in its order. */
import type { areaRightWords } from "./words.ts";

export const ROLES = ["owner", "manager", "buyer", "read-only"] as const;
export type Role = (typeof ROLES)[number];
export type RightArea = keyof typeof areaRightWords;
export type Level = "write" | "read" | "none";

const W: Level = "write";
const R: Level = "read";
const N: Level = "none";

export const RIGHTS: readonly (readonly [area: RightArea, levels: Record<Role, Level>])[] = (
  [
    ["workspaces", [W, R, R, R]],
    ["users", [W, N, N, N]],
    ["keys", [W, N, N, N]],
    ["settings", [W, W, R, R]],
    ["rates", [W, R, R, R]],
    ["sources", [W, W, W, R]],
    ["networks", [W, W, R, R]],
    ["offers", [W, W, W, R]],
    ["landers", [W, W, W, R]],
    ["flows", [W, W, W, R]],
    ["campaigns", [W, W, W, R]],
    ["domains", [W, W, R, R]],
    ["goals", [W, W, W, R]],
    ["ads", [W, W, W, R]],
    ["templates", [W, W, W, R]],
    ["entries", [W, W, W, R]],
    ["tools", [W, W, W, R]],
    ["logs", [W, R, R, R]],
    ["reports", [W, R, R, R]],
    ["history", [W, R, R, R]],
    ["config", [W, R, N, N]],
  ] as const
).map(([area, [owner, manager, buyer, readOnly]]) => [area, { owner, manager, buyer, "read-only": readOnly }] as const);
