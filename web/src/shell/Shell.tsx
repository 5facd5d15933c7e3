/* Shell - what stays: the areas on the left, the page's title, dates and settings above, the page below. */
import { ActionIcon, Button, Group, Menu, Modal, Table, Switch, Kbd, useMantineColorScheme } from "@mantine/core";
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { LANGUAGES, useLocale, useWords } from "../i18n/words.ts";
import { usePref } from "../state/prefs.ts";
import { useSession } from "../state/session.ts";
import { ADMIN, ALL_AREAS, areaWords, NETWORK, TRACKER, type AreaLink } from "./areas.ts";
import { Attribution } from "./Attribution.tsx";
import { DemoBanner } from "./DemoBanner.tsx";
import { Palette } from "./Palette.tsx";
import classes from "./shell.module.css";
import { shellWords } from "./shellWords.ts";
import { setShortcutsOn, useShortcut } from "./shortcuts.ts";

function isIn(path: string, location: string): boolean {
  return path === "/" ? location === "/" : location === path || location.startsWith(`${path}/`);
}

function Areas({ links, label }: { links: readonly AreaLink[]; label: string | null }): ReactElement {
  const t = useWords(areaWords);
  const { mayRead } = useSession();
  const [location] = useLocation();
  return (
    <>
      {label !== null && <div className={classes.section}>{label}</div>}
      {links
        .filter((link) => link.right === null || mayRead(link.right))
        .map((link) => (
          <Link key={link.path} href={link.path} className={classes.link} aria-current={isIn(link.path, location) ? "page" : undefined}>
            {t(link.word)}
          </Link>
        ))}
    </>
  );
}

function GoKey({ link }: { link: AreaLink }): null {
  const [, navigate] = useLocation();
  useShortcut(`g ${link.key}`, () => navigate(link.path));
  return null;
}

function ShortcutSheet({ isOpen, close }: { isOpen: boolean; close: () => void }): ReactElement {
  const t = useWords(shellWords);
  const areas = useWords(areaWords);
  const [areOn, setOn] = usePref("shortcuts", true);
  useEffect(() => setShortcutsOn(areOn), [areOn]);
  const rows: [string, string][] = [
    ["/", t("sc.search")],
    ["Ctrl K|⌘ K", t("sc.go")],
    ["n", t("sc.new")],
    ["e", t("sc.edit")],
    ["d", t("sc.dates")],
    ["← →", t("sc.earlier")],
    ["x", t("sc.compare")],
    ["?", t("sc.help")],
    ["Esc", t("sc.close")],
    [`↑ ↓|${t("key.page.up")}|${t("key.page.down")}`, t("sc.rows")],
    [t("key.space"), t("sc.select")],
    [t("key.enter"), t("sc.open")],
    [`${t("key.shift")} F10`, t("sc.menu")],
    ["→ ←", t("sc.expand")],
    ["Ctrl A|Ctrl C", t("sc.copy")],
    [`${t("key.shift")} ${t("key.enter")}`, t("sc.sort")],
    ...ALL_AREAS.map((link): [string, string] => [`g ${link.key}`, areas(link.word)]),
  ];
  return (
    <Modal opened={isOpen} onClose={close} title={t("shortcuts")} closeButtonProps={{ "aria-label": t("sc.close") }}>
      <Switch mb="sm" size="xs" label={t("sc.off")} checked={areOn} onChange={(event) => setOn(event.currentTarget.checked)} />
      <Table verticalSpacing={3}>
        <Table.Tbody>
          {rows.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Td w={130}>
                <Group gap={4}>
                  {key.split("|").map((one) => (
                    <Kbd key={one} size="xs" style={{ whiteSpace: "nowrap" }}>
                      {one}
                    </Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function Preferences({ openShortcuts }: { openShortcuts: () => void }): ReactElement {
  const t = useWords(shellWords);
  const { language, setLanguage } = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { user, workspaces, workspace, setWorkspace, signOut } = useSession();
  const [gain, setGain] = usePref<"green" | "blue">("gain", "green");
  useEffect(() => {
    document.documentElement.dataset["gain"] = gain;
  }, [gain]);
  return (
    <Group gap={4} wrap="nowrap" ml="auto">
      {workspaces.length > 1 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label={`${t("workspace")}: ${workspace?.name ?? ""}`}>
              {workspace?.name} ▾
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {workspaces.map((one) => (
              <Menu.Item key={one.id} onClick={() => setWorkspace(one.id)} fw={one.id === workspace?.id ? 600 : 400}>
                {one.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Group gap={0} wrap="nowrap" role="group" aria-label={t("language")}>
        {LANGUAGES.map((one) => (
          <Button key={one} variant={one === language ? "light" : "subtle"} px={6} aria-pressed={one === language} lang={one} onClick={() => setLanguage(one)}>
            {one.toUpperCase()}
          </Button>
        ))}
      </Group>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon aria-label={user?.name ?? t("profile")} variant="default" radius="xl">
            {(user?.name ?? "?").slice(0, 1).toUpperCase()}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {user && <Menu.Label>{t("signed.in", { name: user.name })}</Menu.Label>}
          <Menu.Item component={Link} href="/team/profile">
            {t("profile")}
          </Menu.Item>
          <Menu.Item onClick={openShortcuts} rightSection={<Kbd size="xs">?</Kbd>}>
            {t("shortcuts")}
          </Menu.Item>
          <Menu.Item component={Link} href="/guide">
            {t("guide")}
          </Menu.Item>
          <Menu.Label>{t("theme")}</Menu.Label>
          {(["auto", "light", "dark"] as const).map((one) => (
            <Menu.Item key={one} onClick={() => setColorScheme(one)} fw={one === colorScheme ? 600 : 400}>
              {t(`theme.${one}`)}
            </Menu.Item>
          ))}
          <Menu.Label>{t("gain")}</Menu.Label>
          {(["green", "blue"] as const).map((one) => (
            <Menu.Item key={one} onClick={() => setGain(one)} fw={one === gain ? 600 : 400}>
              {t(`gain.${one}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={signOut}>{t("sign.out")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

export function Shell({ children }: { children: ReactNode }): ReactElement {
  const t = useWords(shellWords);
  const areas = useWords(areaWords);
  const [location] = useLocation();
  const [isNavOpen, setNavOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  useShortcut("?", () => setSheetOpen(true));
  useEffect(() => setNavOpen(false), [location]);
  const nav = useRef<HTMLElement>(null);
  const burger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isNavOpen) nav.current?.querySelector<HTMLElement>("[aria-current], a")?.focus();
  }, [isNavOpen]);
  return (
    <div className={classes.shell}>
      <a href="#page" className={classes.skip}>
        {t("skip")}
      </a>
      {ALL_AREAS.map((link) => (
        <GoKey key={link.key} link={link} />
      ))}
      <nav
        ref={nav}
        className={classes.nav}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !isNavOpen) return;
          setNavOpen(false);
          burger.current?.focus();
        }}
        aria-label={t("navigation")} data-open={isNavOpen || undefined}
      >
        <Link href="/" className={classes.brand}>
          rebond
        </Link>
        <Areas links={TRACKER} label={null} />
        <Areas links={NETWORK} label={areas("network")} />
        <Areas links={ADMIN} label={t("administration")} />
        <Attribution />
      </nav>
      <div className={classes.main}>
        <header className={classes.top} onClick={() => isNavOpen && setNavOpen(false)}>
          <ActionIcon
            ref={burger}
            className={classes.burger}
            aria-label={t("menu")}
            aria-expanded={isNavOpen}
            onClick={(event) => {
              event.stopPropagation();
              setNavOpen(!isNavOpen);
            }}
          >
            ☰
          </ActionIcon>
          <div id="title" />
          <Preferences openShortcuts={() => setSheetOpen(true)} />
        </header>
        <DemoBanner />
        <main id="page" className={classes.page} tabIndex={-1} onClick={() => isNavOpen && setNavOpen(false)}>
          {children}
        </main>
      </div>
      <Palette />
      <ShortcutSheet isOpen={isSheetOpen} close={() => setSheetOpen(false)} />
    </div>
  );
}
