/* main - the dashboard: language, look and session around the one page that the address names. */
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./tokens.css";
import { MantineProvider, type MantineThemeOverride } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Component, lazy, StrictMode, Suspense, useEffect, useMemo, useRef, type ReactElement, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { Link, Route, Switch, useLocation } from "wouter";
import { ApiError, setAnswerLanguage } from "./api/client.ts";
import { browserLanguage } from "./i18n/browser.ts";
import { LANGUAGES, LocaleContext, say, useWords, type Language } from "./i18n/words.ts";
import { SignedIn } from "./pages/sign-in/SignedIn.tsx";
import { Shell } from "./shell/Shell.tsx";
import { Page } from "./shell/Page.tsx";
import { shellWords } from "./shell/shellWords.ts";
import { usePref } from "./state/prefs.ts";
import { theme } from "./theme.ts";
import { PAGES } from "./pages/pages.ts";

const Setup = lazy(() => import("./pages/sign-in/Setup.tsx"));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 503 || error.status === 0),
    },
  },
});

/** A page that throws takes down itself and not the shell. */
class Fence extends Component<{ at: string; broken: ReactNode; children: ReactNode }, { brokenAt: string | null }> {
  override state = { brokenAt: null };
  static getDerivedStateFromError(): { brokenAt: string } {
    return { brokenAt: window.location.pathname };
  }
  override render(): ReactNode {
    return this.state.brokenAt === this.props.at ? this.props.broken : this.props.children;
  }
}

function Broken(): ReactElement {
  const t = useWords(shellWords);
  return (
    <Page title={t("broken.title")} isPadded>
      <a href={window.location.href}>{t("broken.again")}</a>
    </Page>
  );
}

function NotFound(): ReactElement {
  const t = useWords(shellWords);
  return (
    <Page title={t("not.found")} isPadded>
      <Link href="/">{t("to.home")}</Link>
    </Page>
  );
}

function Loading(): ReactElement {
  const t = useWords(shellWords);
  return (
    <p className="muted" role="status" style={{ padding: 16 }}>
      {t("loading")} ...
    </p>
  );
}

function Pages(): ReactElement {
  const [location] = useLocation();
  return (
    <Fence at={location} broken={<Broken />}>
      <Suspense fallback={<Loading />}>
        <Switch>
          {PAGES.map(({ path, component }) => (
            <Route key={path} path={path} component={component} />
          ))}
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Fence>
  );
}

/** The look, and what its own buttons are called. */
function useTheme(language: Language): MantineThemeOverride {
  return useMemo(() => ({ ...theme, components: { ...theme.components, Notification: { defaultProps: { closeButtonProps: { "aria-label": say(shellWords, language, "sc.close") } } } } }), [language]);
}

function App(): ReactElement {
  const [kept, setLanguage] = usePref<Language | null>("language", null);
  const language = LANGUAGES.find((one) => one === kept) ?? browserLanguage();
  setAnswerLanguage(language);
  const spoken = useRef(language);
  useEffect(() => {
    document.documentElement.lang = language;
    if (spoken.current !== language) void client.invalidateQueries(); /* what the server has said is said anew */
    spoken.current = language;
  }, [language]);
  return (
    <LocaleContext.Provider value={{ language, setLanguage }}>
      <MantineProvider theme={useTheme(language)} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        <QueryClientProvider client={client}>
          <Switch>
            <Route path="/setup">
              <Suspense fallback={<Loading />}>
                <Setup />
              </Suspense>
            </Route>
            <Route>
              <SignedIn>
                <Shell>
                  <Pages />
                </Shell>
              </SignedIn>
            </Route>
          </Switch>
        </QueryClientProvider>
      </MantineProvider>
    </LocaleContext.Provider>
  );
}

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
