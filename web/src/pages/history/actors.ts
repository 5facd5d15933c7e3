/* actors - who made a change, by name where one may know it: "user 2" is a person, "key 5" a program. */
import { useGet } from "../../api/hooks.ts";
import type { Page, Schemas } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { historyWords } from "./words.ts";

const NAMED = ["import", "cli", "setup", "bidder"] as const;

function useNames(): { users: Schemas["user"][]; keys: Schemas["key"][] } {
  const { mayRead } = useSession();
  const users = useGet<Page<Schemas["user"]>>(mayRead("users") ? "users" : null, { status: "all", limit: 1000 });
  const keys = useGet<Page<Schemas["key"]>>(mayRead("keys") ? "keys" : null, { status: "all", limit: 1000 });
  return { users: users.data?.rows ?? [], keys: keys.data?.rows ?? [] };
}

/** `name`: what a change itself says of its actor. */
export function useActorText(): (actor: string, name?: string | null) => string {
  const t = useWords(historyWords);
  const { user } = useSession();
  const { users, keys } = useNames();
  return (actor, name) => {
    const named = NAMED.find((one) => one === actor);
    if (named) return t(`actor.${named}`);
    const [kind, id] = actor.split(" ");
    if (kind === "user") return name ?? (Number(id) === user?.id ? user.name : users.find((one) => one.id === Number(id))?.name) ?? t("actor.user", { n: id ?? "" });
    if (kind === "key") return t("actor.key", { n: name ?? keys.find((one) => one.id === Number(id))?.name ?? id ?? "" });
    return actor;
  };
}

/** Those that one may ask for: everyone whom one may know, and oneself. */
export function useActors(): string[] {
  const { user } = useSession();
  const { users, keys } = useNames();
  const people = users.length > 0 ? users.map((one) => `user ${one.id}`) : user ? [`user ${user.id}`] : [];
  return [...people, ...keys.map((one) => `key ${one.id}`), ...NAMED];
}
