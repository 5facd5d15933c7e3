/* SignedIn - asks who it is, and shows the dashboard to them; else the way in. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, type ReactElement, type ReactNode } from "react";
import { ApiError, get, remove, setWorkspace, whenSignedOut, type Page, type Schemas } from "../../api/client.ts";
import type { Rows } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { usePref } from "../../state/prefs.ts";
import { SessionContext, type Session } from "../../state/session.ts";
import { useErrorText } from "../../shell/errors.ts";
import { SignIn } from "./SignIn.tsx";
import { signInWords } from "./words.ts";

interface Who {
  session: Schemas["session"];
  workspaces: Rows["workspaces"][];
}

async function readWho(): Promise<Who | null> {
  try {
    const session = await get<Schemas["session"]>("session");
    const { rows } = await get<Page<Rows["workspaces"]>>("workspaces", { limit: 1000 });
    return { session, workspaces: rows };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export function SignedIn({ children }: { children: ReactNode }): ReactElement {
  const t = useWords(signInWords);
  const errorText = useErrorText();
  const client = useQueryClient();
  const who = useQuery({ queryKey: ["session"], queryFn: readWho, staleTime: 60_000 });
  const [kept, keep] = usePref<number | null>("workspace", null);

  useEffect(() => whenSignedOut(() => client.setQueryData(["session"], null)), [client]);

  const session = useMemo<Session | null>(() => {
    if (!who.data) return null;
    const { session: answer, workspaces } = who.data;
    const workspace = workspaces.find((one) => one.id === kept) ?? workspaces.find((one) => one.id === answer.home) ?? workspaces[0] ?? null;
    setWorkspace(workspace?.id ?? null);
    const isWritable = answer.workspaces.some((one) => one.id === workspace?.id && one.may_write);
    return {
      user: answer.user,
      workspaces,
      workspace,
      setWorkspace: (id) => {
        keep(id);
        setWorkspace(id);
        void client.invalidateQueries();
      },
      mayRead: (area) => (answer.rights[area] ?? "none") !== "none",
      mayWrite: (area) => answer.rights[area] === "write" && isWritable,
      signOut: () => {
        void remove("session").finally(() => {
          client.clear();
          client.setQueryData(["session"], null);
        });
      },
    };
  }, [who.data, kept, keep, client]);

  if (who.isPending) return <p className="muted" role="status" style={{ padding: 16 }}>{t("connecting")} ...</p>;
  if (who.isError) return <p role="alert" style={{ padding: 16 }}>{errorText(who.error)}</p>;
  if (session === null) return <SignIn onDone={() => void client.invalidateQueries()} />;
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}
