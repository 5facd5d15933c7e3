/* session - who is signed in, in which workspace they stand, and what they may do there. */
import { createContext, useContext } from "react";
import type { Rows } from "../api/hooks.ts";
import type { Schemas } from "../api/client.ts";

export type Area = string;

export interface Session {
  user: Schemas["session"]["user"];
  workspaces: Rows["workspaces"][];
  /** The one they stand in; null while none is read yet. */
  workspace: Rows["workspaces"] | null;
  setWorkspace: (id: number) => void;
  mayWrite: (area: Area) => boolean;
  mayRead: (area: Area) => boolean;
  signOut: () => void;
}

export const SessionContext = createContext<Session>({
  user: null as never,
  workspaces: [],
  workspace: null,
  setWorkspace: () => undefined,
  mayWrite: () => false,
  mayRead: () => false,
  signOut: () => undefined,
});
export const useSession = (): Session => useContext(SessionContext);
