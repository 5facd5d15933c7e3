/* Team - who works here: one's own profile and sessions, users, keys, workspaces. */
import type { ReactElement } from "react";
import { useParams } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { Parts, type Part } from "../../shell/Parts.tsx";
import { useSession } from "../../state/session.ts";
import { Keys } from "./Keys.tsx";
import { Profile } from "./Profile.tsx";
import { Sessions } from "./Sessions.tsx";
import { Users } from "./Users.tsx";
import { teamWords } from "./words.ts";
import { Workspaces } from "./Workspaces.tsx";

export default function Team(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(teamWords);
  const { mayRead } = useSession();
  const { part } = useParams<{ part?: string }>();
  const parts: (Part & { isOpen: boolean })[] = [
    { name: "profile", label: t("profile"), content: () => <Profile />, isOpen: true },
    { name: "users", label: t("users"), content: () => <Users />, isOpen: mayRead("users") },
    { name: "keys", label: t("keys"), content: () => <Keys />, isOpen: mayRead("keys") },
    { name: "workspaces", label: t("workspaces"), content: () => <Workspaces />, isOpen: mayRead("workspaces") },
    { name: "sessions", label: t("sessions"), content: () => <Sessions />, isOpen: true },
  ];
  return (
    <Page title={areas("team")} isPadded>
      <Parts base="/team" label={areas("team")} parts={parts.filter((one) => one.isOpen)} chosen={part} />
    </Page>
  );
}
