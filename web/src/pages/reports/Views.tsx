/* Views - reports that one comes back to, by name: the address's query as it was. */
import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState, type ReactElement } from "react";
import { useLocation } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { usePref } from "../../state/prefs.ts";
import classes from "./reports.module.css";
import { reportWords } from "./words.ts";

interface View {
  name: string;
  query: string;
}
const NO_VIEWS: readonly View[] = [];

export function Views(): ReactElement {
  const t = useWords(reportWords);
  const [views, setViews] = usePref<readonly View[]>("reports.views", NO_VIEWS);
  const [name, setName] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [, navigate] = useLocation();
  const remove = (view: View): void => {
    setViews(views.filter((one) => one !== view));
    const id = `view ${view.name}`;
    notifications.show({
      id,
      message: (
        <Group justify="space-between">
          {t("views.deleted", { name: view.name })}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              setViews(views);
              notifications.hide(id);
            }}
          >
            {t("views.undo")}
          </Button>
        </Group>
      ),
    });
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={() => setOpen(!isOpen)}>
          {t("views")} ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={270}>
          {views.length === 0 && (
            <Text size="xs" className="muted">
              {t("views.none")}
            </Text>
          )}
          {views.map((view) => (
            <div key={view.name} className={classes.view}>
              <UnstyledButton
                className={classes.value}
                onClick={() => {
                  navigate(`/reports${view.query}`);
                  setOpen(false);
                }}
              >
                <bdi>{view.name}</bdi>
              </UnstyledButton>
              <ActionIcon size="sm" aria-label={t("views.delete", { name: view.name })} onClick={() => remove(view)}>
                ×
              </ActionIcon>
            </div>
          ))}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const wanted = name.trim();
              if (wanted === "") return;
              setViews([...views.filter((one) => one.name !== wanted), { name: wanted, query: window.location.search }].sort((a, b) => a.name.localeCompare(b.name)));
              setName("");
            }}
          >
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput size="xs" label={t("views.name")} maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} style={{ flex: 1 }} />
              <Button type="submit" disabled={name.trim() === ""}>
                {t("views.save")}
              </Button>
            </Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
